"""Asking another family's manager before somebody is brought in, and the answer."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from casework.families.services import add_family
from casework.households import services as households
from casework.joins import services as joins
from casework.matching import services as matching
from casework.matching.asking import services
from casework.matching.asking.models import BringInAsk
from casework.matching.asking.tasks import remind_of_asks
from casework.notifications.queries import notifications_for
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_child
from tests.former import make_former
from workbook.members import services as members

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A1.16", "A11.2")]
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def oak(cast):
    return add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW)


def ask(oak, person, cast, by=None):
    [row] = services.ask(oak, person, because="She lives with them.", by=by or cast.sid, at=NOW)
    return row


def bring_in(oak, person, cast, **details):
    return members.bring_in(oak, person, role="child", by=cast.sid, at=NOW, **details)


def told(user, kind):
    return [each for each in notifications_for(user) if each.kind == kind]


def belongs(family, person):
    return family.members_now().filter(person=person).exists()


def test_nobody_is_brought_in_before_their_manager_agrees(cast, allocated, oak):
    with pytest.raises(Refusal, match="Ask its manager first"):
        bring_in(oak, allocated.mia, cast)
    row = ask(oak, allocated.mia, cast)
    assert row.family == allocated.family
    assert told(cast.mary, "bring_in_asked")
    assert told(cast.sue, "bring_in_asked")
    with pytest.raises(Refusal, match="Ask its manager first"):
        bring_in(oak, allocated.mia, cast)
    services.answer(row, answer="yes", from_date=TODAY - DAY, by=cast.mary, at=NOW)
    assert told(cast.sid, "bring_in_answered")
    with pytest.raises(Refusal, match="Give that day or a later one"):
        bring_in(oak, allocated.mia, cast, from_date=TODAY - 2 * DAY)
    assert not belongs(oak, allocated.mia)
    bring_in(oak, allocated.mia, cast)
    assert belongs(oak, allocated.mia)
    assert belongs(allocated.family, allocated.mia)


def test_a_yes_counts_once(cast, allocated, oak):
    row = ask(oak, allocated.mia, cast)
    services.answer(row, answer="yes", from_date=TODAY, by=cast.mary, at=NOW)
    bring_in(oak, allocated.mia, cast)
    households.leave(oak, allocated.mia, left_on=TODAY, because="She went back.", by=cast.sid, at=NOW)
    with pytest.raises(Refusal, match="Ask its manager first"):
        bring_in(oak, allocated.mia, cast)


def test_a_no_says_why_and_may_be_asked_again(cast, allocated, oak):
    row = ask(oak, allocated.mia, cast)
    with pytest.raises(Refusal) as refused:
        services.answer(row, answer="no", by=cast.mary, at=NOW)
    assert refused.value.field == "because"
    services.answer(row, answer="no", because="Ring me first.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal):
        bring_in(oak, allocated.mia, cast)
    assert ask(oak, allocated.mia, cast) != row


def test_second_window_is_told(cast, allocated, oak):
    row = ask(oak, allocated.mia, cast)
    with pytest.raises(Conflict, match="asked already"):
        ask(oak, allocated.mia, cast)
    assert len(told(cast.mary, "bring_in_asked")) == 1
    services.answer(row, answer="yes", from_date=TODAY, by=cast.mary, at=NOW)
    with pytest.raises(Conflict, match="answered already"):
        services.answer(row, answer="no", because="No.", by=cast.dev, at=NOW)


def test_answering_is_for_managers_of_the_family_that_is_asked(cast, allocated, oak):
    row = ask(oak, allocated.mia, cast)
    make_former(cast.dev.memberships.all(), by=cast.mary)
    for user in (cast.sid, cast.stan, cast.sue, cast.dev, cast.audrey):
        with pytest.raises(Refusal):
            services.answer(row, answer="yes", from_date=TODAY, by=user, at=NOW)
    for wrong, field in (
        ({"answer": ""}, "answer"),
        ({"answer": "yes"}, "from_date"),
        ({"answer": "yes", "from_date": TODAY + DAY}, "from_date"),
    ):
        with pytest.raises(Refusal) as refused:
            services.answer(row, **wrong, by=cast.mary, at=NOW)
        assert refused.value.field == field


def test_asking_is_for_who_keeps_the_people_and_says_why(cast, allocated, oak):
    with pytest.raises(Refusal):
        ask(oak, allocated.mia, cast, by=cast.stan)
    with pytest.raises(Refusal, match="Say why"):
        services.ask(oak, allocated.mia, because=" ", by=cast.sid, at=NOW)
    assert not BringInAsk.objects.exists()


def test_whoever_left_that_family_or_is_in_a_family_that_one_opens_is_not_asked_for(cast, allocated, oak):
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    members.bring_in(elm, allocated.mia, role="child", by=cast.mary, at=NOW)
    assert belongs(elm, allocated.mia)
    kit = add_child(allocated.family, cast.mary, name="Kit Ash")
    households.leave(allocated.family, kit, left_on=TODAY, because="Moved.", by=cast.mary, at=NOW)
    bring_in(oak, kit, cast)
    assert belongs(oak, kit)


def test_who_had_left_comes_back_only_after_the_family_they_belong_to_now_agrees(cast, allocated, oak):
    kit = add_child(oak, cast.sid, name="Kit Oak")
    households.leave(oak, kit, left_on=TODAY - DAY, because="Moved.", by=cast.sid, at=NOW)
    matching.bring_in(allocated.family, kit, role="child", by=cast.mary, at=NOW)
    back = {"from_date": TODAY, "in_household": True, "because": "Back.", "by": cast.sid, "at": NOW}
    with pytest.raises(Refusal, match="Ask its manager first"):
        households.come_back(oak, kit, **back)
    services.answer(ask(oak, kit, cast), answer="yes", from_date=TODAY, by=cast.mary, at=NOW)
    assert households.come_back(oak, kit, **back)


def test_a_restricted_family_that_has_them_too_is_not_asked_and_not_told_of(cast, allocated, oak):
    """Mia is in Ash, which Sid may find, and in Elm, which he may not: he reads and does the same as without it."""
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    matching.bring_in(elm, allocated.mia, role="child", by=cast.mary, at=NOW)
    restrictions.restrict(elm, because="She fled.", readers=[], by=cast.mary, at=NOW)
    row = ask(oak, allocated.mia, cast)
    assert [each.family for each in BringInAsk.objects.all()] == [allocated.family]
    services.answer(row, answer="yes", from_date=TODAY, by=cast.mary, at=NOW)
    assert bring_in(oak, allocated.mia, cast)


def test_whoever_is_in_a_restricted_family_alone_is_not_there(cast, allocated, oak):
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Choose somebody who was found"):
        ask(oak, allocated.mia, cast)
    with pytest.raises(Refusal, match="Choose somebody who was found"):
        bring_in(oak, allocated.mia, cast)


def test_a_restricted_family_asks_nobody_since_that_would_tell(cast, allocated, oak):
    restrictions.restrict(oak, because="She fled.", readers=[], by=cast.sid, at=NOW)
    with pytest.raises(Conflict, match="Nobody need be asked"):
        ask(oak, allocated.mia, cast)
    bring_in(oak, allocated.mia, cast)
    assert belongs(oak, allocated.mia)
    assert not notifications_for(cast.dev).exists()


def reminded_at(moment):
    with time_machine.travel(moment, tick=False):
        return remind_of_asks()


def test_neither_bringing_in_nor_coming_back_goes_round_the_question_by_the_service_below(cast, allocated, oak):
    """The guard is in the service itself, whoever calls it."""
    with pytest.raises(Refusal, match="Ask its manager first"):
        matching.bring_in(oak, allocated.mia, role="child", by=cast.sid, at=NOW)
    row = ask(oak, allocated.mia, cast)
    services.answer(row, answer="yes", from_date=TODAY, by=cast.mary, at=NOW)
    matching.bring_in(oak, allocated.mia, role="child", by=cast.sid, at=NOW)
    row.refresh_from_db()
    assert row.used_at == NOW


def test_ask_that_waits_reminds_its_managers_and_then_the_next_by_day(cast, allocated, oak):
    ask(oak, allocated.mia, cast)
    assert reminded_at(NOW + 2 * DAY - timedelta(seconds=1)) == 0
    assert reminded_at((NOW + 2 * DAY).replace(hour=23)) == 0
    assert reminded_at(NOW + 3 * DAY) == 2
    assert reminded_at(NOW + 3 * DAY + timedelta(hours=1)) == 0
    told_so_far = (cast.mary, cast.dev, cast.sue, cast.serena)
    assert [len(told(user, "bring_in_waits")) for user in told_so_far] == [1, 1, 0, 0]
    assert reminded_at(NOW + 8 * DAY) == 1, "over the weekend"
    assert [len(told(user, "bring_in_waits")) for user in (cast.mary, cast.serena)] == [1, 1]
    assert reminded_at(NOW + 20 * DAY) == 0, "nobody is left"


def test_ask_of_a_family_that_is_restricted_meanwhile_reminds_nobody_who_may_not_know_of_it(cast, allocated, oak):
    ask(oak, allocated.mia, cast)
    restrictions.restrict(oak, because="She fled.", readers=[], by=cast.sid, at=NOW)
    reminded_at(NOW + 3 * DAY)
    for user in (cast.mary, cast.dev):
        assert not told(user, "bring_in_waits")


def test_ask_is_taken_back_by_whoever_keeps_the_people_there_and_may_be_asked_anew(cast, allocated, oak):
    row = ask(oak, allocated.mia, cast)
    for user in (cast.mary, cast.stan):
        with pytest.raises(Refusal):
            services.take_back(row, by=user, at=NOW)
    services.take_back(row, by=cast.sid, at=NOW)
    assert reminded_at(NOW + 3 * DAY) == 0
    with pytest.raises(Conflict):
        services.take_back(row, by=cast.sid, at=NOW)
    with pytest.raises(Conflict):
        services.answer(row, answer="yes", from_date=TODAY, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Ask its manager first"):
        bring_in(oak, allocated.mia, cast)
    again = ask(oak, allocated.mia, cast)
    with pytest.raises(Refusal, match="Say yes or no"):
        services.answer(again, answer="taken_back", by=cast.mary, at=NOW)


def test_ask_ends_when_the_two_families_are_joined(cast, allocated):
    elm = add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    row = ask(elm, allocated.mia, cast)
    with acting(cast.mary), transaction.atomic():
        change(elm.familyteam_set.get(), team=cast.north)
    joins.join(allocated.family, elm, because="One family.", by=cast.mary, at=NOW)
    row.refresh_from_db()
    assert row.answer == "taken_back"
