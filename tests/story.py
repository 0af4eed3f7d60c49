"""The Ash family's month told to its end: for tests of what reads the whole record.

Sue visits and marks what she found as significant, Dora telephones, Rick records on the wrong family; all finalise,
Sue closes the episode, Bob moves the meeting, Mary holds it and signs off, and the next month has begun.
"""

from contextlib import contextmanager
from datetime import timedelta

import time_machine

from casework import practice
from casework.absences import services as absences
from casework.actions import services as actions
from casework.answers import services as answers
from casework.calls import services as calls
from casework.case_summaries import services as case_summaries
from casework.closures import services as closures
from casework.copies import services as copies
from casework.documents import services
from casework.ecomap import services as ecomap
from casework.frozen.models import Frozen
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.people import services as people
from casework.people.contact_details import services as contacts
from casework.people.family_time import services as family_time
from casework.people.key_contacts import services as key_contacts
from casework.people.responsibility import services as responsibility
from casework.people.safe_contacts import services as safe_contacts
from casework.plans import services as facts
from casework.protections import services as protections
from casework.restrictions import services as restrictions
from casework.risk_dates import services as risk_dates
from casework.safety_plans import services as safety
from casework.transfers import services as transfers
from casework.users import services as users
from casework.warnings import services as cautions
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.recording import services as recording
from supervision.packs.models import Pack
from tests import supervising
from tests.factories import NOW
from workbook.notes import services as notes
from workbook.planners import services as planners
from workbook.programmes.assessments import services as assessments
from workbook.programmes.drawing import services as programmes_services
from workbook.programmes.modules import queries as modules
from workbook.programmes.modules import services as programmes
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation

OUTCOME = [NewText("outcome", "Ann left the home with the children."), NewText("analysis", "The risk is lower.")]
THOUGHT = [NewText("hypotheses", "Ann feels safer."), NewText("impact", "The work reaches the children.")]


def days_ago(number):
    return NOW - timedelta(days=number)


@contextmanager
def on(day):
    """The clock stands at that moment, for those services that read it."""
    with time_machine.travel(day, tick=False):
        yield day


def tell(month, cast, place="9 Hidden Row"):
    """Adds to `month` all that happened, each by its own name; `place` is where Mia lives."""
    _call(month, cast)
    _visit(month, cast)
    _others(month, cast)
    _summaries(month, cast)
    _close(month, cast)
    _meet(month, cast)
    _next(month, cast)
    with on(days_ago(3)):
        _known(month, cast, place)
    _closing(month, cast)
    _facts(month, cast)
    _changes(month, cast)
    _modules(month, cast)
    _planner(month, cast)
    _assessed(month, cast)
    month.frozen = Frozen.objects.get(subject_id=month.supervision.pk, kind="supervision")
    return month


def _call(month, cast):
    with on(days_ago(19)) as at:
        said = {"child_name": "Mia Ash", "child_address": "1 Elm Road", "concern": "Shouting at night."}
        month.safety_call = calls.take(cast.north, **said, by=cast.cora, at=at)
        calls.put_through(month.safety_call, to="Mary Moss", by=cast.cora, at=at)
        calls.decide(
            month.safety_call, outcome="INFO", because="We work with the family already.", family=month.family,
            by=cast.mary, at=at,
        )  # fmt: skip


def _visit(month, cast):
    with on(days_ago(18)) as at:
        month.visit = casenotes.plan(
            month.family, kind="home_visit", planned_for=days_ago(17), purpose="See Mia alone", by=cast.sue, at=at
        )
    with on(days_ago(17)) as at:
        seen = [(month.mia, True, True, True), (month.ben, True, False, False)]
        notes.took_place(month.visit, took_place_at=at, seen=seen, by=cast.sue, at=at)
        written = [
            NewText("purpose", "To see both children."),
            NewText("voice", "Mia said she sleeps now.", (month.mia.pk,)),
        ]
        casenotes.write(month.visit, written=written, by=cast.sue, at=at)
        casenotes.complete(month.visit, by=cast.sue, at=at)
        casenotes.mark_significant(
            month.visit, headline="Ann and the children moved out", why="The first time.", by=cast.sue, at=at
        )
        month.answer = answers.record(month.visit, kind="addition", text="The bedroom was warm.", by=cast.sue, at=at)
        month.action = actions.agree(
            month.family, what="Register with the new school", due_on=NOW.date(), owner_person=month.ann,
            note=month.visit, by=cast.sue, agreed_on=at.date(),
        )  # fmt: skip


