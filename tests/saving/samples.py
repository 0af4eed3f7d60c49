"""For each form that is saved: who acts, which rows it is about, and valid words besides those that it opens with.

What must be filled in and is not named here gets a usual value (`tests/saving/opened.py`). `rows` prepares what the
story does not have, and gives the parts of the address that differ from those of `addresses.values_of`.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import transaction

from casework import practice
from casework.absences import services as absences
from casework.allocations import services as allocations
from casework.answers import services as answers
from casework.calls import services as calls
from casework.calls.queries import fingerprint_of_caller
from casework.case_summaries import services as case_summaries
from casework.conflicts import services as conflicts
from casework.deaths import services as deaths
from casework.duedates.models import DueDate
from casework.emergencies import services as emergencies
from casework.families.models import FamilyRole
from casework.families.services import add_family
from casework.grants import services as grants
from casework.households import services as households
from casework.joins import services as joins
from casework.left_notes import services as left_notes
from casework.matching.asking import services as asking
from casework.mentions.models import Mention
from casework.passages.models import NewText
from casework.people import services as people
from casework.people.models import Person
from casework.plans import services as facts
from casework.referrals import services as referrals
from casework.restrictions import services as restrictions
from casework.safety_plans import services as safety
from casework.subjects import columns_of
from casework.trail.acting import acting
from casework.trail.rows import change
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.recording import services as recording
from supervision.transfers import services as transfers
from tests import closing, supervising
from tests.cast import OUTCOME
from tests.factories import NOW, add_child
from tests.saving.opened import TODAY
from workbook.births import services as births
from workbook.notes import services as notes
from workbook.programmes import services as programmes
from workbook.programmes.assessments import services as assessments
from workbook.programmes.modules import queries as modules
from workbook.programmes.modules import services as writing
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation

Row = dict[str, Any]
Rows = Callable[[SimpleNamespace, SimpleNamespace], Row | None]
Given = Mapping[str, Any] | Callable[[SimpleNamespace, SimpleNamespace], Mapping[str, Any]]


IN_DANGER = "Police ring: she is locked in with him."


class Sample(NamedTuple):
    """`refused` are words that the page does not take, where no required field can be emptied; or None and `meanwhile`:
    what somebody else does while the page is open. `other` are the words of the second sending, where the last text
    field of the page is not the one to change."""

    who: str
    words: Given = {}
    rows: Rows | None = None
    refused: Given | None = {}
    meanwhile: Rows | None = None
    other: Given = {}
    query: str = ""


def day(days: int) -> str:
    return (NOW + timedelta(days=days)).date().isoformat()


def moment(days: int) -> str:
    return f"{NOW + timedelta(days=days):%Y-%m-%dT%H:%M}"


def blank_rows(prefix: str) -> dict[str, str]:
    return {
        f"{prefix}-0-what": "Ring the school.",
        f"{prefix}-0-owner": "agency",
        f"{prefix}-0-owner_agency": "School",
    } | {f"{prefix}-0-due_on": day(9)}


def visit_row(cast: SimpleNamespace) -> dict[str, Any]:
    return {
        "visits-0-planned_for": moment(5), "visits-0-kind": "home_visit", "visits-0-worker": cast.sue.pk,
        "visits-0-purpose": "To see Mia.",
    }  # fmt: skip


def of_ben(story: SimpleNamespace) -> dict[str, Any]:
    """Ben has no plan and no assessment that would have to end first."""
    return {"child": story.ben, "version": story.closure.version, "last_seen_on": NOW.date()}


def agreed_closing(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"closure_id": closing.closed(story, cast, **of_ben(story)).pk}


def asked_closing(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"closure_id": closing.asked(story, cast.sue, **of_ben(story)).pk}


def written_closing(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"closure_id": closing.save(story, cast.sue, **of_ben(story)).pk}


def open_case_summary(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    sections = practice.current().case_summary_sections
    written = [NewText(section.key, f"{section.heading}: of Mia, too.") for section in sections]
    case_summaries.save(story.family, story.mia, written=written, version=0, by=cast.sue, at=NOW)


def harm(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    involvement = story.referral.involvements.get(child=story.mia)
    referrals.allege_harm(involvement, alleged_at=NOW - timedelta(days=2), by=cast.sue, at=NOW)
    return {"involvement_id": involvement.pk}


def untouched(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    """Olly's part in the new referral, in which nothing was recorded."""
    return {"family_id": story.oak.pk, "involvement_id": story.new_referral.involvements.get().pk}


