from datetime import timedelta

import pytest
import time_machine

from casework.actions import services as actions
from casework.families import services as families
from casework.refusal import Conflict, Refusal
from tests.factories import NOW, add_adult, add_child
from tests.former import leave

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SOON = TODAY + timedelta(days=14)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def agree(family, by, **values):
    return actions.agree(family, **{"what": "Fit new locks", "due_on": SOON, "agreed_on": TODAY, "by": by, **values})


@pytest.mark.rule("A7.8", "A6.7")
def test_action_is_owned_by_a_worker_a_parent_or_another_agency(cast, allocated):
    owners = [{"owner_user": cast.dora}, {"owner_person": allocated.ann}, {"owner_agency": "Housing"}]
    agreed = [agree(allocated.family, cast.sue, **owner) for owner in owners]
    assert [action.owner for action in agreed] == ["Dora Dale", "Ann Ash", "Housing"]


@pytest.mark.rule("A7.8", "A6.7")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"what": " "}, "what"),
        ({"owner_agency": " "}, "owner"),
        ({"owner_agency": ""}, "owner"),
    ],
)
def test_action_without_a_date_an_owner_or_words_is_refused(cast, allocated, values, field):
    with pytest.raises(Refusal) as refused:
        agree(allocated.family, cast.sue, **{"owner_agency": "Housing", **values})
    assert refused.value.field == field
    assert not allocated.family.agreedaction_set.exists()


def test_action_with_two_owners_is_refused(cast, allocated):
    with pytest.raises(Refusal, match="one worker, one person"):
        agree(allocated.family, cast.sue, owner_user=cast.dora, owner_agency="Housing")


def test_action_has_an_owner_and_a_child_of_the_family(cast, allocated):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo, bill = add_child(other, cast.mary, name="Bo Birch"), add_adult(other, cast.mary, name="Bill Birch")
    for values in ({"owner_person": bill}, {"owner_user": cast.stan}, {"owner_agency": "Housing", "child": bo}):
        with pytest.raises(Refusal, match=r"Choose (somebody|a child of this family)"):
            agree(allocated.family, cast.sue, **values)


def test_action_is_not_agreed_by_a_reader(cast, allocated):
    for reader in (cast.bob, cast.audrey):
        with pytest.raises(Refusal, match="only read"):
            agree(allocated.family, reader, owner_agency="Housing")


def test_action_submitted_twice_is_agreed_once(cast, allocated):
    details = {"what": "Fit new locks", "due_on": SOON, "agreed_on": TODAY, "owner_agency": "Housing", "by": cast.sue}
    assert actions.agree_once(allocated.family, **details) == actions.agree_once(allocated.family, **details)
    actions.agree_once(allocated.family, **{**details, "what": "Mend the door"})
    assert allocated.family.agreedaction_set.count() == 2


def test_result_of_an_action_is_reported_once(cast, allocated):
    action = agree(allocated.family, cast.sue, owner_agency="Housing")
    actions.report(action, result="Done on Monday.", done_on=TODAY, by=cast.dora)
    with pytest.raises(Conflict, match=r"recorded already, on Tue 3 Nov 2026: Done on Monday\."):
        actions.report(action, result="Not done.", done_on=TODAY, by=cast.sue)
    action.refresh_from_db()
    assert action.result == "Done on Monday."


@pytest.mark.parametrize(
    ("values", "field"), [({"result": " "}, "result"), ({"done_on": TODAY - timedelta(days=1)}, "done_on")]
)
def test_result_of_an_action_needs_words_and_a_possible_day(cast, allocated, values, field):
    action = agree(allocated.family, cast.sue, owner_agency="Housing")
    with pytest.raises(Refusal) as refused:
        actions.report(action, **{"result": "Done.", "done_on": TODAY, "by": cast.sue, **values})
    assert refused.value.field == field


def test_action_taken_back_is_not_open_and_has_its_reason(cast, allocated):
    action = agree(allocated.family, cast.sue, owner_agency="Housing")
    with pytest.raises(Refusal, match="Say why"):
        actions.withdraw(action, because=" ", by=cast.sue)
    actions.withdraw(action, because="Typed twice.", by=cast.sue)
    assert not allocated.family.agreedaction_set.not_withdrawn().exists()
    with pytest.raises(Conflict, match="taken back"):
        actions.report(action, result="Done.", done_on=TODAY, by=cast.sue)


def test_action_is_owned_by_a_worker_of_now_and_not_by_a_former_one(cast, allocated):
    leave(cast.rick, by=cast.mary)
    with pytest.raises(Refusal, match="Rick Reed does not work with this family") as refusal:
        agree(allocated.family, cast.sue, owner_user=cast.rick)
    assert refusal.value.field == "owner"
    assert agree(allocated.family, cast.sue, owner_user=cast.cora).owner_user == cast.cora


def test_action_is_reported_and_taken_back_by_a_worker_of_now_and_not_by_a_former_one(cast, allocated):
    action, other = (agree(allocated.family, cast.rick, owner_user=cast.rick, what=what) for what in ("Ring", "Visit"))
    leave(cast.rick, by=cast.mary)
    with pytest.raises(Refusal, match="You may not record"):
        actions.report(action, result="Rung.", done_on=TODAY, by=cast.rick)
    with pytest.raises(Refusal, match="You may not record"):
        actions.withdraw(other, because="Twice.", by=cast.rick)
    assert actions.report(action, result="Rung.", done_on=TODAY, by=cast.cora).result == "Rung."
    assert actions.withdraw(other, because="Twice.", by=cast.cora).withdrawn_because == "Twice."