def _others(month, cast):
    with on(days_ago(16)) as at:
        month.call = notes.record(
            month.family, kind="telephone_call", took_place_at=at, written=[NewText("detail", "Ann called.")],
            by=cast.dora, at=at,
        )  # fmt: skip
    with on(days_ago(15)) as at:
        month.wrong = notes.record(
            month.family, kind="email", took_place_at=at, written=[NewText("detail", "About another family.")],
            by=cast.rick, at=at,
        )  # fmt: skip
        casenotes.mark_significant(month.wrong, headline="Of another family", why="?", by=cast.rick, at=at)
        casenotes.withdraw(month.wrong, because="Recorded on the wrong family.", by=cast.rick, at=at)
    with on(days_ago(14)) as at:
        month.case_summary = case_summaries.begin(month.family, month.mia, by=cast.sue, at=at)
        sections = practice.current().case_summary_sections
        written = [NewText(section.key, f"{section.heading}: of Mia.") for section in sections]
        case_summaries.write(month.case_summary, written=written, by=cast.sue, at=at)
        case_summaries.complete(month.case_summary, headings=sections, by=cast.sue, at=at)


def _summaries(month, cast):
    month.summary = month.episode.summaries.get(worker=cast.sue)
    with on(days_ago(9)) as at:
        summaries.write(month.summary, written=OUTCOME, rag="amber", rationale="Early days.", by=cast.sue, at=at)
    for worker in (cast.sue, cast.dora, cast.rick):
        summary = month.episode.summaries.get(worker=worker)
        with on(days_ago(8)) as at:
            summaries.write(summary, written=OUTCOME, rag="red", rationale="Not safe yet.", by=worker, at=at)
            summaries.finalise(summary, by=worker, at=at, strategy_discussion="today")


def _close(month, cast):
    with on(days_ago(6)) as at:
        month.supervision = episode_closures.close_for_supervision(month.episode, by=cast.sue, at=at)
        arrangements.move(month.episode, planned_for=days_ago(2), because="The room is free.", by=cast.bob, at=at)
        robot = users.robot("packs")
        services.claim_next(Pack, by=robot, at=at)
        month.pack = month.supervision.packs.first()
        services.finish_making(
            month.pack, content=b"%PDF-1.7 made for a test", text="", pages=1, name="Pack.pdf", as_at=at, by=robot,
            at=at,
        )  # fmt: skip


def _meet(month, cast):
    with on(days_ago(2)) as at:
        came = {cast.sue: "present", cast.dora: "present", cast.rick: "apologies"}
        arrangements.note_logistics(
            month.supervision,
            place="Room 2",
            others_present="",
            came=came,
            because={cast.rick: "In court."},
            by=cast.bob,
            at=at,
        )
        supervising.record(
            month.supervision, held_at=at, written=THOUGHT, overall_rag="amber", rationale="Safer, but new.",
            dissent="Rick would say Red.", relationships_checked=True, by=cast.mary, at=at,
        )  # fmt: skip
        month.agreed = recording.agree_action(
            month.supervision, what="Parenting group", due_on=(NOW + timedelta(days=20)).date(), owner_agency="School",
            by=cast.mary, at=at,
        )  # fmt: skip
    with on(days_ago(1)) as at:
        supervising.sign_off(
            month.supervision, decision="continue", decision_because="", next_planned_for=NOW + timedelta(days=28),
            left_out={month.ben.pk: "It was about Mia alone."}, sections=practice.current().supervision_sections,
            by=cast.mary, at=at,
        )  # fmt: skip


