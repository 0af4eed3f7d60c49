"""The life of a case note."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from casework import practice
from casework.actions import services as actions
from casework.in_error.queries import in_error
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notes.queries import NEWEST_FIRST
from casework.notes.states import NOTE_STATES, NoteState
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users import services as users
from casework.users.roles import Role
from tests.factories import NOW, SAID
from tests.former import leave
from tests.told import texts

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TEXT = [NewText("purpose", "To see how it goes.")]


@pytest.fixture
def planned(ash, cast):
    return notes.plan(ash.family, kind="home_visit", planned_for=NOW - HOUR, purpose="See Mia", by=cast.sue, at=NOW)


@pytest.fixture
def visit(ash, cast):
    return notes.record(ash.family, kind="home_visit", took_place_at=NOW - HOUR, written=TEXT, by=cast.sue, at=NOW)


@pytest.fixture
def finished(visit, cast):
    return notes.complete(visit, by=cast.sue, at=NOW)


def clock(note):
    return note.family.due_dates.running().of(note).filter(timescale="visit_write_up").first()


def again(note):
    return CaseNote.objects.get(pk=note.pk)


# --- Planning, and what became of it ---


def test_note_of_a_kind_that_practice_does_not_name_is_refused(ash, cast):
    with pytest.raises(Refusal, match="Choose what kind"):
        notes.plan(ash.family, kind="seance", planned_for=NOW, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Choose what kind"):
        notes.record(ash.family, kind="seance", took_place_at=NOW, by=cast.sue, at=NOW)


@pytest.mark.rule("A7.10", "C7", "C28")
def test_write_up_clock_runs_from_the_end_of_the_visit_whenever_it_is_recorded(planned, cast):
    late = NOW + 30 * HOUR
    note = notes.took_place(planned, took_place_at=NOW - HOUR, by=cast.sue, at=late)
    assert (clock(note).started_at, clock(note).due_at) == (NOW - HOUR, NOW + 47 * HOUR)
    assert clock(note).owner == cast.sue


@pytest.mark.rule("A7.10")
def test_write_up_clock_is_started_by_visits_only(ash, cast):
    call = notes.record(ash.family, kind="telephone_call", written=SAID, took_place_at=NOW, by=cast.sue, at=NOW)
    session = notes.record(ash.family, kind="session", took_place_at=NOW, by=cast.sue, at=NOW)
    assert clock(call) is None
    assert clock(session)


def test_note_that_took_place_in_the_future_is_refused(planned, ash, cast):
    soon = NOW + timedelta(minutes=1)
    with pytest.raises(Refusal, match="lies in the future"):
        notes.took_place(planned, took_place_at=soon, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="lies in the future"):
        notes.record(ash.family, kind="home_visit", took_place_at=soon, by=cast.sue, at=NOW)
    assert again(planned).state == NoteState.PLANNED


@pytest.mark.rule("A7.15")
def test_note_that_did_not_take_place_has_its_reason(planned, cast):
    with pytest.raises(Refusal, match="Say why"):
        notes.did_not_take_place(planned, because="  ", by=cast.sue, at=NOW)
    note = notes.did_not_take_place(planned, because="Nobody was in.", by=cast.sue, at=NOW)
    assert (note.state, note.did_not_because) == (NoteState.DID_NOT_TAKE_PLACE, "Nobody was in.")


@pytest.mark.parametrize("act", ["took", "did_not"])
def test_planned_note_is_concluded_only_by_its_author(planned, cast, act):
    with pytest.raises(Refusal, match=r"Only .*the one whose record it is"):
        if act == "took":
            notes.took_place(planned, took_place_at=NOW, by=cast.cora, at=NOW)
        else:
            notes.did_not_take_place(planned, because="x", by=cast.cora, at=NOW)


def test_planned_note_is_concluded_once(planned, cast):
    notes.took_place(planned, took_place_at=NOW, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="is now 'to be written up'"):
        notes.took_place(planned, took_place_at=NOW, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="is now 'to be written up'"):
        notes.did_not_take_place(planned, because="x", by=cast.sue, at=NOW)


def test_planned_note_of_another_version_is_a_conflict(planned, cast):
    with pytest.raises(Conflict):
        notes.took_place(planned, took_place_at=NOW, by=cast.sue, at=NOW, version=planned.version + 1)
    with pytest.raises(Conflict):
        notes.did_not_take_place(planned, because="x", by=cast.sue, at=NOW, version=0)


# --- Writing up ---


@pytest.mark.rule("A10.2", "A7.13")
def test_note_is_written_until_it_is_completed_and_not_afterwards(visit, cast):
    notes.write(visit, written=[NewText("purpose", "Better.")], by=cast.sue, at=NOW)
    notes.complete(visit, by=cast.sue, at=NOW)
    with pytest.raises(Conflict, match="its text does not change"):
        notes.write(visit, written=[NewText("purpose", "Later.")], by=cast.sue, at=NOW)
    assert visit.passages.get().text == "Better."


@pytest.mark.rule("A10.2")
def test_note_is_written_only_by_its_author(visit, cast):
    with pytest.raises(Refusal, match="Only Sue Sands"):
        notes.write(visit, written=[NewText("purpose", "x")], by=cast.mary, at=NOW)


def test_planned_note_is_not_written_up(planned, cast):
    with pytest.raises(Conflict, match="nothing to write up"):
        notes.write(planned, written=TEXT, by=cast.sue, at=NOW)


def test_note_is_not_overwritten_from_an_older_version(visit, cast):
    notes.write(visit, written=[NewText("purpose", "Newer.")], by=cast.sue, at=NOW, version=visit.version)
    with pytest.raises(Conflict, match="compare and save again"):
        notes.write(visit, written=[NewText("purpose", "Older.")], by=cast.sue, at=NOW, version=visit.version)
    assert visit.passages.get().text == "Newer."


def test_note_version_counts_a_change_of_who_was_seen(visit, ash, cast):
    notes.write(visit, written=(), seen=[(ash.mia, True, False, False)], by=cast.sue, at=NOW)
    assert again(visit).version == visit.version + 1


def test_note_saved_unchanged_keeps_its_version_and_history(visit, cast):
    before = CaseNote.history.filter(id=visit.pk).count()
    notes.write(visit, written=TEXT, where="", by=cast.sue, at=NOW)
    assert again(visit).version == visit.version
    assert CaseNote.history.filter(id=visit.pk).count() == before


@pytest.mark.rule("A7.10")
def test_write_up_clock_follows_a_corrected_time_and_the_old_one_stays_as_it_was(visit, cast):
    old = clock(visit)
    notes.write(visit, written=TEXT, took_place_at=NOW - 5 * HOUR, by=cast.sue, at=NOW)
    assert clock(visit).due_at == NOW + 43 * HOUR
    old.refresh_from_db()
    assert old.cancelled_at == NOW


def test_time_of_a_note_is_not_corrected_into_the_future_or_before_a_birth(visit, ash, cast):
    notes.write(visit, written=(), seen=[(ash.ben, True, False, False)], by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="lies in the future"):
        notes.write(visit, written=(), took_place_at=NOW + HOUR, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Ben Ash was born"):
        notes.write(visit, written=(), took_place_at=NOW.replace(year=2020), by=cast.sue, at=NOW)


@pytest.mark.rule("A7.10", "A7.13")
def test_completing_meets_the_write_up_clock(visit, cast):
    running = clock(visit)
    note = notes.complete(visit, by=cast.sue, at=NOW + HOUR)
    running.refresh_from_db()
    assert (running.met_at, note.completed_at, note.state) == (NOW + HOUR, NOW + HOUR, NoteState.COMPLETED)


def test_completing_an_empty_note_is_refused(ash, cast):
    note = notes.record(ash.family, kind="session", took_place_at=NOW, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="There is no text yet"):
        notes.complete(note, by=cast.sue, at=NOW)


@pytest.mark.rule("A7.10")
def test_note_without_a_write_up_to_come_is_not_recorded_without_words(ash, cast):
    """A visit may be: its write-up is due within 48 hours. Nothing would ever ask for the rest."""
    kinds = [key for key, kind in practice.current().note_kinds.items() if not kind.visit]
    assert "telephone_call" in kinds
    for kind, written in product(kinds, ((), [NewText("detail", "  ")])):
        with pytest.raises(Refusal, match="Nothing is written yet"):
            notes.record(ash.family, kind=kind, took_place_at=NOW, written=written, by=cast.mary, at=NOW)
    assert not ash.family.casenote_set.exists()


@pytest.mark.rule("A7.10")
def test_telephone_call_is_not_emptied_and_a_visit_is_written_anew(ash, cast):
    call = notes.record(ash.family, kind="telephone_call", written=SAID, took_place_at=NOW, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="If the note is an error"):
        notes.write(call, written=[NewText("detail", "")], by=cast.sue, at=NOW)
    visit = notes.record(
        ash.family, kind="session", written=[NewText("detail", "Wrong.")], took_place_at=NOW, by=cast.sue, at=NOW
    )
    assert not notes.write(visit, written=[NewText("detail", "")], by=cast.sue, at=NOW).passages.exclude(text="")


def test_completing_is_for_the_author_and_once(visit, cast):
    with pytest.raises(Refusal, match="Only the one whose record it is"):
        notes.complete(visit, by=cast.mary, at=NOW)
    notes.complete(visit, by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="is now 'completed'"):
        notes.complete(visit, by=cast.sue, at=NOW)


def test_writing_up_saves_all_or_nothing(visit, cast):
    told = {"headline": " ", "why": "x"}
    with pytest.raises(Refusal, match="Give the headline"):
        notes.write_up(
            visit, written=[NewText("purpose", "New.")], significance=told, finished=True, by=cast.sue, at=NOW
        )
    assert (again(visit).state, visit.passages.get().text) == (NoteState.TOOK_PLACE, TEXT[0].text)


@pytest.mark.rule("A7.2", "A8.2")
def test_writing_up_saves_marks_and_completes(visit, cast):
    told = {"headline": "Ann moved out", "why": "They are safe."}
    note = notes.write_up(
        visit, written=[NewText("purpose", "New.")], significance=told, finished=True, by=cast.sue, at=NOW
    )
    assert (note.state, note.significance.headline) == (NoteState.COMPLETED, "Ann moved out")


# --- Significant ---


@pytest.mark.rule("A8.1", "A8.2")
def test_significance_has_its_headline_and_reason(finished, cast):
    for missing in ({"headline": "", "why": "x"}, {"headline": "x", "why": " "}):
        with pytest.raises(Refusal):
            notes.mark_significant(finished, **missing, by=cast.sue, at=NOW)
    notes.mark_significant(finished, headline="Ann moved out", why="Safe.", by=cast.sue, at=NOW)
    notes.mark_significant(finished, headline="Ann moved out with both", why="Safe.", by=cast.sue, at=NOW)
    assert again(finished).significance.headline == "Ann moved out with both"


def test_significance_is_of_what_happened_or_did_not_take_place_but_not_of_a_plan(planned, cast):
    with pytest.raises(Refusal, match="Only what has happened"):
        notes.mark_significant(planned, headline="x", why="y", by=cast.sue, at=NOW)
    notes.did_not_take_place(planned, because="Nobody was in.", by=cast.sue, at=NOW)
    assert notes.mark_significant(planned, headline="x", why="y", by=cast.sue, at=NOW)


def test_significance_is_marked_only_by_the_author(finished, cast):
    with pytest.raises(Refusal, match="Only Sue Sands"):
        notes.mark_significant(finished, headline="x", why="y", by=cast.mary, at=NOW)


# --- Withdrawing ---


@pytest.mark.parametrize("who", ["sue", "mary", "dev"])
def test_withdrawing_is_for_the_author_or_a_manager_and_notifies_the_managers(visit, cast, who):
    notes.withdraw(visit, because="Wrong family.", by=getattr(cast, who), at=NOW)
    note = again(visit)
    found = in_error(note)
    assert (note.state, found.because, found.by) == (NoteState.WITHDRAWN, "Wrong family.", getattr(cast, who))
    assert clock(note) is None
    assert who == "mary" or "(note) that it is an error" in texts(cast.mary)[0]
    assert "Wrong family." not in str(texts(cast.mary))
    assert visit not in note.family.casenote_set.not_withdrawn()


def test_withdrawing_is_refused_to_others_and_without_a_reason_and_twice(visit, cast):
    with pytest.raises(Refusal, match="Only"):
        notes.withdraw(visit, because="x", by=cast.cora, at=NOW)
    with pytest.raises(Refusal, match="Say what happened"):
        notes.withdraw(visit, because=" ", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Choose why"):
        notes.withdraw(visit, because="x", reason="tired", by=cast.sue, at=NOW)
    notes.withdraw(visit, because="x", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="is now 'recorded in error'"):
        notes.withdraw(visit, because="x", by=cast.sue, at=NOW)


@pytest.fixture
def in_visit(visit, cast):
    return actions.agree(
        visit.family, what="Ring the wrong school", due_on=NOW.date(), owner_agency="School", note=visit,
        agreed_on=NOW.date(), by=cast.sue,
    )  # fmt: skip


def test_withdrawing_takes_the_actions_of_the_note_along(visit, in_visit, cast):
    elsewhere = actions.agree(
        visit.family, what="Ring Gran", due_on=NOW.date(), owner_agency="School", agreed_on=NOW.date(), by=cast.sue
    )
    notes.withdraw(visit, because="Wrong family.", by=cast.sue, at=NOW)
    assert list(visit.family.agreedaction_set.not_withdrawn()) == [elsewhere]
    assert in_error(in_visit).went_with == in_error(visit)


def test_withdrawing_leaves_the_actions_where_that_is_said(visit, in_visit, cast):
    notes.withdraw(visit, because="Recorded twice.", going={in_visit.pk: False}, by=cast.mary, at=NOW)
    assert list(visit.family.agreedaction_set.not_withdrawn()) == [in_visit]


# --- Who may at all ---


def test_reader_changes_no_note(planned, visit, finished, ash, cast):
    """Bob of business support; Stan of another team; Audrey the auditor."""
    for user in (cast.bob, cast.stan, cast.audrey):
        for act in (
            lambda by: notes.plan(ash.family, kind="meeting", planned_for=NOW, by=by, at=NOW),
            lambda by: notes.record(ash.family, kind="meeting", written=SAID, took_place_at=NOW, by=by, at=NOW),
            lambda by: notes.took_place(planned, took_place_at=NOW, by=by, at=NOW),
            lambda by: notes.did_not_take_place(planned, because="x", by=by, at=NOW),
            lambda by: notes.write(visit, written=TEXT, by=by, at=NOW),
            lambda by: notes.complete(visit, by=by, at=NOW),
            lambda by: notes.mark_significant(visit, headline="x", why="y", by=by, at=NOW),
            lambda by: notes.withdraw(visit, because="x", by=by, at=NOW),
        ):
            with pytest.raises(Refusal, match="You may not record"):
                act(user)


def test_author_who_has_left_does_not_write_the_note(visit, cast):
    membership = cast.sue.memberships.get()
    with acting(cast.mary):
        change(membership, until_date=(NOW - 24 * HOUR).date())
    with pytest.raises(Refusal, match="You may not record"):
        notes.write(visit, written=[NewText("purpose", "x")], by=cast.sue, at=NOW)


# --- The database itself ---


@pytest.mark.parametrize(
    "values", [{"state": "took_place"}, {"state": "did_not_take_place"}, {"state": "completed", "took_place_at": NOW}]
)
def test_database_refuses_a_state_without_its_facts(planned, cast, values):
    with acting(cast.sue), pytest.raises(IntegrityError), transaction.atomic():
        change(planned, **values)


def test_note_states_are_all_in_the_table_and_none_follows_withdrawn():
    assert set(NOTE_STATES.moves) == set(NoteState)
    assert NOTE_STATES.moves[NoteState.WITHDRAWN] == {}


@pytest.mark.rule("A7.16")
def test_notes_are_in_date_order_whenever_they_were_recorded(ash, cast, planned):
    late = notes.record(ash.family, kind="email", written=SAID, took_place_at=NOW - 9 * HOUR, by=cast.sue, at=NOW)
    early = notes.record(ash.family, kind="email", written=SAID, took_place_at=NOW - 50 * HOUR, by=cast.dora, at=NOW)
    assert list(ash.family.casenote_set.in_date_order()) == [early, late, planned]
    assert list(ash.family.casenote_set.with_moment().order_by(*NEWEST_FIRST)) == [planned, late, early]


def test_note_concerns_a_child_seen_or_written_about_or_everyone(ash, cast):
    def note(about=None, seen=()):
        written = [] if about is None else [NewText("detail", "x", tuple(person.pk for person in about))]
        return notes.record(
            ash.family, kind="session", took_place_at=NOW, written=written, seen=seen, by=cast.sue, at=NOW
        )

    named, everyone, empty = note([ash.mia]), note([]), note()
    seen, others = note([ash.ben], [(ash.mia, True, False, False)]), note([ash.ben])
    found = set(ash.family.casenote_set.concerning(ash.mia))
    assert found == {named, everyone, empty, seen}
    assert others not in found


@pytest.mark.rule("A6.12", "A6.13")
def test_management_oversight_is_recorded_by_managers_only(month, cast):
    oversight = {"kind": "management_oversight", "written": [NewText("decisions", "Goes to conference.")]}
    with pytest.raises(Refusal, match="Only a manager"):
        notes.record(month.family, took_place_at=NOW, by=cast.sue, at=NOW, **oversight)
    with pytest.raises(Refusal, match="Only a manager"):
        notes.plan(month.family, kind="management_oversight", planned_for=NOW, by=cast.sue, at=NOW)
    note = notes.record(month.family, took_place_at=NOW, by=cast.mary, at=NOW, **oversight)
    assert note.author == cast.mary


# --- Former and second holders ---


@pytest.fixture
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_withdrawn_note_is_not_changed_by_its_former_author_nor_by_a_colleague(visit, cast):
    notes.withdraw(visit, because="Wrong family.", by=cast.mary, at=NOW)
    for by in (cast.sue, cast.dora):
        for act in (
            lambda by: notes.write(visit, written=[NewText("purpose", "x")], by=by, at=NOW),
            lambda by: notes.complete(visit, by=by, at=NOW),
            lambda by: notes.mark_significant(visit, headline="x", why="y", by=by, at=NOW),
        ):
            with pytest.raises(Refusal):
                act(by)
    assert visit.passages.get().text == TEXT[0].text


def test_note_is_withdrawn_by_the_manager_of_now_and_not_by_a_former_one(ash, visit, cast, today):
    leave(cast.mary, by=cast.serena)
    with pytest.raises(Refusal, match="You may not record"):
        notes.withdraw(visit, because="Wrong family.", by=cast.mary, at=NOW)
    assert notes.withdraw(visit, because="Wrong family.", by=cast.dev, at=NOW) and in_error(visit).by == cast.dev


def test_note_is_withdrawn_by_a_former_manager_only_where_it_is_their_own(ash, visit, cast, today):
    """Mary has become a social worker of the same team."""
    own = notes.record(ash.family, kind="email", written=SAID, took_place_at=NOW - HOUR, by=cast.mary, at=NOW)
    leave(cast.mary, by=cast.serena)
    users.join_team(cast.north, cast.mary, role=Role.SOCIAL_WORKER, from_date=NOW.date(), by=cast.serena)
    with pytest.raises(Refusal, match="Only"):
        notes.withdraw(visit, because="Wrong family.", by=cast.mary, at=NOW)
    assert notes.withdraw(own, because="Wrong family.", by=cast.mary, at=NOW) and in_error(own).by == cast.mary
    with pytest.raises(Refusal, match="Only a manager"):
        notes.record(ash.family, kind="management_oversight", written=SAID, took_place_at=NOW, by=cast.mary, at=NOW)


def test_visit_is_planned_for_a_worker_of_now_and_not_for_a_former_one(ash, cast, today):
    leave(cast.rick, by=cast.mary)
    details = {"kind": "home_visit", "planned_for": NOW + HOUR, "by": cast.mary, "at": NOW}
    with pytest.raises(Refusal, match="Rick Reed does not record on this family") as refusal:
        notes.plan(ash.family, author=cast.rick, **details)
    assert refusal.value.field == "author"
    assert notes.plan(ash.family, author=cast.cora, **details).author == cast.cora


def test_calling_off_is_for_the_manager_of_now_and_for_no_former_one(planned, ash, cast, today):
    other = notes.plan(ash.family, kind="home_visit", planned_for=NOW, by=cast.sue, at=NOW)
    leave(cast.mary, by=cast.serena)
    users.join_team(cast.north, cast.mary, role=Role.SOCIAL_WORKER, from_date=NOW.date(), by=cast.serena)
    for user in (cast.mary, cast.cora):
        with pytest.raises(Refusal, match="Only"):
            notes.call_off(planned, because="She is ill.", by=user, at=NOW)
    assert notes.call_off(planned, because="She is ill.", by=cast.dev, at=NOW).state == NoteState.DID_NOT_TAKE_PLACE
    assert notes.call_off(other, because="She is ill.", by=cast.serena, at=NOW).did_not_because == "She is ill."
