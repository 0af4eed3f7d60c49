"""A note for another team's family: kept, filed by itself or by a manager, carried on, and what tells nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.access import families_for
from casework.answers.models import Answer
from casework.families.services import add_family
from casework.joins.models import FamilyJoin
from casework.left_notes import services
from casework.left_notes.models import LeftNote
from casework.left_notes.queries import notes_to_file
from casework.left_notes.tasks import remind_of_notes
from casework.mentions.tasks import look
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.notifications.models import Notification
from casework.notifications.queries import notifications_for
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from tests.factories import NOW, UserFactory, add_child
from tests.former import leave

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.17")]
BORN = date(2019, 5, 4)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def left(cast, by=None, team=None, **said):
    said = {"text": "Gran rang: Ann is not at home.", "took_place_at": NOW - timedelta(hours=1), **said}
    return services.record(team or cast.south, by=by or cast.stan, at=NOW, **said)


def told(user, kind):
    return [each for each in notifications_for(user) if each.kind == kind]


def restrict(allocated, cast):
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)


def test_note_by_reference_goes_on_the_file_and_its_workers_are_told(cast, allocated):
    assert not families_for(cast.stan).exists()
    note = left(cast, reference=f" {allocated.family.reference.lower()} ")
    look()
    case_note = allocated.family.casenote_set.get()
    assert (case_note.author, case_note.state, case_note.took_place_at) == (
        cast.stan,
        NoteState.COMPLETED,
        note.took_place_at,
    )
    assert case_note.passages.get().text == note.text
    for worker in (cast.sue, cast.dora, cast.rick):
        assert told(worker, "note_left")
    assert not told(cast.mary, "note_left")
    assert not families_for(cast.stan).exists()


def test_note_for_a_family_that_was_joined_to_another_is_on_the_file_of_the_other(cast, allocated):
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    with acting(cast.mary):
        FamilyJoin.objects.create(family=allocated.family, joined=elm, because="One family.")
    left(cast, reference=elm.reference)
    look()
    assert allocated.family.casenote_set.exists()


def test_note_of_a_family_without_workers_is_told_to_its_managers(cast, ash):
    left(cast, reference=ash.family.reference)
    look()
    assert told(cast.mary, "note_left")
    assert told(cast.dev, "note_left")


def test_note_by_whole_name_and_birth_goes_on_the_file(cast, allocated):
    left(cast, name="mia  ash", born=BORN)
    look()
    assert allocated.family.casenote_set.exists()


@pytest.mark.parametrize(
    "said", [{"name": "Mia Ash"}, {"name": "Mia Ash", "born": date(2019, 5, 5)}, {"reference": "F99"}]
)
def test_note_that_may_mean_another_is_left_to_a_manager_of_its_author(cast, allocated, said):
    note = left(cast, **said)
    look()
    look()
    assert not CaseNote.objects.filter(family=allocated.family).exists()
    assert list(notes_to_file(cast.sid, NOW.date())) == [note]
    assert not notes_to_file(cast.mary, NOW.date()).exists()
    assert len(told(cast.sid, "left_note_to_file")) == 1
    services.settle(note, family=allocated.family, by=cast.sid, at=NOW)
    assert allocated.family.casenote_set.get().author == cast.stan
    assert told(cast.sue, "note_left")
    assert not notes_to_file(cast.sid, NOW.date()).exists()
    with pytest.raises(Conflict):
        services.settle(note, because="Nobody.", by=cast.sid, at=NOW)


def test_note_for_two_of_one_name_and_birth_is_on_no_file(cast, allocated):
    other = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    add_child(other, cast.mary)
    left(cast, name="Mia Ash", born=BORN)
    look()
    assert not CaseNote.objects.exists()


def test_note_without_a_family_says_what_was_done_instead(cast, ash):
    note = left(cast, name="Somebody Else")
    with pytest.raises(Refusal, match="one of the two"):
        services.settle(note, by=cast.sid, at=NOW)
    with pytest.raises(Refusal, match="one of the two"):
        services.settle(note, family=ash.family, because="Both.", by=cast.sid, at=NOW)
    services.settle(note, because="A call was taken.", by=cast.sid, at=NOW)
    assert not notes_to_file(cast.sid, NOW.date()).exists()


def test_note_is_filed_by_managers_of_its_team_alone(cast, ash):
    note = left(cast, name="Somebody Else")
    for user in (cast.stan, cast.mary, cast.audrey):
        with pytest.raises(Refusal, match="Only a manager"):
            services.settle(note, family=ash.family, by=user, at=NOW)
    leave(cast.sid, by=cast.sid)
    with pytest.raises(Refusal, match="Only a manager"):
        services.settle(note, family=ash.family, by=cast.sid, at=NOW)


def test_note_asks_for_whom_what_and_when(cast):
    for wrong, field in (
        ({}, "reference"),
        ({"name": "Mia", "text": " "}, "text"),
        ({"name": "Mia", "took_place_at": NOW + timedelta(hours=1)}, "took_place_at"),
    ):
        with pytest.raises(Refusal) as refused:
            left(cast, **wrong)
        assert refused.value.field == field
    assert not LeftNote.objects.exists()


def test_note_is_recorded_by_whoever_records_for_a_team_of_their_own(cast, ash, practised):
    for user in (cast.sue, cast.dora, cast.rick, cast.mary, cast.dev, cast.serena):
        assert left(cast, by=user, team=cast.north, name="Mia")
    for user, team in ((cast.bob, cast.north), (cast.audrey, cast.north), (cast.stan, cast.north)):
        with pytest.raises(Refusal, match="Choose your own"):
            left(cast, by=user, team=team, name="Mia")
    practised(business_support_leaves_notes=True)
    assert left(cast, by=cast.bob, team=cast.north, name="Mia")
    leave(cast.stan, by=cast.sid)
    with pytest.raises(Refusal, match="Choose your own"):
        left(cast, name="Mia")


def test_additions_and_withdrawal_follow_to_the_file(cast, allocated):
    note = left(cast, reference=allocated.family.reference)
    services.add(note, text="Before it was filed.", by=cast.stan, at=NOW)
    look()
    services.add(note, text="It was the aunt.", by=cast.stan, at=NOW)
    services.add(note, text="It was the aunt.", by=cast.stan, at=NOW)
    look()
    look()
    said = Answer.objects.values_list("text", "by")
    assert sorted(said) == [("Before it was filed.", cast.stan.pk), ("It was the aunt.", cast.stan.pk)]
    services.withdraw(note, because="Another family.", by=cast.stan, at=NOW)
    look()
    look()
    assert allocated.family.casenote_set.get().state == NoteState.WITHDRAWN
    with pytest.raises(Conflict):
        services.add(note, text="More.", by=cast.stan, at=NOW)


def test_withdrawn_before_it_was_filed_is_filed_nowhere(cast, allocated):
    services.withdraw(left(cast, reference=allocated.family.reference), because="Mine.", by=cast.stan, at=NOW)
    look()
    assert not CaseNote.objects.exists()
    assert not notes_to_file(cast.sid, NOW.date()).exists()


def test_note_that_the_family_withdrew_stays_withdrawn(cast, allocated):
    note = left(cast, reference=allocated.family.reference)
    look()
    notes.withdraw(allocated.family.casenote_set.get(), because="Not ours.", by=cast.mary, at=NOW)
    services.add(note, text="More.", by=cast.stan, at=NOW)
    look()
    assert not Answer.objects.exists()


def test_note_is_changed_by_its_author_alone_while_they_record(cast, allocated):
    note = left(cast, reference=allocated.family.reference)
    other = UserFactory(name="Olga Oat", team=cast.south, role="social_worker")
    for user in (other, cast.sid, cast.sue):
        with pytest.raises(Refusal, match="Only its author"):
            services.add(note, text="Mine.", by=user, at=NOW)
        with pytest.raises(Refusal, match="Only its author"):
            services.withdraw(note, because="Mine.", by=user, at=NOW)
    leave(cast.stan, by=cast.sid)
    with pytest.raises(Refusal, match="Only its author"):
        services.add(note, text="Late.", by=cast.stan, at=NOW)


@pytest.mark.rule("A11.2")
def test_recording_costs_alike_whatever_it_names(cast, allocated):
    restrict(allocated, cast)
    costs = set()
    left(cast, reference="F99998")
    for said in ({"reference": allocated.family.reference}, {"reference": "F99999"}, {"reference": "what"}):
        with CaptureQueriesContext(connection) as captured:
            note = left(cast, **said)
        costs.add(len(captured))
        assert note.note is None
    assert len(costs) == 1
    look()
    for note in LeftNote.objects.all():
        assert note.note is None
    assert not CaseNote.objects.exists()
    # For the managers of the author it is as if there were no such family.
    assert Notification.objects.filter(kind="left_note_to_file", user=cast.sid).count() == LeftNote.objects.count()
    with pytest.raises(Refusal, match="may find"):
        services.settle(LeftNote.objects.last(), family=allocated.family, by=cast.sid, at=NOW)


def reminded_at(moment):
    with time_machine.travel(moment, tick=False):
        return remind_of_notes()


def test_note_on_no_file_reminds_its_managers_and_then_the_next(cast, ash):
    serena = UserFactory(team=cast.south, role="service_manager")
    note = left(cast, name="Nobody Known")
    look()
    day = timedelta(days=1)
    assert reminded_at(NOW + day / 2) == 0
    assert reminded_at(NOW + 2 * day) == 1
    assert [len(told(user, "left_note_waits")) for user in (cast.sid, serena)] == [1, 0]
    assert reminded_at(NOW + 2 * day + timedelta(hours=1)) == 0
    assert reminded_at(NOW + 7 * day) == 1
    assert [len(told(user, "left_note_waits")) for user in (cast.sid, serena)] == [1, 1]
    assert note in notes_to_file(serena, NOW.date())
    services.settle(note, because="A call was taken.", by=serena, at=NOW)
    assert reminded_at(NOW + 20 * day) == 0


def test_note_that_was_filed_is_marked_significant_by_whoever_records_there(cast, allocated):
    left(cast, reference=allocated.family.reference)
    look()
    case_note = allocated.family.casenote_set.get()
    for user in (cast.stan, cast.bob, cast.audrey):
        with pytest.raises(Refusal):
            notes.mark_significant(case_note, headline="Gran rang", why="She was alone.", by=user, at=NOW)
    found = notes.mark_significant(case_note, headline="Gran rang", why="She was alone.", by=cast.dora, at=NOW)
    assert found.by == cast.dora
    own = notes.record(allocated.family, kind="home_visit", took_place_at=NOW, by=cast.rick, at=NOW)
    with pytest.raises(Refusal):
        notes.mark_significant(own, headline="Rang", why="No.", by=cast.dora, at=NOW)
