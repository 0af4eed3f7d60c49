"""What others record of somebody in a restricted family: its few are told, and settle it; nobody else notices."""

from datetime import date, timedelta

import pytest
import time_machine

from casework.calls import services as calls
from casework.calls.queries import fingerprint_of_call
from casework.families.services import add_family
from casework.left_notes import services as left_notes
from casework.mentions import services
from casework.mentions.models import Mention
from casework.mentions.queries import mentions_of
from casework.mentions.tasks import look
from casework.notes.models import CaseNote
from casework.notifications.queries import notifications_for
from casework.people import services as people
from casework.people.contact_details import services as contacts
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult, add_child
from tests.former import YESTERDAY

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.20", "A11.2")]
SAID = {"child_name": "Mia Ash", "child_address": "Not known.", "concern": "She was seen alone in the park."}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hidden(cast, allocated):
    """The Ash family, restricted to its workers and Mary; the sweep has run before."""
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)
    look()
    return allocated


def call(cast, **said):
    return calls.take(cast.south, **{**SAID, **said}, by=cast.stan, at=NOW)


def told(user):
    return [each for each in notifications_for(user) if each.kind == "mentioned_elsewhere"]


def take_off_the_list(family, user, cast):
    with acting(cast.mary):
        change(family.restrictionreader_set.get(user=user), from_date=YESTERDAY, until_date=YESTERDAY)


def test_call_about_a_restricted_child_is_told_to_the_few_once(cast, hidden):
    taken = call(cast)
    look()
    look()
    mention = Mention.objects.get()
    assert (mention.family, mention.person, mention.call) == (hidden.family, hidden.mia, taken)
    for user in (cast.sue, cast.dora, cast.rick, cast.mary):
        assert len(told(user)) == 1
    for user in (cast.cora, cast.dev, cast.bob, cast.serena, cast.stan, cast.sid, cast.audrey):
        assert not told(user)


def test_call_is_looked_at_again_as_it_is_corrected(cast, hidden):
    taken = call(cast, child_name="A girl of about seven")
    look()
    assert not Mention.objects.exists()
    again = {**SAID, "child_name": "Mia Ashe"}
    calls.put_right(taken, **again, fingerprint=fingerprint_of_call(taken), by=cast.stan, at=NOW)
    look()
    assert Mention.objects.get().call == taken


def test_call_is_found_by_an_address_and_by_a_name_that_the_family_alone_knows(cast, hidden):
    contacts.add_contact(
        hidden.family, hidden.ann, kind="address", value="7 Elmtree Walk", from_date=NOW.date(), by=cast.sue
    )
    first = call(cast, child_name="A girl", child_address="7 elmtree walk")
    people.add_name(hidden.family, hidden.ann, name="Zofia Kaminska", kind="also", by=cast.sue)
    second = call(cast, child_name="Zofia Kaminska")
    look()
    assert {mention.call for mention in Mention.objects.all()} == {first, second}


def test_call_about_nobody_restricted_is_told_to_nobody(cast, allocated):
    look()
    call(cast)
    look()
    assert not Mention.objects.exists()


def test_what_is_open_is_told_as_the_family_is_restricted(cast, allocated):
    look()
    taken = call(cast)
    decided = calls.decide(call(cast), outcome="INFO", because="Known.", by=cast.sid, at=NOW)
    look()
    look()
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)
    look()
    assert [mention.call for mention in Mention.objects.all()] == [taken]
    assert decided.outcome


def test_former_reader_is_not_told(cast, hidden):
    take_off_the_list(hidden.family, cast.rick, cast)
    call(cast)
    look()
    assert not told(cast.rick)
    assert told(cast.sue)


def test_call_that_is_ours_stands_on_the_file_and_changes_nothing_of_the_call(cast, hidden):
    taken = call(cast)
    look()
    mention = Mention.objects.get()
    services.settle(mention, outcome="ours", person=hidden.mia, because="Ann said so.", by=cast.sue, at=NOW)
    note = CaseNote.objects.get(family=hidden.family)
    assert SAID["concern"] in note.passages.get().text
    before = taken.history.count()
    taken.refresh_from_db()
    assert (taken.family, taken.outcome, before) == (None, "", 1)
    with pytest.raises(Conflict):
        services.settle(mention, outcome="not_ours", because="Another.", by=cast.dora, at=NOW)


