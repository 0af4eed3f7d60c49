from datetime import timedelta

import pytest

from casework import practice
from casework.actions import services as actions
from casework.duedates.models import DueDate
from casework.frozen.models import Frozen
from casework.notes import services as casenotes
from casework.plans import services as facts
from casework.referrals import services as referrals
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.confirming import confirming
from casework.trail.rows import change
from casework.unsaved import queries
from casework.unsaved import services as unsaved
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.recording import services as recording
from supervision.packs import services as packs
from supervision.workbook_closures import services as workbook_closures
from supervision.workbook_closures.queries import open_in_workbook
from tests import supervising
from tests.at_once import at_once
from tests.cast import OUTCOME
from tests.checklist import all_met
from tests.factories import NOW, SAID
from tests.supervision.conftest import HELD, LATER, THOUGHTS, leave
from tests.told import told
from workbook.allocations import services as allocations
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.summaries import services as summaries
from workbook.summaries.delegation.models import DelegatedTask
from workbook.workbooks import services as workbooks

KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"
pytestmark = pytest.mark.django_db
WORDS = "The worries are managed."
NONE = "The mother did not want to go on."


def close(month, by, **values):
    given = {"reason": "work_completed", "because": WORDS, "no_final_because": NONE} | values
    return workbook_closures.close(month.workbook, **given, by=by, at=NOW)


@pytest.fixture
def assessed(month, cast):
    """The programme's assessment on an occasion, as far as `state`; straight into the table."""

    def assess(state, occasion="closure", number=1, **values):
        with acting(cast.sue):
            return ProgrammeAssessment.objects.create(
                family=month.family, programme=month.workbook.programmes.get(), number=number, occasion=occasion,
                state=state, submitted_by=cast.sue, submitted_at=NOW, **values,
            )  # fmt: skip

    def completed(occasion="closure", number=1):
        note = casenotes.record(
            month.family, kind="management_oversight", written=SAID, took_place_at=NOW, by=cast.mary, at=NOW
        )  # fmt: skip
        oversight = {"read_on": NOW.date(), "outcome": "Agreed.", "oversight": note}
        return assess("completed", occasion, number, **oversight)

    assess.completed = completed
    return assess


@pytest.mark.rule("A2.3", "C12", "C27")
def test_closing_is_at_the_managers_discretion_with_a_reason_and_words(cast, month):
    for somebody in (cast.sue, cast.bob, cast.audrey, cast.sid):
        with pytest.raises(Refusal, match="higher grade"):
            close(month, somebody)
    for wrong, field in (({"reason": "bored"}, "closed_reason"), ({"because": " "}, "decision_because")):
        with pytest.raises(Refusal) as refused:
            close(month, cast.mary, **wrong)
        assert refused.value.field == field
    workbook = close(month, cast.mary)
    assert (workbook.state, workbook.closed_by, workbook.closed_at) == ("closed", cast.mary, NOW)
    assert (workbook.closed_reason, workbook.closed_because) == ("work_completed", WORDS)
    news = told("the Workbook was closed: The work is completed")
    assert {each.family for each in news} == {month.family}
    assert {each.user for each in news} >= {cast.dora, cast.bob}


@pytest.mark.rule("A2.3")
def test_closing_twice_is_refused(cast, month):
    close(month, cast.mary)
    with pytest.raises(Refusal, match="already"):
        close(month, cast.mary)


@pytest.mark.rule("A2.7")
def test_closing_waits_for_a_final_programme_or_says_why_there_is_none(cast, month, assessed):
    for before in (None, "yearly"):
        if before:
            assessed.completed(before)
        with pytest.raises(Refusal, match="has no final assessment") as refused:
            close(month, cast.mary, no_final_because=" ")
        assert refused.value.field == "no_final_because"
    assessed.completed(number=2)
    workbook = close(month, cast.mary, no_final_because="Not needed to be said.")
    assert workbook.no_final_programme_because == ""


@pytest.mark.rule("A2.7")
def test_final_assessment_is_the_last_completed_one(cast, month, assessed):
    assessed.completed()
    assessed.completed("yearly", number=2)
    with pytest.raises(Refusal, match="has no final assessment"):
        close(month, cast.mary, no_final_because="")


