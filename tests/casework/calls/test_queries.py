"""Who sees the calls about a child's safety, and who works and decides on them (A7.20, C27)."""

from datetime import timedelta

import pytest

from casework.access.models import Restriction
from casework.calls import queries
from casework.calls import services as calls
from casework.families.services import add_family
from casework.trail.acting import acting
from casework.users.roles import Role
from tests.casework.calls.test_services import SAID, decide
from tests.factories import LONG_AGO, NOW, UserFactory
from tests.former import make_former

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.20")]
TODAY = NOW.date()


@pytest.fixture
def call(cast):
    return calls.take(cast.north, **SAID, by=cast.bob, at=NOW)


def sees(user):
    return queries.calls_for(user, today=TODAY).exists()


def test_calls_are_hidden_from_a_former_member_and_seen_by_a_second(cast, call):
    second = UserFactory(name="Bea Birch", team=cast.north, role=Role.BUSINESS_SUPPORT)
    make_former(cast.bob.memberships, by=cast.serena)
    assert not sees(cast.bob), "who took the call has left the team since"
    assert sees(second)


def test_calls_are_hidden_from_a_former_holder_of_a_post_and_seen_by_a_second(cast, call):
    second = UserFactory(name="Asa Audit", role=Role.AUDITOR)
    make_former(cast.audrey.posts, by=cast.serena)
    assert not sees(cast.audrey)
    assert sees(second)


def test_calls_about_a_restricted_family_are_hidden_from_a_former_reader_and_seen_by_a_second(cast, call, ash):
    decide(call, cast.mary, outcome="INFO", family=ash.family)
    with acting(cast.mary):
        values = {"family": ash.family, "from_date": LONG_AGO}
        Restriction.objects.create(**values, because="A colleague's family.")
        for user, until in ((cast.bob, TODAY - timedelta(days=1)), (cast.cora, None)):
            ash.family.restrictionreader_set.create(user=user, from_date=LONG_AGO, until_date=until)
    assert not sees(cast.bob)
    assert sees(cast.cora)


def test_call_is_worked_on_by_a_second_taker_and_not_by_a_former_one(cast, call):
    second = UserFactory(name="Bea Birch", team=cast.north, role=Role.BUSINESS_SUPPORT)
    make_former(cast.bob.memberships, by=cast.serena)
    assert not queries.may_work_on(cast.bob, call, TODAY)
    assert queries.may_work_on(second, call, TODAY)


@pytest.mark.rule("C27")
def test_call_is_decided_by_a_second_manager_and_not_by_a_former_one(cast, call):
    make_former(cast.mary.memberships, by=cast.serena)
    assert not queries.may_decide(cast.mary, call, TODAY)
    assert queries.may_decide(cast.dev, call, TODAY)


@pytest.mark.rule("C27")
def test_call_is_decided_by_a_second_head_and_not_by_a_former_one(cast, call):
    former = UserFactory(name="Hal Head", role=Role.SERVICE_MANAGER)
    second = UserFactory(name="Hedy Head", role=Role.SERVICE_MANAGER)
    make_former(former.posts, by=cast.serena)
    assert not queries.may_decide(former, call, TODAY)
    assert queries.may_decide(second, call, TODAY)


def test_managers_of_a_call_are_the_present_ones(cast, call):
    make_former(cast.mary.memberships, by=cast.serena)
    assert set(queries.managers_of_call(call, NOW)) == {cast.dev}


def test_calls_are_seen_by_the_team_those_over_it_and_the_auditor(cast, call):
    everybody = ("sue", "dora", "cora", "bob", "mary", "dev", "serena", "audrey", "stan", "sid")
    seen = {who for who in everybody if queries.calls_for(getattr(cast, who), today=NOW.date()).exists()}
    assert seen == {"sue", "dora", "cora", "bob", "mary", "dev", "serena", "audrey"}


def test_calls_about_a_family_are_seen_by_who_may_open_it(cast, call, ash):
    stan = UserFactory(name="Olga Oak", team=cast.south, role=Role.SOCIAL_WORKER)
    assert not queries.calls_for(stan, today=NOW.date()).exists()
    theirs = add_family(name="South", team=cast.south, by=cast.sid, at=NOW)
    with acting(cast.mary):
        call.family = theirs
        call.save()
    assert queries.calls_for(stan, today=NOW.date()).get() == call


def test_calls_about_a_restricted_family_are_seen_by_who_is_on_its_list(cast, call, ash):
    call = decide(call, cast.mary, outcome="INFO", family=ash.family)
    with acting(cast.mary):
        Restriction.objects.create(family=ash.family, from_date=NOW.date(), because="A colleague's family.")
    for who in (cast.bob, cast.mary, cast.audrey):
        assert not queries.calls_for(who, today=NOW.date()).exists()


def test_calls_are_not_seen_by_who_has_left(cast, call):
    with acting(cast.mary):
        cast.bob.is_active = False
        cast.bob.save()
    assert not queries.calls_for(cast.bob, today=NOW.date()).exists()