def _next(month, cast):
    month.next_episode = month.workbook.episodes.get(number=2)
    month.next_summary = month.next_episode.summaries.get(worker=cast.sue)
    with on(NOW) as at:
        month.task = delegation.delegate(
            month.next_episode.summaries.get(worker=cast.dora), cast.rick, what_is_needed="What Ann says of drink.",
            due_at=NOW + timedelta(days=20), by=cast.dora, at=at,
        )  # fmt: skip
        month.planned = casenotes.plan(
            month.family, kind="home_visit", planned_for=NOW + timedelta(days=1), by=cast.sue, at=at
        )


def _known(month, cast, place):
    """What is known of Mia, and how to reach her: protected, for Sue and Dora."""
    month.key_contact = key_contacts.add_key_contact(
        month.family, profession="school", organisation="Hill School", telephone="01632 960200", about=[month.mia],
        from_date=NOW.date(), by=cast.sue,
    )  # fmt: skip
    _around(month, cast)
    month.contact = contacts.add_protected_contact(
        month.family, month.mia, kind="address", value=place, from_date=NOW.date(), readers=[cast.dora],
        because="Her father looks for her.", by=cast.sue, at=NOW,
    )  # fmt: skip
    protections.ask_to_read(month.contact.protection, month.family, because="I visit tomorrow.", by=cast.rick, at=NOW)
    month.other_name = people.add_name(month.family, month.mia, name="Mia Oak", kind="former", by=cast.sue)
    month.tie = ecomap.add(
        month.family, person=None, with_whom="Gran", kind="relatives", strength="strong", flow="to", about="",
        from_date=NOW.date(), by=cast.sue, at=NOW,
    )  # fmt: skip


def _around(month, cast):
    """Who holds parental responsibility for Mia, her time with Gran, how Ann is reached safely, and a hearing ahead."""
    month.responsibility = responsibility.record(
        month.family, month.mia, ground="birth_mother", holder=month.ann, by=cast.sue, at=NOW
    )
    month.family_time = family_time.add(
        month.family, month.mia, supervision="none", decided_by="Ann", from_date=NOW.date(), with_whom="Gran",
        how_often="Sundays", by=cast.sue,
    )  # fmt: skip
    month.safe_contact = safe_contacts.add(
        month.family, month.ann, from_date=NOW.date(), voicemail="no", when="Weekdays", post_read_by="his mother",
        code_word="Bluebell", by=cast.sue,
    )  # fmt: skip
    month.risk_date = risk_dates.add(
        month.family, kind="hearing", day=NOW.date() + timedelta(days=20), about=[month.ann], by=cast.sue, at=NOW
    )


def _closing(month, cast):
    """Sue has begun to write that Ben's case closes."""
    with on(days_ago(3)) as at:
        month.closure = closures.save(
            month.family, month.ben, written=[NewText("work", "Ben's speech has come.")], version=0, reason="RC7",
            closing_on=None, last_seen_on=None, to_authority="", confirmed_by="", confirmed_in_writing_on=None,
            by=cast.sue, at=at,
        )  # fmt: skip


def _facts(month, cast):
    """Of Mia, whose plan protects her; what whoever visits must know; and the family's safety plan with a holder."""
    day = (NOW - timedelta(days=5)).date()
    with on(days_ago(5)) as at:
        of_mia = {"by": cast.sue, "at": at}
        month.assessment = facts.begin_assessments(
            month.family, [month.mia], kind="single", started_on=day, **of_mia
        )[0]  # fmt: skip
        month.plan = facts.begin_plans(
            month.family, [month.mia], kind="cp", category="NEG", from_date=day, led_by="Sue Sands", **of_mia
        )[0]  # fmt: skip
        month.conference = facts.add_conferences(
            month.family, [month.mia], kind="core_group", planned_for=(NOW + timedelta(days=9)).date(), **of_mia
        )[0]  # fmt: skip
        month.legal = facts.begin_legal(month.family, [month.mia], kind="pre_proceedings", from_date=day, **of_mia)[0]
        month.caution = cautions.add(
            month.family, kind="dog", detail="It bites strangers.", source="Seen on a visit", from_date=day,
            review_on=(NOW + timedelta(days=60)).date(), by=cast.sue, at=at,
        )  # fmt: skip
        month.safety_plan = safety.save(
            month.family, written=[NewText("who", "Gran fetches the children.")], version=0, by=cast.sue, at=at
        )
        month.safety_plan = safety.make_current(
            month.safety_plan, agreed_with="Ann", version=month.safety_plan.version, by=cast.sue, at=at
        )
        month.copy = copies.give(
            month.safety_plan, recipient="other", named="Gran", given_on=day, how="by hand", by=cast.sue, at=at
        )


