from datetime import timedelta

import pytest
import time_machine

from casework.actions import services as actions
from casework.duedates.models import DueDate
from casework.families import services as families
from casework.notifications.models import Notification
from casework.refusal import Conflict, Odd, Refusal
from casework.trail.confirming import confirming
from casework.warnings import services as warnings
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
    actions.report(action, outcome="met", result="Done on Monday.", done_on=TODAY, by=cast.dora)
    with pytest.raises(Conflict, match=r"recorded already, on Tue 3 Nov 2026: Done on Monday\."):
        actions.report(action, outcome="met", result="Not done.", done_on=TODAY, by=cast.sue)
    action.refresh_from_db()
    assert action.result == "Done on Monday."


@pytest.mark.parametrize(
    ("values", "field"), [({"result": " "}, "result"), ({"done_on": TODAY - timedelta(days=1)}, "done_on")]
)
def test_result_of_an_action_needs_words_and_a_possible_day(cast, allocated, values, field):
    action = agree(allocated.family, cast.sue, owner_agency="Housing")
    with pytest.raises(Refusal) as refused:
        actions.report(action, **{"outcome": "met", "result": "Done.", "done_on": TODAY, "by": cast.sue, **values})
    assert refused.value.field == field


def test_action_taken_back_is_not_open_and_has_its_reason(cast, allocated):
    action = agree(allocated.family, cast.sue, owner_agency="Housing")
    with pytest.raises(Refusal, match="Say why"):
        actions.withdraw(action, because=" ", by=cast.sue)
    actions.withdraw(action, because="Typed twice.", by=cast.sue)
    assert not allocated.family.agreedaction_set.not_withdrawn().exists()
    with pytest.raises(Conflict, match="taken back"):
        actions.report(action, outcome="met", result="Done.", done_on=TODAY, by=cast.sue)


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
        actions.report(action, outcome="met", result="Rung.", done_on=TODAY, by=cast.rick)
    with pytest.raises(Refusal, match="You may not record"):
        actions.withdraw(other, because="Twice.", by=cast.rick)
    assert actions.report(action, outcome="met", result="Rung.", done_on=TODAY, by=cast.cora).result == "Rung."
    assert actions.withdraw(other, because="Twice.", by=cast.cora).withdrawn_because == "Twice."


def told(kind):
    return {each.user for each in Notification.objects.filter(kind=kind)}


def running(action):
    return list(DueDate.objects.running().of(action))


@pytest.mark.rule("A7.8", "A6.7")
def test_owner_of_an_action_is_told_and_its_clock_is_theirs(cast, allocated):
    action = agree(allocated.family, cast.sue, owner_user=cast.dora)
    assert told("action_given") == {cast.dora}
    (due,) = running(action)
    assert (due.owner, due.timescale, due.due) == (cast.dora, "agreed_action", SOON)
    assert due.remind_at < due.due_at


def test_nobody_is_told_of_what_they_gave_themselves(cast, allocated):
    assert running(agree(allocated.family, cast.sue, owner_user=cast.sue))[0].owner == cast.sue
    assert told("action_given") == set()


@pytest.mark.rule("A9.13")
def test_of_an_agency_the_lead_asks_and_of_the_family_who_supports_it_looks_again(cast, allocated):
    of_agency = agree(allocated.family, cast.sue, owner_agency="Housing")
    looked_at = TODAY + timedelta(days=7)
    of_family = agree(
        allocated.family, cast.sue, owner_person=allocated.ann, supported_by=cast.dora, review_on=looked_at
    )
    assert [(each.owner, each.timescale) for each in running(of_agency)] == [(cast.sue, "agency_action")]
    assert [(each.owner, each.due) for each in running(of_family)] == [(cast.dora, looked_at)]
    assert told("action_given") == {cast.dora}
    assert of_agency.is_overdue(SOON + timedelta(days=1)) and not of_family.is_overdue(SOON + timedelta(days=1))


@pytest.mark.rule("A9.18")
@pytest.mark.parametrize(("outcome", "also"), [("met", False), ("partly", True), ("not", True)])
def test_result_says_whether_it_was_met_and_tells_whom_it_concerns(cast, allocated, outcome, also):
    action = agree(allocated.family, cast.cora, owner_user=cast.dora)
    actions.report(action, outcome=outcome, result="She went once.", done_on=TODAY, by=cast.dora)
    assert not running(action)
    assert told("action_reported") == ({cast.cora, cast.sue, cast.mary, cast.dev} if also else {cast.cora})