def early_help(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    part = story.new_referral.involvements.get()
    referrals.decide(story.new_referral, decisions={part: ("EH", "They want help.")}, by=cast.mary, at=NOW)
    # The clock that asks for it is off in the practice that ships.
    with acting(cast.mary), transaction.atomic():
        DueDate.objects.create(
            family=story.oak, child=story.olly, timescale="early_help_decision", **columns_of(part),
            team=cast.north, started_at=NOW, due_at=NOW, remind_at=NOW,
        )  # fmt: skip
    return {"family_id": story.oak.pk, "involvement_id": part.pk}


def lost_contact(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    with acting(cast.mary):
        for user in (cast.sue, cast.dora):
            change(user, is_active=False)


def closed_episode(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    without = {each.pk: "Nothing new." for each in story.next_episode.summaries.all()}
    supervision = episode_closures.close_for_supervision(story.next_episode, without=without, by=cast.sue, at=NOW)
    return {"supervision_id": supervision.pk, "episode_id": supervision.episode_id, "supervision": supervision}


def held(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    found = closed_episode(story, cast)
    sections = practice.current().supervision_sections
    written = [NewText(each.key, "As before.") for each in sections if not each.each_child]
    supervising.record(
        found["supervision"], held_at=NOW, written=written,
        overall_rag="amber", rationale="As before.", dissent="", relationships_checked=True, by=cast.mary, at=NOW,
    )  # fmt: skip
    action = recording.agree_action(
        found["supervision"], what="Ring Gran", due_on=(NOW + timedelta(days=9)).date(), owner_agency="School",
        by=cast.mary, at=NOW,
    )  # fmt: skip
    return found | {"action_id": action.pk}


def ready(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    found = held(story, cast)
    supervising.ready(found["supervision"], by=cast.mary, at=NOW)
    return found


def joined(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"join_id": joins.join(story.family, story.birch, because="Sisters.", by=cast.mary, at=NOW).pk}


def took_place(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    note = notes.record(
        story.family, kind="home_visit", took_place_at=NOW - timedelta(hours=3),
        written=[NewText("purpose", "To see Mia.")], by=cast.sue, at=NOW,
    )  # fmt: skip
    return {"note_id": note.pk}


def disputed(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    words = {"kind": "correction", "text": "I was never arrested.", "named": "Daniel Oak", "received": "letter"}
    return {"answer_id": answers.record(story.visit, **words, by=cast.dora, at=NOW).pk}


def visited(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"note_id": story.visit.pk}


def expected(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"person_id": story.baby.pk}


def girl(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    values = {"name": "", "name_not_known": True, "role": "child", "sex": "F", "about_age": 5}
    return {
        "person_id": people.add_person(story.family, **values, birth_to_be_asked_by=cast.dora, by=cast.sue, at=NOW).pk
    }


def not_expected(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    births.end_pregnancy(story.family, story.baby, ended_on=NOW.date(), by=cast.sue, at=NOW)
    return expected(story, cast)


def goes_on(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    births.take_back_end(story.family, story.baby, by=cast.mary, at=NOW)


def uncle(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"person_id": story.uncle.pk}


def young_parent(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    born = (NOW - timedelta(days=16 * 366)).date()
    details = {"name": "Lou Ash", "role": FamilyRole.PARENT, "born": born, "sex": "M"}
    return {"person_id": people.add_person(story.family, **details, by=cast.sue, at=NOW).pk}


def nearly_grown(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    """Mia is 17 and three quarters, when it is asked what becomes of the work at 18."""
    with acting(cast.sue):
        change(story.mia, born=(NOW - timedelta(days=6_480)).date())
    return {}


def uncle_left(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    households.leave(
        story.family, story.uncle, left_on=(NOW - timedelta(days=5)).date(), because="To Leeds.", by=cast.sue, at=NOW
    )
    return uncle(story, cast)


def found_person(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"found_id": story.kay.pk}


def module(key: str, *, child: bool = False, completed: bool = False, apart: bool = False) -> Rows:
    """A module of the programme; `completed`, or kept apart from a second programme (`apart`: None is no second)."""

    def rows(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
        place = story.programme, modules.module_named(key), story.mia if child else None
        if completed:
            version = modules.record_for(*place).version
            writing.complete(*place, version=version, by=cast.sue, at=NOW)
        return {"programme_id": story.programme.pk, "module": key}

    return rows


def second_programme(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    programmes.open_programme(
        story.family, parents=[story.uncle], apart_because="They are separated.", by=cast.sue, at=NOW
    )
    return {"module": "m4"}


def kept_apart(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    second_programme(story, cast)
    place = story.programme, modules.module_named("m4"), story.mia
    writing.keep_apart(*place, because="She asked.", version=modules.record_for(*place).version, by=cast.sue, at=NOW)
    return {"module": "m4"}


def submitted(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    row = assessments.submit(story.programme, occasion="step_down", by=cast.sue, at=NOW)
    return {"programme_assessment_id": row.pk}


def new_referral(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"family_id": story.oak.pk, "referral_id": story.new_referral.pk}


def decided_referral(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return new_referral(story, cast)


def ended_assessment(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    facts.end_assessment(
        story.assessment, ended_on=NOW.date(), outcome="NFA", factors=["1A"], version=story.assessment.version,
        by=cast.sue, at=NOW,
    )  # fmt: skip


def not_put_through(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    calls.put_through(story.new_call, because="Nobody answered.", by=cast.cora, at=NOW)
    return new_call(story, cast)


def caller_noted(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    not_put_through(story, cast)
    said, seen = {"name": "A neighbour", "address": "", "number": ""}, fingerprint_of_caller(story.new_call)
    calls.note_caller(story.new_call, **said, fingerprint=seen, by=cast.cora, at=NOW)
    return new_call(story, cast)


def died(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    deaths.record_death(story.family, story.uncle, died=(NOW - timedelta(days=2)).date(), by=cast.sue, at=NOW)
    return uncle(story, cast)


def decided(story: SimpleNamespace, cast: SimpleNamespace) -> dict[str, str]:
    part = story.new_referral.involvements.get()
    return {f"outcome-{part.pk}": "NFA", f"because-{part.pk}": "Nothing came of it."}


def undecided(story: SimpleNamespace, cast: SimpleNamespace) -> dict[str, str]:
    return {name: "" for name in decided(story, cast) if name.startswith("outcome")}


def task_withdrawn(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    delegation.withdraw(story.task, because="Done by now.", by=cast.dora, at=NOW)


def away(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    """Dora, whose task is withdrawn."""
    task_withdrawn(story, cast)
    days = {"from_date": NOW.date(), "until_date": (NOW + timedelta(days=9)).date()}
    absences.add(cast.dora, cover=cast.cora, **days, by=cast.dora, at=NOW)
    return left_summary(story, cast)


def restricted(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    restrictions.restrict(
        story.family, because="A parent works here.", readers=[cast.sue, cast.dora, cast.rick], by=cast.mary, at=NOW
    )


def granted(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    days = {"from_date": NOW.date(), "until_date": (NOW + timedelta(days=9)).date()}
    row = grants.grant(story.family, user=cast.stan, kind="duty", because="This week.", **days, by=cast.mary, at=NOW)
    return {"grant_id": row.pk}


def in_conflict(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    row = conflicts.declare_of(story.family, user=cast.stan, because="He is the uncle.", by=cast.mary, at=NOW)
    return {"conflict_id": row.pk}


def in_emergency(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    row = emergencies.open_record(
        None, because=IN_DANGER, typed=story.family.reference, hours=4, declared=True, by=cast.stan, at=NOW
    )
    return {"emergency_id": row.pk}


def safety_draft(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    row = safety.save(story.family, written=[NewText("who", "Gran and Bea.")], version=0, by=cast.sue, at=NOW)
    return {"safety_plan_id": row.pk}


def rated(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    summaries.write(story.next_summary, written=OUTCOME, rag="amber", rationale="Safer.", by=cast.sue, at=NOW)


def finalised(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    rated(story, cast)
    story.next_summary.refresh_from_db()
    summaries.finalise(story.next_summary, by=cast.sue, at=NOW)


def left_summary(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"summary_id": story.next_episode.summaries.get(worker=cast.dora).pk}


def asked_transfer(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    row = transfers.ask(
        story.family, to_team=cast.south, reason="They move.", plan="Visit.", summary="A month's work.",
        no_joint_visit_because="Not yet.", by=cast.mary, at=NOW,
    )  # fmt: skip
    return {"transfer_id": row.pk}


def new_call(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"call_id": story.new_call.pk}


def left_note(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    said = {"name": "Tom Rowan", "text": "His gran rang.", "took_place_at": NOW}
    return {"left_note_id": left_notes.record(cast.north, **said, by=cast.sue, at=NOW).pk}


def mention(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    with acting(cast.mary), transaction.atomic():
        row = Mention.objects.create(family=story.family, person=story.mia, call=story.new_call, found_at=NOW)
    return {"mention_id": row.pk}


def of_another_team(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    yew = add_family(name="Yew", team=cast.south, by=cast.sid, at=NOW)
    return {"found_id": add_child(yew, cast.sid, name="Yasmin Yew", born=date(2014, 5, 5)).pk}


def asked_for_mia(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    yew = add_family(name="Yew", team=cast.south, by=cast.sid, at=NOW)
    [row] = asking.ask(yew, story.mia, because="She is there.", by=cast.sid, at=NOW)
    return {"ask_id": row.pk}


def asked_by_ash(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    yasmin = of_another_team(story, cast)["found_id"]
    [row] = asking.ask(story.family, Person.objects.get(pk=yasmin), because="She is here.", by=cast.mary, at=NOW)
    return {"ask_id": row.pk}


def answered_meanwhile(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    row = story.family.bring_in_asks.get(answer="")
    asking.answer(row, answer="no", because="She lives here.", by=cast.sid, at=NOW)


def oak(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"family_id": story.oak.pk, "referral_id": story.new_referral.pk}


def birch(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"family_id": story.birch.pk}


def in_care(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    day = (NOW - timedelta(days=4)).date()
    rows = facts.begin_legal(story.family, [story.ben], kind="care", status="C2", from_date=day, by=cast.sue, at=NOW)
    return {"legal_id": rows[0].pk}


def without_one(story: SimpleNamespace, cast: SimpleNamespace) -> dict[str, str]:
    return {next(iter(without_reasons(story, cast))): ""}


def absence_of_sue(story: SimpleNamespace, cast: SimpleNamespace) -> dict[str, Any]:
    return {"cover": cast.cora.pk, "from_date": day(60), "until_date": day(62), "because": "Leave"}


def need_of_kim(story: SimpleNamespace, cast: SimpleNamespace) -> dict[str, str]:
    asked = {"no_checks_because": "Tomorrow.", "protection_status": "None."}
    return {f"need-{story.kim.pk}": "N1", **asked}


def part_of_rick(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"allocation_id": story.family.allocation_set.get(worker=cast.rick).pk}


def ended_ahead(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    """The part of Rick, who has an end in a fortnight."""
    part = story.family.allocation_set.get(worker=cast.rick)
    with acting(cast.mary):
        change(part, until_date=(NOW + timedelta(days=14)).date(), ended_because="LEFTRL")
    return {"allocation_id": part.pk}


def goes_on_meanwhile(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    allocations.take_back_end(story.family.allocation_set.get(worker=cast.rick), by=cast.mary, at=NOW)


def child_ben(story: SimpleNamespace, cast: SimpleNamespace) -> Row:
    return {"child_id": story.ben.pk}


def without_reasons(story: SimpleNamespace, cast: SimpleNamespace) -> dict[str, str]:
    return {f"without-{each.pk}": "Nothing new." for each in story.next_episode.summaries.wholes()}


EXTRA = {"extra_text": "Under no heading."}
UNCLE_JO = {"with_whom": "Uncle Jo", "how_often": "Sundays"}
MS_HALL = {"name": "Ms Hall", "organisation": "Hill School", "telephone": "01632 960300"}
SAMPLES: dict[str, Sample] = {
    "answer-add": Sample("sue", {"kind": "addition", "text": "The school rang."}),
    "answer-copies": Sample("mary", {"leaves": "no"}),
    "answer-hold-back": Sample("sue", lambda s, c: {"user": c.rick.pk}, rows=disputed),
    "copy-give": Sample("sue", {"recipient": "other", "named": "Gran", "given_on": day(0)}),
    "copy-got-back": Sample("sue"),
    "answer-settle": Sample("mary", {"outcome": "not_corrected"}, rows=disputed),
    "absence-add": Sample("sue", absence_of_sue),
    "action-add": Sample("sue", {"what": "Ring the school."}),
    "action-hand-over": Sample("sue"),
    "action-in-error": Sample("sue"),
    "action-progress": Sample("sue"),
    "action-report": Sample("sue"),
    "allocate": Sample("mary", blank_rows("actions") | {"reason": "For the move."}),
    "allocation-end": Sample("mary", rows=part_of_rick),
    "allocation-end-take-back": Sample("mary", rows=ended_ahead, refused=None, meanwhile=goes_on_meanwhile),
    "assessment-add": Sample("sue", {"safety_plan": "Gran keeps her."}),
    "assessment-approve": Sample("mary", {"childs_views": "I like it.", "carers_views": "We agree."}, ended_assessment),
    "assessment-complete": Sample("mary", {"read_on": TODAY, "outcome": "Step down."}, submitted),
    "assessment-end": Sample("sue", other={"outcome": "EH"}, words={"outcome": "NFA", "factors": "1A"}),
    "assessment-put-right": Sample("sue"),
    "assessment-return": Sample("mary", rows=submitted),
    "assessment-submit": Sample("sue"),
    "assessment-take-back": Sample("sue", rows=submitted),
    "assessment-views": Sample("sue", {"childs_views": "I like it here."}),
    "assessment-withdraw": Sample("sue"),
    "birth-add": Sample(
        "sue", lambda s, c: {"mother": s.ann.pk, "children-0-name": "Bea Ash", "children-0-sex": "F"}
    ),
    "bring-in-answer": Sample("mary", {"answer": "yes"}, asked_for_mia),
    "bring-in-take-back": Sample("mary", rows=asked_by_ash, refused=None, meanwhile=answered_meanwhile),
    "bring-in-ask": Sample("mary", rows=of_another_team),
    "call-add": Sample("cora", {"concern": "Alone at night."}),
    "call-caller": Sample("cora", {"name": "A neighbour"}, not_put_through, refused={"name": "x" * 121}),
    "call-outcome": Sample("mary", {"outcome": "INFO", "because": "We know it."}, new_call),
    "call-pass-on": Sample("cora", {"told_to": "Mary Moss"}, caller_noted),
    "call-put-right": Sample("cora", rows=new_call),
    "call-put-through": Sample("cora", {"to": "Mary Moss"}, new_call, refused={"to": ""}),
    "case-summary-complete": Sample("sue", rows=open_case_summary),
    "case-summary-write": Sample("sue", refused=EXTRA),
    "child-not-seen": Sample("sue", rows=harm),
    "closure-agree": Sample("mary", rows=asked_closing),
    "closure-ask": Sample("sue", rows=written_closing),
    "closure-drop": Sample("sue"),
    "closure-reopen": Sample("mary", rows=agreed_closing),
    "closure-letters": Sample("sue", {"letters-0-name": "Gran", "letters-0-address": "Known to us."}),
    "closure-send-back": Sample("mary", rows=asked_closing),
    "closure-write": Sample("sue", refused=EXTRA),
    "conference-add": Sample("sue", {"planned_for": day(9)}),
    "conference-held": Sample("sue"),
    "conference-not-held": Sample("sue"),
    "conference-put-right": Sample("sue", refused={"led_by": "x" * 121}),
    "conference-withdraw": Sample("sue"),
    "conflict-add": Sample("cora"),
    "conflict-end": Sample("mary", rows=in_conflict),
    "conflict-of-colleague": Sample("mary", lambda s, c: {"user": c.stan.pk}),
    "contact-add": Sample("sue", {"remark": "After five."}),
    "contact-change": Sample("sue", {"remark": "After five."}),
    "contact-protect": Sample("sue"),
    "contact-take-over": Sample(
        "mary", lambda s, c: {"readers": c.rick.pk}, lost_contact, other=lambda s, c: {"readers": c.cora.pk}
    ),
    "contact-unprotect": Sample("sue"),
    "early-help-decided": Sample("mary", rows=early_help),
    "ecomap-tie-add": Sample("sue", {"about": "They talk daily."}),
    "ecomap-tie-change": Sample("sue", {"about": "They talk daily."}),
    "ecomap-tie-end": Sample("sue", {"because": "She moved."}),
    "emergency-from-call": Sample("cora", {"because": IN_DANGER, "declared": "on"}),
    "emergency-open": Sample("stan", {"because": IN_DANGER, "typed": "F99999", "declared": "on"}),
    "emergency-protected": Sample("cora", {"because": IN_DANGER, "declared": "on"}),
    "emergency-review": Sample("mary", {"judgement": "needed", "detail": "She was there."}, in_emergency),
    "episode-close": Sample("sue", without_reasons, refused=without_one),
    "episode-reopen": Sample("sue", rows=closed_episode),
    "family-add": Sample("mary", {"name": "Rowan"}),
    "family-join-confirm": Sample("mary", rows=lambda s, c: {"other_id": s.birch.pk}),
    "family-join-undo": Sample("mary", rows=joined),
    "genogram-note": Sample("sue", refused=EXTRA),
    "family-time": Sample("sue", other={"not_allowed": "Sweets."}),
    "family-time-add": Sample("sue", UNCLE_JO, other={"not_allowed": "Sweets."}),
    "harm-alleged": Sample("sue"),
    "grant-add": Sample(
        "mary", lambda s, c: {"user": c.stan.pk, "kind": "duty", "child": "", "until_date": day(9)},
        refused={"until_date": day(-1)},
    ),
    "grant-end": Sample("mary", rows=granted),
    "held-back-add": Sample(
        "sue",
        lambda s, c: {"words": "Ann left the home with the children.", "protection": s.contact.protection_id},
        refused={"words": "She left."},
    ),
    "household-move": Sample("sue", lambda s, c: {"people": s.uncle.pk, "because": "To Leeds."}),
    "involvement-withdraw": Sample("mary", rows=untouched),
    "key-contact": Sample("sue", other={"name": "Ms New Hall"}),
    "key-contact-add": Sample("sue", other={"name": "Ms New Hall"}, words=MS_HALL),
    "lead-change": Sample("mary", other={"from_date": "2026-11-10"}),
    "lead-support": Sample(
        "mary", lambda s, c: {"overseer": c.dev.pk}, refused=lambda s, c: {"overseer": c.sue.pk},
        other=lambda s, c: {"overseer": c.cora.pk},
    ),
    "legal-add": Sample("sue", rows=child_ben),
    "legal-end": Sample("sue", {"outcome_code": "ISSUE"}),
    "legal-put-right": Sample("sue"),
    "legal-reunification": Sample("sue", {"reunification": "True"}, in_care, other={"reunification": "False"}),
    "legal-withdraw": Sample("sue"),
    "left-note-add": Sample("sue", {"name": "Tom Rowan"}),
    "left-note-add-to": Sample("sue", rows=left_note),
    "left-note-file": Sample("mary", {"because": "A call was taken."}, left_note, refused={"because": ""}),
    "left-note-withdraw": Sample("sue", rows=left_note),
    "link-add": Sample("sue", lambda s, c: {"other": s.birch.reference}),
    "link-end": Sample("sue"),
    "mention-settle": Sample("sue", {"outcome": "not_ours"}, mention),
    "module-complete": Sample("sue", rows=module("m1")),
    "module-complete/child": Sample("sue", rows=module("m4", child=True)),
    "module-draw": Sample("sue", rows=module("m1")),
    "module-draw/child": Sample("sue", rows=module("m4", child=True)),
    "module-keep-apart": Sample("sue", rows=second_programme),
    "module-remove-drawn": Sample("sue"),
    "module-share": Sample("sue", rows=kept_apart),
    "module-take-up": Sample("sue", rows=module("m1", completed=True)),
    "module-take-up/child": Sample("sue", rows=module("m4", child=True, completed=True)),
    "module-write": Sample("sue", rows=module("m1"), refused=EXTRA),
    "module-write/child": Sample("sue", rows=module("m4", child=True), refused=EXTRA),
    "note-correct": Sample("sue", {"took_place_at": moment(-18)}, rows=visited),
    "note-did-not": Sample("sue"),
    "note-not-significant": Sample("sue", rows=visited),
    "note-plan": Sample("sue", refused={"planned_for": ""}, words={"planned_for": moment(3), "purpose": "See Ben."}),
    "note-record-kind": Sample("sue", {"text-purpose-0": "To see Ben."}),
    "note-significant": Sample("sue", rows=visited),
    "note-took-place": Sample("sue", {"when": "now"}),
    "note-withdraw": Sample(
        "sue", lambda s, c: {f"action-{s.action.pk}": "goes", "words_stay": "hide"}, rows=visited
    ),
    "note-write-up": Sample("sue", {"text-purpose-0": "To see Ben."}, took_place, refused=EXTRA),
    "person-add": Sample("sue", {"role": "parent", "sex": "F", "name": "Zoe Quint", "known_as": "Zo"}),
    "person-asked": Sample("sue", {"asked_on": TODAY}),
    "person-birth": Sample("sue", {"children-0-name": "Bea Ash", "children-0-sex": "F"}, expected),
    "person-bring-in": Sample(
        "sue", {"role": "other_adult", "from_date": day(-9)}, found_person, refused={"from_date": day(99)}
    ),
    "person-come-back": Sample("sue", {"because": "Back from Leeds."}, uncle_left),
    "person-death": Sample("sue", rows=uncle),
    "person-death-put-right": Sample("sue", {"died": day(-3)}, died, refused={"died": ""}),
    "person-into-workbook": Sample("sue", rows=uncle, refused=None),
    "person-known": Sample("dora", {"born": "2021-03-02"}, girl, refused={"born": day(9)}),
    "person-leave": Sample("sue", rows=uncle),
    "person-name": Sample("sue"),
    "person-name-add": Sample("sue"),
    "person-not-yet-born": Sample("sue", {"expected_on": day(30)}, expected, refused={"expected_on": day(-3)}),
    "person-numbers": Sample(
        "sue", {"nhs_number": "9434765919"}, refused={"nhs_number": "123"}, other={"nhs_number": "9434765870"}
    ),
    "coming-of-age": Sample("sue", rows=nearly_grown),
    "person-own-right": Sample("sue", {"answer": "own_worker"}, young_parent),
    "person-pregnancy-ended": Sample("sue", {"remark": "She wants to be left alone."}, expected),
    "person-pregnancy-goes-on": Sample("sue", rows=not_expected, meanwhile=goes_on),
    "person-put-right": Sample("sue", {"known_as": "Mimi"}),
    "person-role-change": Sample(
        "sue", {"role": "other_adult", "from_date": day(-1)}, uncle, refused={"from_date": day(9)}
    ),
    "person-role-correct": Sample("sue", {"role": "other_adult"}, uncle),
    "person-same": Sample("sue"),
    "plan-add": Sample("sue", rows=child_ben),
    "plan-approve": Sample("mary", {"childs_views": "I like it.", "carers_views": "We agree."}),
    "plan-category": Sample("sue", {"latest_category": "PHY"}),
    "plan-end": Sample("sue"),
    "plan-put-right": Sample("sue"),
    "plan-views": Sample("sue", {"childs_views": "I like it here."}),
    "plan-withdraw": Sample("sue"),
    "planner-add": Sample("sue", blank_rows("actions"), refused={"actions-0-owner": ""}),
    "planner-agree": Sample("sue", lambda s, c: blank_rows("actions") | visit_row(c)),
    "planner-change": Sample("sue"),
    "programme-end": Sample("mary"),
    "programme-children": Sample("sue", lambda s, c: {"children": s.mia.pk}),
    "programme-open": Sample(
        "sue", lambda s, c: {"parents": s.uncle.pk, "children": s.mia.pk, "apart_because": "They are separated."}
    ),
    "programme-parents": Sample("sue"),
    "protection-ask": Sample("rick", {"because": "I visit tomorrow."}),
    "protection-end": Sample("sue", refused=None),
    "protection-more": Sample("sue", other=lambda s, c: {"people": s.ann.pk}),
    "protection-settle": Sample("mary", refused=None),
    "referral-add": Sample("mary", need_of_kim, birch),
    "referral-check": Sample("sue"),
    "referral-decide": Sample("mary", decided, new_referral, refused=undecided),
    "relationship-add": Sample("mary", lambda s, c: {"person": s.uncle.pk, "kind": "grandparent", "others": s.mia.pk}),
    "relationship-end": Sample("mary", {"how": "ended", "ended_on": TODAY, "because": "They parted."}),
    "restrict": Sample("mary"),
    "restriction-lift": Sample("mary", rows=restricted),
    "restriction-reader-add": Sample("mary", rows=restricted),
    "safety-plan-ask": Sample("sue", {"safe_at_home": "yes"}, other={"not_for_others": "His brother."}),
    "safety-plan-make-current": Sample("sue", rows=safety_draft),
    "safety-plan-write": Sample("sue", refused=EXTRA),
    "sharing-record": Sample(
        "sue", lambda s, c: {"parent": s.uncle.pk, "choice": "does_not", "with_whom": s.ann.pk, "because": "Asked."}
    ),
    "significant-change-add": Sample("sue"),
    "summary-delegate": Sample("sue", {"due_at": moment(9)}, task_withdrawn),
    "summary-finalise": Sample("sue", rows=rated),
    "summary-hand-over": Sample("sue", rows=away),
    "summary-leave": Sample("sue", rows=away),
    "summary-withdraw": Sample("sue", rows=finalised),
    "summary-write": Sample("sue", refused=EXTRA),
    "supervision-action-drop": Sample("mary", rows=held),
    "supervision-actions": Sample("mary", blank_rows("actions"), held, refused={"actions-0-owner": ""}),
    "supervision-logistics": Sample("bob", {"place": "Room 9"}, closed_episode, refused={"place": "x" * 121}),
    "supervision-move": Sample("bob", {"planned_for": moment(20)}, rows=lambda s, c: {"episode_id": s.next_episode.pk}),
    "supervision-hold": Sample("mary", {"held_at": moment(0)}, closed_episode, refused={"held_at": moment(2)}),
    "supervision-not-held": Sample("mary", rows=held),
    "supervision-record": Sample("mary", {"rationale": "Safer."}, closed_episode),
    "supervision-sign-off": Sample("mary", {"decision": "continue"}, ready),
    "task-withdraw": Sample("dora"),
    "transfer-accept": Sample("sid", rows=asked_transfer, other=lambda s, c: {"lead": c.stan.memberships.get().pk}),
    "transfer-ask": Sample("mary", {"no_joint_visit_because": "Not yet."}),
    "transfer-decline": Sample("sid", rows=asked_transfer),
    "transfer-take-back": Sample("mary", rows=asked_transfer),
    "unallocated-because": Sample("mary", rows=oak),
    "responsibility": Sample("sue", other={"remark": "Seen on paper."}),
    "responsibility-add": Sample(
        "sue",
        {"authority": "Northshire", "ground": "care"},
        refused={"authority": "", "ground": "care"},
        other={"remark": "By the family court."},
    ),
    "responsibility-end": Sample("sue"),
    "risk-date": Sample("sue", {"day": day(9)}, other={"note": "In Leeds."}),
    "risk-date-add": Sample("sue", {"day": day(9)}, other={"note": "In Leeds."}),
    "risk-date-call-off": Sample("sue"),
    "safe-contact": Sample("sue", other={"code_word": "Primrose"}),
    "safe-contact-add": Sample("sue", {"when": "Mornings"}, other={"code_word": "Primrose"}),
    "warning-add": Sample("sue", {"review_on": day(60)}),
    "warning-end": Sample("sue"),
    "warning-review": Sample("sue", {"review_on": day(60)}),
    "workbook-close": Sample("mary", {"no_final_because": "They moved."}),
    "workbook-decide": Sample("mary", {"decision": "not_open", "override_because": "They refuse."}, oak),
    "workbook-index-child": Sample("mary", lambda s, c: {"index_child": s.mia.pk}),
    "workbook-vulnerability": Sample("mary", rows=oak),
}  # fmt: skip