@pytest.mark.rule("A2.7")
def test_reason_without_a_final_programme_stays_with_the_workbook(cast, month):
    assert close(month, cast.mary).no_final_programme_because == NONE


@pytest.mark.rule("A2.5")
def test_closing_reason_tells_a_mistaken_workbook_from_completed_work(cast, month):
    """It asks for no final programme, and what was said of one is not kept."""
    workbook = close(month, cast.mary, reason="does_not_meet_criteria")
    assert (workbook.closed_reason, workbook.no_final_programme_because) == ("does_not_meet_criteria", "")


@pytest.mark.rule("A2.2", "C12")
def test_closing_ends_all_that_is_open_in_the_same_transaction(cast, month, assessed):
    part, whole = (month.episode.summaries.get(worker=worker) for worker in (cast.rick, cast.dora))
    with acting(cast.dora):
        task = DelegatedTask.objects.create(
            family=month.family, summary=whole, part=part, what_is_needed="Your sessions.", asked_by=cast.dora,
            asked_at=NOW, due_at=NOW + timedelta(days=4),
        )  # fmt: skip
    assessment = assessed("submitted", "yearly")
    workbook = close(month, cast.mary)
    for row in (task, assessment, part, whole):
        row.refresh_from_db()
    programme = workbook.programmes.get()
    assert {episode.state for episode in workbook.episodes.all()} == {"ended_without_supervision"}
    assert (part.state, whole.state, task.state, assessment.state) == ("ended", "ended", "withdrawn", "returned")
    assert (programme.state, programme.ended_at) == ("ended", NOW)
    assert all(WORDS in said for said in (task.withdrawn_because, assessment.state_because, programme.ended_because))
    month.family.headline.refresh_from_db()
    assert month.family.headline.next_supervision is None
    left = set(DueDate.objects.running().values_list("timescale", flat=True))
    assert not left & {
        "group_supervision", "summary_update", "summary_before_supervision", "delegated_task", "modules_touched",
        "modules_first", "module_children",
    }, left  # fmt: skip


def test_closing_leaves_what_was_finalised(cast, month):
    summary = month.episode.summaries.get(worker=cast.dora)
    summaries.write(summary, written=OUTCOME, rag="red", rationale="Not safe yet.", by=cast.dora, at=NOW)
    summaries.finalise(summary, strategy_discussion="today", by=cast.dora, at=NOW)
    close(month, cast.mary)
    summary.refresh_from_db()
    assert (summary.state, summary.passages.count()) == ("finalised", 2)


def plan(month, by, days):
    at = NOW - timedelta(days=10)
    return casenotes.plan(
        month.family, kind="home_visit", planned_for=NOW + timedelta(days=days), by=by, at=at
    )  # fmt: skip


def act(month, by):
    return actions.agree(
        month.family, what="Go to the GP", due_on=NOW.date() + timedelta(days=3), owner_person=month.ann,
        agreed_on=NOW.date(), by=by,
    )  # fmt: skip


def test_closing_leaves_visits_and_actions_unless_the_manager_ends_them(cast, month):
    ahead, past, action = plan(month, cast.sue, 2), plan(month, cast.sue, -1), act(month, cast.sue)
    close(month, cast.mary)
    for row in (ahead, action):
        row.refresh_from_db()
    assert (ahead.state, action.withdrawn_because, past.state) == ("planned", "", "planned")


def test_closing_calls_off_visits_and_takes_back_actions_where_chosen(cast, month):
    """Of a visit whose day has passed nobody knows yet whether it took place."""
    ahead, past, action = plan(month, cast.sue, 2), plan(month, cast.sue, -1), act(month, cast.sue)
    close(month, cast.mary, call_off=True, withdraw=True)
    for row in (ahead, past, action):
        row.refresh_from_db()
    assert (ahead.state, past.state) == ("did_not_take_place", "planned")
    assert WORDS in ahead.did_not_because
    assert WORDS in action.withdrawn_because


def test_closing_leaves_unsaved_text_to_its_writer(cast, month):
    kept = {"family_id": month.family.pk, "title": "My summary", "url": "/x/", "fields": {"text": "Mine."}, "at": NOW}
    unsaved.keep(cast.sue, form_key=KEY, **kept)
    close(month, cast.mary)
    assert queries.unsaved_text(cast.sue, KEY).fields == {"text": "Mine."}


