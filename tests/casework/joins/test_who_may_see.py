"""What was granted, opened in an emergency, or shut to somebody, when families are joined and taken apart."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from casework.access import Can, access_of, families_to_find
from casework.access.models import ConflictOfInterest
from casework.conflicts import services as conflicts
from casework.emergencies import services as emergencies
from casework.emergencies.queries import emergency_for
from casework.families import services as families
from casework.grants import services as grants
from casework.joins import services as joins
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.users.models import Post
from casework.users.roles import Role
from tests.factories import NOW, UserFactory, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.2")]
TODAY, HOUR, DAY = NOW.date(), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leo(cast, allocated):
    family = families.add_family(name="Leo Ash", team=cast.north, by=cast.mary, at=NOW - 5 * DAY)
    add_child(family, cast.mary, name="Leo Ash")
    return family


def join(cast, allocated, leo):
    return joins.join(allocated.family, leo, because="Brother.", by=cast.mary, at=NOW)


def granted(family, user, cast):
    return grants.grant(
        family,
        user=user,
        kind="duty",
        because="Tonight.",
        from_date=TODAY,
        until_date=TODAY + DAY,
        by=cast.mary,
        at=NOW,
    )


def opened(user, family):
    because = "Police ring: she is locked in with him."
    return emergencies.open_record(because=because, typed=family.reference, hours=2, declared=True, by=user, at=NOW)


def test_grant_of_either_family_ends_with_the_join_and_does_not_come_back(cast, allocated, leo):
    other = UserFactory(team=cast.south, role=Role.SOCIAL_WORKER)
    rows = granted(allocated.family, cast.stan, cast), granted(leo, other, cast)
    joining = join(cast, allocated, leo)
    for row in rows:
        row.refresh_from_db()
        assert (row.ended_at, row.ended_because) == (NOW, "The family was joined with another.")
    joins.undo(joining, because="Another Ash.", by=cast.mary, at=NOW)
    for user in (cast.stan, other):
        for family in (allocated.family, leo):
            assert not access_of(user, family).rights
    assert granted(allocated.family, cast.stan, cast)


def test_families_are_neither_joined_nor_taken_apart_while_one_is_open_in_an_emergency(cast, allocated, leo):
    for family in (allocated.family, leo):
        row = opened(cast.stan, family)
        with pytest.raises(Refusal, match="open in an emergency now"):
            join(cast, allocated, leo)
        emergencies.end(row, by=cast.stan, at=NOW)
    joining = join(cast, allocated, leo)
    row = opened(cast.stan, leo)
    assert row.family == allocated.family
    with pytest.raises(Refusal, match="open in an emergency now"):
        joins.undo(joining, because="Another Ash.", by=cast.mary, at=NOW)
    emergencies.end(row, by=cast.stan, at=NOW)
    joins.undo(joining, because="Another Ash.", by=cast.mary, at=NOW)
    assert not access_of(cast.stan, leo).rights


def test_emergency_of_a_joined_family_is_read_by_those_who_read_where_it_is_now(cast, allocated, leo):
    row = opened(cast.stan, leo)
    emergencies.end(row, by=cast.stan, at=NOW)
    join(cast, allocated, leo)
    assert emergency_for(cast.cora, row.pk, TODAY) == row
    assert emergency_for(UserFactory(team=cast.south, role=Role.SOCIAL_WORKER), row.pk, TODAY) is None


def test_conflict_of_interest_with_one_stays_with_both_joined_and_apart(cast, allocated, leo):
    other = UserFactory(team=cast.north, role=Role.SOCIAL_WORKER)
    conflicts.declare_of(leo, user=cast.cora, because="He is the uncle.", by=cast.mary, at=NOW)
    conflicts.declare_of(allocated.family, user=other, because="She is the aunt.", by=cast.mary, at=NOW)
    for family in (allocated.family, leo):
        conflicts.declare_of(family, user=cast.dev, because="He lives there.", by=cast.mary, at=NOW)
    joining = join(cast, allocated, leo)
    for _ in range(2):
        for user in (cast.cora, other, cast.dev):
            for family in (allocated.family, leo):
                assert not access_of(user, family).rights
                assert ConflictOfInterest.objects.filter(user=user, family=family).count() == 1
        assert access_of(cast.mary, allocated.family).can(Can.DECIDE)
        if not joining.undone:
            joining = joins.undo(joining, because="Another Ash.", by=cast.mary, at=NOW)


def test_worker_with_a_conflict_of_interest_in_the_other_family_forbids_joining(cast, allocated, leo):
    conflicts.declare_of(leo, user=cast.rick, because="He is the uncle.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="a conflict of interest with the other") as refused:
        join(cast, allocated, leo)
    assert "Rick" not in refused.value.sentence


def test_families_that_no_manager_could_find_any_more_are_not_joined(cast, allocated, leo):
    head = UserFactory()
    with acting(head), transaction.atomic():
        Post.objects.create(user=head, role=Role.HEAD_OF_SERVICE, from_date=TODAY)
    conflicts.declare_of(leo, user=cast.serena, because="She is the aunt.", by=cast.mary, at=NOW)
    conflicts.declare_of(allocated.family, user=cast.mary, because="Her brother.", by=cast.serena, at=NOW)
    with pytest.raises(Refusal, match="every manager of the team"):
        joins.join(allocated.family, leo, because="Brother.", by=head, at=NOW)


def test_restriction_shuts_what_was_joined_to_the_family_too_and_is_lifted_there(cast, allocated, leo, signed_in):
    joining = join(cast, allocated, leo)
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)
    for user in (cast.serena, cast.cora, cast.audrey, cast.bob, cast.sid):
        assert not families_to_find(user).filter(pk__in=[leo.pk, allocated.family.pk]).exists(), user
        assert signed_in(user).get(f"/families/{leo.pk}/").status_code == 404, user
    restrictions.add_reader(allocated.family, cast.serena, by=cast.mary, at=NOW)
    assert families_to_find(cast.serena).filter(pk=leo.pk).exists()
    row = allocated.family.restrictionreader_set.get(user=cast.serena)
    restrictions.remove_reader(row, by=cast.mary, at=NOW)
    assert not families_to_find(cast.serena).filter(pk=leo.pk).exists()
    with pytest.raises(Refusal, match="the family is restricted"):
        joins.undo(joining, because="Another Ash.", by=cast.mary, at=NOW)
    restrictions.lift(allocated.family, because="They left.", by=cast.mary, at=NOW)
    assert families_to_find(cast.serena).filter(pk=leo.pk).exists()
    joins.undo(joining, because="Another Ash.", by=cast.mary, at=NOW)
