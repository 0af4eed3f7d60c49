"""Recording a note where its author's summary is."""

from datetime import timedelta
from time import sleep

import pytest
from django.db import transaction

from casework.allocations import services as allocations
from casework.notes import services as casenotes
from casework.notes.states import NoteState
from casework.notifications.models import Notification
from casework.passages.models import NewText
from casework.refusal import Refusal
from casework.trail.rows import lock
from casework.users.roles import Role
from tests.at_once import at_once
from tests.cast import OUTCOME
from tests.factories import NOW, SAID, UserFactory
from workbook.allocations import services as parts
from workbook.notes import checks
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.queries import modules_of_lines, notes_on_the_file
from workbook.workbooks import services as workbooks

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CALL = {"kind": "telephone_call", "took_place_at": NOW, "written": [NewText("detail", "She rang.")]}


def call(month, by, at=NOW, **other):
    return notes.record(month.family, by=by, at=at, **(CALL | other))


def stands_in(note):
    line = note.summary_lines.select_related("summary__worker", "summary__episode").first()
    return line and (line.summary.worker, line.summary.episode.number)


def finalise(summary, at=NOW):
    worker = summary.worker
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New and partial.", by=worker, at=at)
    return summaries.finalise(summary, by=worker, at=at)


@pytest.mark.rule("A3.1", "A3.3", "C8", "C9")
@pytest.mark.parametrize("kind", ["home_visit", "session", "interview", "group_work", "meeting", "email", "letter"])
def test_note_of_an_allocated_worker_is_a_line_of_their_summary(month, cast, kind):
    note = notes.record(month.family, kind=kind, written=SAID, took_place_at=NOW, by=cast.dora, at=NOW)
    assert stands_in(note) == (cast.dora, 1)


@pytest.mark.rule("A3.1", "A7.15")
def test_note_that_was_planned_is_a_line_once_it_is_known_what_became_of_it(month, cast):
    took, did_not = (
        casenotes.plan(month.family, kind="home_visit", planned_for=NOW, by=cast.sue, at=NOW) for _ in range(2)
    )
    assert stands_in(took) is None
    notes.took_place(took, took_place_at=NOW, by=cast.sue, at=NOW)
    notes.did_not_take_place(did_not, because="Nobody was in.", by=cast.sue, at=NOW)
    assert stands_in(took) == stands_in(did_not) == (cast.sue, 1)


@pytest.mark.rule("A3.19", "A3.20", "C9")
def test_note_of_who_is_not_allocated_is_on_the_file(month, cast):
    assert stands_in(call(month, cast.cora)) is None
    assert stands_in(call(month, cast.mary)) is None


def test_note_without_an_open_workbook_is_on_the_file(allocated, cast):
    assert stands_in(notes.record(allocated.family, **CALL, by=cast.sue, at=NOW)) is None


@pytest.mark.rule("A8.1", "C10")
def test_note_ticked_at_the_end_is_finished_significant_and_in_the_summary(month, cast):
    note = call(month, cast.sue, finished=True, significance={"headline": "She left", "why": "They are safe."})
    assert (note.state, note.significance.headline) == (NoteState.COMPLETED, "She left")
    assert stands_in(note) == (cast.sue, 1)


@pytest.mark.parametrize("refused", [{"significance": {"headline": "", "why": "x"}}, {"written": ()}])
def test_note_that_is_refused_at_the_end_leaves_nothing_recorded(month, cast, refused):
    with pytest.raises(Refusal):
        call(month, cast.sue, finished=True, **refused)
    assert not month.family.casenote_set.exists()


@pytest.mark.rule("A3.14", "C24")
def test_first_note_after_ones_own_finalising_begins_the_next_summary_and_episode(month, cast, summary_of):
    finalise(summary_of(cast.sue))
    assert month.workbook.episodes.count() == 1
    assert stands_in(call(month, cast.sue)) == (cast.sue, 2)
    assert stands_in(call(month, cast.sue)) == (cast.sue, 2)
    assert month.workbook.episodes.count() == 2