def test_closing_ends_a_prepared_supervision_and_drops_its_waiting_pack(cast, prepared):
    close(prepared, cast.mary)
    prepared.supervision.refresh_from_db()
    assert prepared.supervision.state == "not_held"
    assert [pack.state for pack in prepared.supervision.packs.all()] == ["dropped"]
    with pytest.raises(Refusal, match="no pack is made"):
        packs.ask_again(prepared.supervision, by=cast.bob, at=NOW)
    attempts = [
        lambda: supervising.record(prepared.supervision, held_at=NOW, written=[], by=cast.mary, at=NOW),
        lambda: arrangements.note_logistics(
            prepared.supervision, place="x", others_present="", came={}, by=cast.bob, at=NOW
        ),
        lambda: recording.agree_action(
            prepared.supervision, what="x", due_on=NOW.date(), owner_agency="School", by=cast.mary, at=NOW
        ),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Conflict, match="not held, because the Workbook closed"):
            attempt()


def test_closing_is_refused_while_a_held_meeting_waits_for_its_sign_off(cast, held):
    with pytest.raises(Refusal, match="is not signed off"):
        close(held, cast.mary)


def test_closing_is_a_conflict_where_something_was_added_since(cast, month):
    fingerprint = open_in_workbook(month.workbook, at=NOW).fingerprint
    plan(month, cast.sue, 2)
    with pytest.raises(Conflict, match="added or finished since"):
        close(month, cast.mary, fingerprint=fingerprint)
    month.workbook.refresh_from_db()
    assert month.workbook.state == "open"
    close(month, cast.mary, fingerprint=open_in_workbook(month.workbook, at=NOW).fingerprint)


@pytest.fixture
def cared_for(month, cast):
    """Ben is in care since twenty days, under a first and then another legal status."""

    def begin(reunification=False, reviewed=True):
        of_ben = {"by": cast.sue, "at": NOW}
        day = NOW.date()
        first = facts.begin_legal(
            month.family, [month.ben], kind="care", status="C1", from_date=day - timedelta(days=20), **of_ben
        )[0]  # fmt: skip
        if reviewed:
            facts.add_conferences(
                month.family, [month.ben], kind="cwcf_review", held_on=day - timedelta(days=8), outcome="He stays.",
                **of_ben,
            )  # fmt: skip
        facts.end_legal(first, until_date=day - timedelta(days=5), outcome="Full order.", version=1, **of_ben)
        return facts.begin_legal(
            month.family, [month.ben], kind="care", status="C2", from_date=day - timedelta(days=5),
            reunification=reunification, **of_ben,
        )[0]  # fmt: skip

    return begin


@pytest.mark.rule("A2.4")
def test_closing_for_care_waits_for_the_first_review(cast, month, cared_for):
    """A review under an earlier legal status of the same time in care counts."""
    cared_for()
    assert close(month, cast.mary, reason="child_in_care").closed_reason == "child_in_care"


@pytest.mark.rule("A2.4")
@pytest.mark.parametrize(
    ("care", "sentence"),
    [
        ({"reunification": True}, "The plan for Ben Ash is to return home, so the Workbook stays open"),
        ({"reunification": None}, "Say in Ben Ash's care episode whether the plan is to return home"),
        ({"reviewed": False}, "no first review is recorded as held. The Workbook stays open until it is"),
        (None, "No child of this Workbook is recorded as in care now"),
    ],
)
def test_closing_for_care_is_refused_before_the_review_or_with_reunification(cast, month, cared_for, care, sentence):
    if care is not None:
        cared_for(**care)
    with pytest.raises(Refusal, match=sentence) as refused:
        close(month, cast.mary, reason="child_in_care")
    assert refused.value.field == ("closed_reason" if care is None else "care_because")
    month.workbook.refresh_from_db()
    assert month.workbook.state == "open"


@pytest.mark.rule("A2.4")
@pytest.mark.parametrize("reason", practice.current().workbook_closure_reasons)
def test_closing_asks_of_children_in_care_whatever_the_reason_and_closes_with_the_words_why(
    cast, month, cared_for, reason
):
    cared_for(reunification=True)
    said = {"reason": reason, "no_final_because": "She moved away first."}
    with pytest.raises(Refusal, match="The plan for Ben Ash is to return home") as refused:
        close(month, cast.mary, **said, care_because=" ")
    assert refused.value.field == "care_because"
    closed = close(month, cast.mary, **said, care_because="Another team leads the return home.")
    assert closed.closed_with_care_because == "Another team leads the return home."
    frozen = str(Frozen.objects.get(kind="workbook").contents)
    assert "Another team leads the return home." in frozen