@pytest.mark.parametrize("outcome", ["", "done"])
def test_result_without_whether_it_was_met_is_refused(cast, allocated, outcome):
    action = agree(allocated.family, cast.sue, owner_user=cast.dora)
    with pytest.raises(Refusal, match="met, partly met or not met") as refused:
        actions.report(action, outcome=outcome, result="Done.", done_on=TODAY, by=cast.dora)
    assert refused.value.field == "outcome" and running(action)


@pytest.mark.rule("A7.8")
def test_action_handed_over_is_the_others_and_everyone_concerned_is_told(cast, allocated):
    action = agree(allocated.family, cast.cora, owner_user=cast.dora)
    action = actions.hand_over(action, to=cast.sue, because="Dora is on leave.", by=cast.mary, at=NOW)
    assert [each.owner for each in running(action)] == [cast.sue]
    assert told("action_handed_over") == {cast.sue, cast.dora, cast.cora}
    with pytest.raises(Refusal, match="has it already"):
        actions.hand_over(action, to=cast.sue, because="Again.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="does not work with this family"):
        actions.hand_over(action, to=cast.stan, because="Stan can.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Say why"):
        actions.hand_over(action, to=cast.dora, because=" ", by=cast.mary, at=NOW)


def test_support_of_an_agreement_is_handed_over_and_the_agreement_stays_the_familys(cast, allocated):
    action = agree(allocated.family, cast.sue, owner_person=allocated.ann, supported_by=cast.dora)
    action = actions.hand_over(action, to=cast.cora, because="Cora knows Ann.", by=cast.sue, at=NOW)
    assert (action.owner, action.supported_by) == ("Ann Ash", cast.cora)
    assert [each.owner for each in running(action)] == [cast.cora]


@pytest.mark.rule("A9.13")
def test_progress_is_noted_and_an_action_without_it_is_shown_to_managers(cast, allocated):
    action, of_family = (
        agree(allocated.family, cast.sue, due_on=TODAY + timedelta(days=60), **owner)
        for owner in ({"owner_user": cast.dora}, {"owner_person": allocated.ann})
    )
    waiting = type(action).objects.without_progress
    later = TODAY + timedelta(days=14)
    assert list(waiting(later - timedelta(days=1))) == []
    assert list(waiting(later)) == [action]
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        actions.note_progress(action, progress="Rang twice.", by=cast.dora, at=NOW + timedelta(days=10))
    assert list(waiting(later)) == []
    assert list(waiting(TODAY + timedelta(days=61))) == [action], "what is agreed with the family is never overdue"
    assert of_family.look_on == of_family.due_on


def test_taken_back_or_in_error_its_clock_ends_and_its_owner_is_told(cast, allocated):
    one, other = (agree(allocated.family, cast.sue, owner_user=cast.dora, what=what) for what in ("Ring", "Visit"))
    actions.withdraw(one, because="Not needed.", by=cast.sue)
    actions.record_in_error(other, reason="wrong_family", because="Of the Elms.", by=cast.sue, at=NOW)
    assert not running(one) and not running(other)
    assert told("action_taken_back") == {cast.dora}
    assert cast.dora in told("recorded_in_error")


def test_worker_who_left_is_not_told_what_came_of_it(cast, allocated):
    action = agree(allocated.family, cast.rick, owner_user=cast.dora)
    leave(cast.rick, by=cast.mary)
    actions.report(action, outcome="met", result="Done.", done_on=TODAY, by=cast.dora)
    assert told("action_reported") == set()


def harm(allocated, cast, person=None):
    warnings.add(
        allocated.family, kind="violence", detail="He hit her.", source="Police", from_date=TODAY, person=person,
        review_on=SOON, by=cast.sue, at=NOW,
    )  # fmt: skip


@pytest.mark.rule("A7.8")
@pytest.mark.parametrize(
    "what",
    ["Keep Rob away from the children", "Make sure that he goes to his course", "Tell us when her partner drinks"],
)
def test_agreement_that_makes_the_harmed_adult_answer_for_another_is_queried(cast, allocated, what):
    rob = add_adult(allocated.family, cast.mary, name="Rob Ash")
    agree(allocated.family, cast.sue, owner_person=allocated.ann, what=f"{what}, as before")
    harm(allocated, cast, rob)
    with pytest.raises(Odd, match="Nobody who is harmed can control the one who harms") as odd:
        agree(allocated.family, cast.sue, owner_person=allocated.ann, what=what)
    with confirming([odd.value.sentence]):
        assert agree(allocated.family, cast.sue, owner_person=allocated.ann, what=what).owner == "Ann Ash"
    assert agree(allocated.family, cast.sue, owner_person=rob, what=what), "what he takes on himself is not queried"
    assert agree(allocated.family, cast.sue, owner_person=allocated.ann, what="Go to the group on Thursdays")
