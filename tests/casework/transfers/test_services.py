"""Transfers are asked, offered and answered by present managers: never a former one, always a second one (A9.7)."""

import pytest
import time_machine

from casework.access.models import Restriction
from casework.refusal import Conflict, Refusal
from casework.trail.acting import NoTransaction, acting
from casework.transfers import queries, services
from casework.transfers.models import Transfer
from casework.transfers.states import TransferState
from casework.users.roles import Role
from tests.factories import LONG_AGO, NOW, UserFactory
from tests.former import YESTERDAY, make_former

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.7")]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def second(cast):
    """A second manager of Team South."""
    return UserFactory(name="Sal Salt", team=cast.south, role=Role.TEAM_MANAGER)


def ask(ash, cast, by=None):
    return services.ask(
        ash.family, to_team=cast.south, reason="They moved.", plan="Visit.", summary="So far.",
        no_joint_visit_because="No time.", by=by or cast.mary, at=NOW,
    )  # fmt: skip


def restrict(family, cast, **readers):
    """`readers` are the last days of those on the list, by their key in the cast; None has no end."""
    with acting(cast.mary):
        Restriction.objects.create(family=family, from_date=LONG_AGO, because="A colleague's family.")
        for user, until in readers.items():
            family.restrictionreader_set.create(user=getattr(cast, user), from_date=LONG_AGO, until_date=until)


def test_transfer_is_offered_to_a_second_manager_and_not_to_a_former_one(cast, ash, second):
    transfer = ask(ash, cast)
    make_former(cast.sid.memberships, by=cast.serena)
    assert not queries.offered_to(cast.sid, TODAY).exists()
    assert queries.offered_to(second, TODAY).get() == transfer
    with pytest.raises(Refusal, match="Only a manager of South"):
        services.decline(transfer, because="Full.", by=cast.sid, at=NOW)
    assert services.decline(transfer, because="Full.", by=second, at=NOW).state == TransferState.DECLINED


def test_transfer_of_a_restricted_family_is_offered_to_who_is_on_its_list_still(cast, ash, second):
    transfer = ask(ash, cast)
    cast.second = second
    restrict(ash.family, cast, mary=None, sid=YESTERDAY, second=None)
    assert not queries.offered_to(cast.sid, TODAY).exists()
    assert queries.offered_to(second, TODAY).get() == transfer
    assert {*queries.receivers_of(ash.family, cast.south, TODAY)} == {second}


def test_transfer_is_received_by_present_managers(cast, ash, second):
    make_former(cast.sid.memberships, by=cast.serena)
    assert {*queries.receivers_of(ash.family, cast.south, TODAY)} == {second}


def test_transfer_is_asked_and_taken_back_by_a_second_manager_and_not_by_a_former_one(cast, ash):
    transfer = ask(ash, cast)
    make_former(cast.mary.memberships, by=cast.serena)
    with pytest.raises(Refusal):
        services.take_back(transfer, because="Stays.", by=cast.mary, at=NOW)
    assert services.take_back(transfer, because="Stays.", by=cast.dev, at=NOW).settled_by == cast.dev
    with pytest.raises(Refusal):
        ask(ash, cast)
    assert ask(ash, cast, by=cast.dev).asked_by == cast.dev


def test_transfer_refuses_an_older_version(cast, ash):
    transfer = ask(ash, cast)
    services.take_back(transfer, because="Stays.", version=1, by=cast.mary, at=NOW)
    assert Transfer.objects.get().version == 2
    with pytest.raises(Conflict, match="was changed since"):
        services.decline(transfer, because="Full.", version=1, by=cast.sid, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_transfer_is_settled_only_inside_a_service(cast, ash):
    with acting(cast.mary), pytest.raises(NoTransaction):
        services.settle(Transfer(), TransferState.TAKEN_BACK, by=cast.mary, at=NOW)