@pytest.mark.rule("A2.4")
def test_closing_keeps_no_words_on_care_where_no_child_is_in_care(cast, month):
    assert close(month, cast.mary, care_because="By habit.").closed_with_care_because == ""


@pytest.mark.rule("A2.4")
def test_review_of_an_earlier_time_in_care_does_not_count(cast, month):
    of_ben, day = {"by": cast.sue, "at": NOW}, NOW.date()
    with confirming(None):  # from before his case opened here
        (first,) = facts.begin_legal(
            month.family, [month.ben], kind="care", status="C1", from_date=day - timedelta(days=90), **of_ben
        )
        facts.add_conferences(
            month.family, [month.ben], kind="cwcf_review", held_on=day - timedelta(days=70), outcome="Home.", **of_ben
        )
    facts.end_legal(first, until_date=day - timedelta(days=60), outcome="Home.", version=1, **of_ben)
    facts.begin_legal(
        month.family, [month.ben], kind="care", status="C1", from_date=day - timedelta(days=20), reunification=False,
        **of_ben,
    )  # fmt: skip
    with pytest.raises(Refusal, match="no first review"):
        close(month, cast.mary, reason="child_in_care")


@pytest.mark.rule("A2.6")
def test_part_of_a_worker_may_end_while_the_workbook_goes_on(cast, month):
    part = month.family.allocation_set.get(worker=cast.rick)
    allocations.end(
        part, because="MANAGE", last_day=NOW.date() - timedelta(days=1), summary="Rick's work.", outcome="Done.",
        left_because="Nothing more to say.", by=cast.mary, at=NOW,
    )  # fmt: skip
    month.workbook.refresh_from_db()
    assert month.workbook.state == "open"
    assert month.episode.summaries.get(worker=cast.sue).state == "open"


@pytest.mark.rule("A1.18", "A2.3")
def test_referral_after_the_closing_opens_the_next_version_with_its_own_programme(cast, month):
    close(month, cast.mary)
    at = NOW + timedelta(days=365)
    for child in (month.mia, month.ben):
        with acting(cast.mary):
            change(month.family.involvement_set.get(child=child), closed_on=NOW.date(), closed_because="RC7")
    referral = referrals.record_referral(
        month.family, received_on=at.date(), source="2A", reason="School called.", needs={month.mia: "N1"},
        by=cast.mary, at=at,
    )  # fmt: skip
    workbook = workbooks.open_workbook(
        referral, reason="It is needed again.", answers=all_met(), index_child=month.mia,
        people=[month.mia, month.ann], supervision_planned_for=at + timedelta(days=20), by=cast.mary, at=at,
    )  # fmt: skip
    assert [(row.version, row.state) for row in month.family.workbook_set.all()] == [(2, "open"), (1, "closed")]
    assert workbook.programmes.get().state == "open"
    assert month.workbook.programmes.get().state == "ended"


@pytest.mark.django_db(transaction=True)
def test_closing_and_recording_at_once_do_not_deadlock(cast, prepared, at_the_time):
    """Whoever comes second is refused: by then the meeting was held, or the Workbook is closed."""
    at_the_time.move_to(LATER)
    meeting = {"held_at": HELD, "written": THOUGHTS, "overall_rag": "amber", "rationale": "Safer.", "dissent": ""}
    acts = [
        lambda: close(prepared, cast.mary),
        lambda: supervising.record(prepared.supervision, **meeting, relationships_checked=True, by=cast.mary, at=LATER),
    ]

    def act():
        try:
            acts.pop()()
        except Refusal:
            return "refused"
        return "done"

    assert sorted(at_once(act)) == ["done", "refused"]


@pytest.mark.rule("A2.3", "C27")
def test_closing_is_refused_to_a_manager_who_left_the_team_and_open_to_the_deputy(cast, month):
    leave(cast.mary)
    with pytest.raises(Refusal, match="or a higher grade"):
        close(month, cast.mary, reason="", because="")  # before anything else is said
    assert close(month, cast.dev).closed_by == cast.dev