@pytest.mark.rule("A3.14", "C24")
def test_notes_of_the_others_stay_in_theirs_until_the_second_finalises_and_joins_the_next_episode(
    month, cast, summary_of
):
    finalise(summary_of(cast.sue))
    call(month, cast.sue)
    assert stands_in(call(month, cast.dora)) == (cast.dora, 1)
    finalise(summary_of(cast.dora))
    assert stands_in(call(month, cast.dora)) == (cast.dora, 2)
    assert month.workbook.episodes.count() == 2


@pytest.mark.rule("A3.14", "C24")
def test_notes_after_taking_a_summary_back_go_into_it_and_earlier_ones_stay_in_the_next(month, cast, summary_of):
    finalise(summary_of(cast.sue))
    ahead = call(month, cast.sue)
    summaries.withdraw(summary_of(cast.sue), because="A name is wrong.", by=cast.sue, at=NOW)
    assert stands_in(call(month, cast.sue)) == (cast.sue, 1)
    assert stands_in(ahead) == (cast.sue, 2)
    finalise(summary_of(cast.sue))
    assert stands_in(call(month, cast.sue)) == (cast.sue, 2)


# --- Bringing in what a colleague recorded ---


@pytest.mark.rule("A3.19", "C9")
def test_bringing_in_puts_a_colleagues_note_into_the_social_workers_summary_by_reference(month, cast, summary_of):
    note = call(month, cast.cora, finished=True)
    assert checks.may_bring_in(note, cast.sue, NOW)
    assert notes.bring_in(note, by=cast.sue, at=NOW) == summary_of(cast.sue)
    assert (stands_in(note), note.author) == ((cast.sue, 1), cast.cora)
    assert notes.bring_in(note, by=cast.sue, at=NOW) == summary_of(cast.sue)
    assert note.summary_lines.count() == 1
    assert not checks.may_bring_in(note, cast.sue, NOW)


@pytest.mark.rule("C24")
def test_bringing_in_uses_the_summary_in_which_the_social_worker_writes_now(month, cast, summary_of):
    note = call(month, cast.cora)
    finalise(summary_of(cast.sue))
    assert notes.bring_in(note, by=cast.sue, at=NOW).episode.number == 2


def test_bringing_in_takes_no_note_out_of_anothers_summary(month, cast):
    note = call(month, cast.dora)
    assert not checks.may_bring_in(note, cast.sue, NOW)
    with pytest.raises(Refusal, match="stands in the summary of Dora Dale already"):
        notes.bring_in(note, by=cast.sue, at=NOW)


@pytest.mark.parametrize("who", ["dora", "cora", "mary"])
def test_bringing_in_is_the_leads(month, cast, who):
    note, user = call(month, cast.dev), getattr(cast, who)
    assert not checks.may_bring_in(note, user, NOW)
    with pytest.raises(Refusal, match="Only whoever leads the work"):
        notes.bring_in(note, by=user, at=NOW)


def test_bringing_in_refuses_what_is_planned_or_withdrawn(month, cast):
    planned = casenotes.plan(month.family, kind="meeting", planned_for=NOW, by=cast.cora, at=NOW)
    withdrawn = casenotes.withdraw(call(month, cast.cora), because="x", by=cast.cora, at=NOW)
    for note in (planned, withdrawn):
        assert not checks.may_bring_in(note, cast.sue, NOW)
        with pytest.raises(Refusal, match="Only a note of what has happened"):
            notes.bring_in(note, by=cast.sue, at=NOW)


def test_first_note_of_a_worker_allocated_today_begins_their_summary(month, cast):
    ella = UserFactory(name="Ella East", team=cast.north, role=Role.CHILD_AND_FAMILY_WORKER)
    allocations.allocate(
        month.family, ella, role=Role.CHILD_AND_FAMILY_WORKER, by=cast.mary, at=NOW, from_date=NOW.date()
    )
    assert stands_in(call(month, ella)) == (ella, 1)


def test_bringing_in_is_refused_where_no_workbook_is_open(month, cast):
    note = call(month, cast.cora)
    workbooks.close(month.workbook, reason="work_completed", because="The work is done.", by=cast.mary, at=NOW)
    assert not checks.may_bring_in(note, cast.sue, NOW)
    with pytest.raises(Refusal):
        notes.bring_in(note, by=cast.sue, at=NOW)