def _changes(month, cast):
    """Cora covers for Sue in a fortnight; a transfer was asked for and taken back, a restriction made and lifted."""
    month.allocation = month.family.allocation_set.get(worker=cast.sue)
    month.absence = absences.add(
        cast.sue, cover=cast.cora, from_date=(NOW + timedelta(days=14)).date(),
        until_date=(NOW + timedelta(days=20)).date(), by=cast.sue, at=NOW,
    )  # fmt: skip
    workers = [cast.sue, cast.dora, cast.rick]
    with on(days_ago(4)) as at:
        restrictions.restrict(month.family, because="The father works here.", readers=workers, by=cast.mary, at=at)
        month.reader = month.family.restrictionreader_set.get(user=cast.sue)
    with on(days_ago(3)) as at:
        restrictions.lift(month.family, because="He left.", by=cast.mary, at=at)
        month.transfer = transfers.ask(
            month.family, to_team=cast.south, reason="They may move.", plan="Visit.", summary="A month's work.",
            no_joint_visit_because="Not yet.", by=cast.mary, at=at,
        )  # fmt: skip
        transfers.take_back(month.transfer, because="They stay.", by=cast.mary, at=at)


def _planner(month, cast):
    """Of the Family Programme that opened with the Workbook: Sue agreed with Ann when she comes next."""
    month.programme = month.family.familyprogramme_set.get()
    visit = {"planned_for": NOW + timedelta(days=3), "kind": "home_visit", "worker": cast.sue, "purpose": "Module 1"}
    month.planner = planners.agree(
        month.programme, agreed_on=NOW.date(), agreed_with=[month.ann.pk], why_involved="The police came twice.",
        visits={0: {**visit, "where": "", "module": "m1"}}, agreed={}, version=0, by=cast.sue, at=NOW,
    )  # fmt: skip


def _modules(month, cast):
    """Sue has written of her direct work with Mia, and draws on what Dora's summary says."""
    month.programme = month.family.familyprogramme_set.get()
    of_mia = {"child": month.mia, "by": cast.sue}
    direct_work = modules.module_named("m4")
    with on(days_ago(1)) as at:
        written = [NewText("m4_profile", "Mia draws all day.")]
        programmes.write(month.programme, direct_work, written=written, version=0, at=at, **of_mia)
        passage = month.episode.summaries.get(worker=cast.dora).passages.get(section="analysis")
        record = programmes_services.draw(
            month.programme, direct_work, section="m4_experience", chosen=[passage.pk], at=at, **of_mia
        )
    month.drawn = record.drawn.get()


def _assessed(month, cast):
    """Sue has written the rest, submitted the programme as an assessment, and taken it back to write on."""
    with on(NOW) as at:
        for module in practice.current().modules:
            for child in [month.ben] if module.each_child else [None]:
                written = [NewText(module.sections[0].key, f"Of module {module.number}.")]
                programmes.write(month.programme, module, written=written, version=0, child=child, by=cast.sue, at=at)
        submitted = assessments.submit(month.programme, occasion="step_down", by=cast.sue, at=at)
        month.programme_assessment = assessments.take_back(
            submitted, because="Ann wants to say more.", version=submitted.version, by=cast.sue, at=at
        )
