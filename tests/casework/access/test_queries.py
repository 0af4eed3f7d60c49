"""Who may see a family, and what each may do with it: former and second holders too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework import practice
from casework.absences import services as absences
from casework.access import Can, access_of, families_for, families_to_find
from casework.access.queries import current_covers
from casework.families.headlines.services import carry_over
from casework.families.models import FamilyTeam
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import LONG_AGO, UserFactory

WORKERS = {Can.READ, Can.RECORD}
MANAGERS = set(Can)


def today():
    return timezone.localdate()


def days(number):
    return timedelta(days=number)


def grace():
    return days(practice.current().settings.access_grace_days)


def test_another_teams_business_support_and_service_manager_find_nothing(cast, ash):
    for role in (Role.BUSINESS_SUPPORT, Role.SERVICE_MANAGER):
        user = UserFactory(team=cast.south, role=role)
        assert not families_for(user).exists()
        assert not access_of(user, ash.family).rights


def test_former_worker_reads_for_the_days_of_grace_and_no_longer(cast, allocated):
    stan, family = cast.stan, allocated.family
    with acting(cast.mary):
        family.allocation_set.create(
            family=family, worker=stan, role=Role.SOCIAL_WORKER, from_date=LONG_AGO, until_date=today() - grace(),
            ended_because="MANAGE",
        )  # fmt: skip
    assert families_for(stan).filter(pk=family.pk).exists()
    assert access_of(stan, family).rights == {Can.READ}
    assert not families_for(stan, Can.RECORD).exists()
    tomorrow = today() + days(1)
    assert not families_for(stan, today=tomorrow).exists()
    assert not access_of(stan, family, today=tomorrow).rights


def test_worker_of_another_team_who_is_allocated_records_like_its_own(cast, allocated):
    with acting(cast.mary):
        allocated.family.allocation_set.create(
            family=allocated.family, worker=cast.stan, role=Role.SOCIAL_WORKER, from_date=today()
        )
    assert access_of(cast.stan, allocated.family).rights == WORKERS
    assert families_for(cast.stan, Can.RECORD).exists()


def _transfer(family, cast, day):
    """To Team South, from the day after `day`."""
    with acting(cast.mary):
        change(family.familyteam_set.get(), from_date=LONG_AGO, until_date=day)
        FamilyTeam.objects.create(family=family, team=cast.south, from_date=day + days(1))
        carry_over([family.pk], at=timezone.now())


def test_former_team_reads_for_the_days_of_grace_and_no_longer(cast, ash):
    _transfer(ash.family, cast, today() - grace())
    for user in (cast.mary, cast.cora, cast.bob):
        assert families_for(user).exists()
        assert access_of(user, ash.family).rights == {Can.READ}
        assert not families_for(user, today=today() + days(1)).exists()
        assert not access_of(user, ash.family, today=today() + days(1)).rights
    assert access_of(cast.sid, ash.family).rights == MANAGERS


def test_former_colleague_finds_nothing(cast, ash):
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=today() - days(1))
    assert not families_for(cast.cora).exists()
    assert not access_of(cast.cora, ash.family).rights


def test_allocation_that_begins_tomorrow_gives_nothing_today(cast, ash):
    with acting(cast.mary):
        ash.family.allocation_set.create(
            family=ash.family, worker=cast.stan, role=Role.SOCIAL_WORKER, from_date=today() + days(1)
        )
    assert not families_for(cast.stan).exists()
    assert not access_of(cast.stan, ash.family).rights


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SERVICE_MANAGER])
def test_former_post_holder_finds_nothing_while_a_second_one_does(cast, ash, role):
    former, second = UserFactory(role=role), UserFactory(role=role)
    with acting(cast.mary):
        change(former.posts.get(), until_date=today() - days(1))
    for find in (families_for, families_to_find):
        assert not find(former).exists()
        assert find(second).exists()
    assert not access_of(former, ash.family).rights
    assert Can.INSPECT in access_of(second, ash.family).rights


@pytest.mark.parametrize("role", [Role.BUSINESS_SUPPORT, Role.DEPUTY])
def test_former_member_of_another_team_knows_of_no_family_while_a_second_one_does(cast, ash, role):
    former, second = (UserFactory(team=cast.south, role=role) for _ in range(2))
    with acting(cast.mary):
        change(former.memberships.get(), until_date=today() - days(1))
    assert not families_to_find(former).exists()
    assert families_to_find(second).filter(pk=ash.family.pk).exists()


def test_former_member_of_the_team_finds_nothing_while_a_second_one_does(cast, ash):
    with acting(cast.mary):
        change(cast.dev.memberships.get(), until_date=today() - days(1))
    for can in (Can.READ, Can.DECIDE):
        assert not families_for(cast.dev, can).exists()
        assert families_for(cast.mary, can).exists()
    assert not access_of(cast.dev, ash.family).rights
    assert access_of(cast.mary, ash.family).rights == MANAGERS


def test_former_lead_does_not_lead_any_more_and_the_second_one_does(cast, allocated):
    family = allocated.family
    with acting(cast.mary):
        change(family.allocation_set.get(worker=cast.sue), lead_until=today() - days(1))
        change(family.allocation_set.get(worker=cast.dora), lead_from=today())
    for user, leads in ((cast.sue, False), (cast.dora, True)):
        assert access_of(user, family).leads is leads
        assert access_of(user, family).can(Can.LEAD) is leads
        assert families_for(user, Can.LEAD).exists() is leads
        assert access_of(user, family).can(Can.RECORD)


def test_former_reader_of_a_restricted_family_finds_nothing_while_a_second_one_does(cast, allocated):
    family, at = allocated.family, timezone.now()
    readers = [cast.sue, cast.dora, cast.rick, cast.audrey, cast.serena]
    restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=at)
    restrictions.remove_reader(family.restrictionreader_set.get(user=cast.audrey), by=cast.mary, at=at)
    for find in (families_for, families_to_find):
        assert not find(cast.audrey).exists()
        assert find(cast.serena).exists()
    assert not access_of(cast.audrey, family).rights
    assert access_of(cast.serena, family).rights == MANAGERS


def test_cover_is_whoever_covers_today_and_nobody_who_did_or_will(cast, allocated):
    def away(user, cover, first, last):
        return absences.add(
            user, cover=cover, from_date=today() + days(first), until_date=today() + days(last), by=user,
            at=timezone.now(),
        )  # fmt: skip

    sid = UserFactory(name="Sid Sole", team=cast.north, role=Role.SOCIAL_WORKER)
    away(cast.sue, cast.cora, 0, 4)
    away(cast.sue, sid, 5, 9)
    absences.cancel(away(cast.dora, cast.cora, 5, 9), by=cast.dora, at=timezone.now())
    assert list(current_covers(cast.sue, today())) == [cast.cora]
    assert list(current_covers(cast.sue, today() + days(5))) == [sid]
    assert not current_covers(cast.sue, today() + days(10)).exists()
    assert not current_covers(cast.dora, today() + days(5)).exists()
    with acting(cast.mary):
        change(cast.cora, is_active=False)
    assert not current_covers(cast.sue, today()).exists()