# --- Two at one moment ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "said", [(notes.took_place, {"took_place_at": NOW}), (notes.did_not_take_place, {"because": "Nobody was in."})]
)
def test_recording_and_calling_the_same_visit_off_end_in_no_deadlock(month, cast, said):
    """Closing a Workbook holds the family and then the note; so does whoever says what became of the visit."""
    visit = casenotes.plan(month.family, kind="home_visit", planned_for=NOW, by=cast.sue, at=NOW)
    service, details = said

    def say():
        sleep(0.2)
        service(visit, **details, by=cast.sue, at=NOW)

    def call_off():
        with transaction.atomic():
            lock(month.family)
            sleep(0.6)
            casenotes.call_off(visit, because="The Workbook closes.", by=cast.mary, at=NOW)

    acts = [say, call_off]

    def act():
        try:
            acts.pop()()
        except Refusal:
            return "refused"
        return "done"

    assert sorted(at_once(act)) == ["done", "refused"]


def test_bringing_in_is_not_of_a_lead_whose_part_is_over(month, cast, change_of_lead):
    note, yesterday = call(month, cast.dev), NOW.date() - timedelta(days=1)
    parts.end(
        month.family.allocation_set.get(worker=cast.sue), because="LEFTRL", summary="Visited.", outcome="Safer.",
        last_day=yesterday, left_because="She left.", by=cast.mary, at=NOW,
    )  # fmt: skip
    assert not checks.may_bring_in(note, cast.sue, NOW)
    with pytest.raises(Refusal, match="Only whoever leads the work"):
        notes.bring_in(note, by=cast.sue, at=NOW)
    assert notes.bring_in(note, by=cast.cora, at=NOW).worker == cast.cora


@pytest.mark.rule("C9", "A11.1")
def test_bringing_in_is_not_of_a_former_lead_who_stays_and_of_the_second_one(month, cast):
    note = call(month, cast.dev)
    allocations.change_lead(
        month.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=NOW.date(), by=cast.mary, at=NOW
    )
    assert not checks.may_bring_in(note, cast.sue, NOW)
    with pytest.raises(Refusal, match="Only whoever leads the work"):
        notes.bring_in(note, by=cast.sue, at=NOW)
    assert notes.bring_in(note, by=cast.cora, at=NOW).worker == cast.cora


def told_of(note):
    found = Notification.objects.filter(kind="recorded_on_the_file", subject_id=note.pk)
    return {each.user for each in found}


@pytest.mark.rule("A3.19", "A3.20", "A7.17", "C9")
def test_lead_is_told_of_what_somebody_records_who_has_no_summary(month, cast):
    """A manager's oversight, a colleague of the team: told once, by each of the three ways to record."""
    assert told_of(call(month, cast.cora)) == {cast.sue}
    for act, more in ((notes.took_place, {"took_place_at": NOW}), (notes.did_not_take_place, {"because": "Not in."})):
        planned = casenotes.plan(
            month.family, kind="home_visit", planned_for=NOW, by=cast.cora, purpose="To see Mia", at=NOW
        )
        act(planned, by=cast.cora, at=NOW, **more)
        assert told_of(planned) == {cast.sue}


def test_lead_is_not_told_of_what_stands_in_a_summary_or_is_their_own(month, cast):
    assert told_of(call(month, cast.dora)) == set()
    assert told_of(call(month, cast.sue)) == set()


@pytest.mark.rule("A3.4")
def test_note_is_brought_in_with_the_module_to_which_it_belongs(month, cast, summary_of):
    note = call(month, cast.cora)
    with pytest.raises(Refusal, match="one of the modules"):
        notes.bring_in(note, module="m99", by=cast.sue, at=NOW)
    assert list(notes_on_the_file(summary_of(cast.sue), NOW.date())) == [note]
    assert not notes_on_the_file(summary_of(cast.dora), NOW.date())
    notes.bring_in(note, module="m3", by=cast.sue, at=NOW)
    assert modules_of_lines(summary_of(cast.sue))[note.pk].startswith("module 3, ")
    assert not notes_on_the_file(summary_of(cast.sue), NOW.date())