def test_settling_is_for_those_of_the_family_alone(cast, hidden):
    call(cast)
    look()
    mention = Mention.objects.get()
    take_off_the_list(hidden.family, cast.rick, cast)
    for user in (cast.stan, cast.sid, cast.cora, cast.serena, cast.rick):
        with pytest.raises(Refusal):
            services.settle(mention, outcome="ours", because="I know.", by=user, at=NOW)
    for wrong, field in (
        ({"outcome": "", "because": "So."}, "outcome"),
        ({"outcome": "ours", "because": " "}, "because"),
    ):
        with pytest.raises(Refusal) as refused:
            services.settle(mention, **wrong, by=cast.sue, at=NOW)
        assert refused.value.field == field


def test_left_note_by_reference_is_filed_by_the_few(cast, hidden):
    said = {"reference": hidden.family.reference, "text": "He rang here.", "took_place_at": NOW - timedelta(hours=1)}
    note = left_notes.record(cast.south, **said, by=cast.stan, at=NOW)
    look()
    mention = Mention.objects.get()
    assert (mention.family, mention.person) == (hidden.family, None)
    services.settle(mention, outcome="ours", because="It is us.", by=cast.dora, at=NOW)
    left_notes.add(note, text="He will ring again.", by=cast.stan, at=NOW)
    look()
    case_note = CaseNote.objects.get(family=hidden.family)
    assert case_note.author == cast.stan
    assert case_note.family.answer_set.get().text == "He will ring again."
    note.refresh_from_db()
    assert (note.note, note.settled_at) == (None, None)


@pytest.fixture
def newcomer(cast, hidden):
    """Sid makes a call into a new family and enters its child, whom he cannot know."""
    taken = call(cast)
    taken = calls.decide(taken, outcome="REFERRAL", because="A child alone.", new_family="Ash", by=cast.sid, at=NOW)
    child = add_child(taken.family, cast.sid, at=NOW)
    look()
    return child


def test_child_entered_a_second_time_is_told_and_recorded_for_the_family_alone(cast, hidden, newcomer):
    mention = Mention.objects.get(newcomer=newcomer)
    assert mention.person == hidden.mia
    with pytest.raises(Refusal) as refused:
        services.settle(mention, outcome="ours", because="Her birthday.", by=cast.sue, at=NOW)
    assert refused.value.field == "person"
    before = Person.history.count()
    services.settle(mention, outcome="ours", person=hidden.mia, because="Her birthday.", by=cast.sue, at=NOW)
    newcomer.refresh_from_db()
    assert newcomer.merged_into is None
    assert Person.history.count() == before


def test_two_records_are_linked_when_the_family_is_restricted_no_more(cast, hidden, newcomer):
    mention = Mention.objects.get(newcomer=newcomer)
    services.settle(mention, outcome="ours", person=hidden.mia, because="Her birthday.", by=cast.sue, at=NOW)
    restrictions.lift(hidden.family, because="He is gone.", by=cast.mary, at=NOW)
    newcomer.refresh_from_db()
    assert newcomer.merged_into == hidden.mia


def test_two_records_that_cannot_be_one_are_told_when_the_family_is_restricted_no_more(cast, hidden):
    family = add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)
    other = add_adult(family, cast.sid, name="Mia Ash", born=date(1980, 1, 1), at=NOW)
    look()
    mention = Mention.objects.get(newcomer=other)
    services.settle(mention, outcome="ours", person=hidden.mia, because="So it seems.", by=cast.sue, at=NOW)
    restrictions.lift(hidden.family, because="He is gone.", by=cast.mary, at=NOW)
    other.refresh_from_db()
    assert other.merged_into is None
    assert [each for each in notifications_for(cast.sue) if each.kind == "same_not_linked"]


def test_other_name_of_somebody_entered_elsewhere_is_looked_at(cast, hidden):
    family = add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)
    child = add_child(family, cast.sid, name="Zofia Kaminska", at=NOW)
    look()
    assert not Mention.objects.exists()
    people.add_name(family, child, name="Mia Ash", kind="also", by=cast.sid)
    look()
    assert Mention.objects.get().newcomer == child


def test_child_of_a_restricted_family_alone_is_told_to_no_other(cast, hidden):
    family = add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)
    restrictions.restrict(family, because="Ours too.", readers=[], by=cast.sid, at=NOW)
    add_child(family, cast.sid, at=NOW)
    look()
    assert not Mention.objects.exists()


def test_what_lies_in_another_restricted_family_is_not_shown(cast, hidden, newcomer):
    assert mentions_of(hidden.family, cast.sue).count() == 2
    family = newcomer.memberships.get().family
    restrictions.restrict(family, because="Ours too.", readers=[], by=cast.sid, at=NOW)
    assert not mentions_of(hidden.family, cast.sue).exists()
