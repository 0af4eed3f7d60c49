"""Cover by each role: it opens what a colleague of the team may be given, and nothing besides (A11.1)."""

from datetime import timedelta

import pytest
import time_machine

from casework.absences import services as absences
from casework.absences.models import Absence
from casework.access import Can, access_of, families_for
from casework.allocations import services as allocations
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import OUTSIDE, PRACTITIONERS, Role
from tests.factories import NOW, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.1")]
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def away(user, cover, by):
    """Written as it stands after it was recorded, whatever became of the cover since."""
    with acting(by):
        return Absence.objects.create(user=user, cover=cover, from_date=TODAY, until_date=TODAY + DAY)


def opened(user, family, can=Can.READ):
    """What the act and the lists say, which agree."""
    listed = families_for(user, can).filter(pk=family.pk).exists()
    assert access_of(user, family).can(can) == listed
    return listed


@pytest.mark.parametrize("role", PRACTITIONERS)
@pytest.mark.parametrize("covered", ["sue", "dora"])
def test_cover_of_each_role_opens_a_family_to_colleagues_of_the_team_and_to_outsiders_never(
    cast, allocated, role, covered
):
    """`Ash` is of Team North; the absent works for Team South too, and so does whoever covers."""
    absent = getattr(cast, covered)
    cover = UserFactory(name="Cleo Clay", team=cast.south, role=role)
    with acting(cast.mary):
        absent.memberships.create(team=cast.south, role=absent.memberships.get().role, from_date=TODAY - DAY)
    assert not opened(cover, allocated.family)
    away(absent, cover, cast.mary)
    assert opened(cover, allocated.family) == (role not in OUTSIDE)
    assert opened(cover, allocated.family, Can.LEAD) == (role not in OUTSIDE and covered == "sue")


@pytest.mark.parametrize("role", PRACTITIONERS)
def test_cover_of_each_role_leads_what_they_are_allocated_to_themselves(cast, allocated, role):
    cover = UserFactory(name="Cleo Clay", team=cast.north, role=role)
    allocations.allocate(
        allocated.family, cover, role=role, by=cast.mary, at=NOW, agency="The clinic" if role in OUTSIDE else ""
    )
    away(cast.sue, cover, cast.mary)
    assert opened(cover, allocated.family, Can.LEAD)


@pytest.mark.parametrize("role", PRACTITIONERS)
def test_cover_of_each_role_finds_a_restricted_family_only_on_its_list(cast, allocated, role):
    cover = UserFactory(name="Cleo Clay", team=cast.north, role=role)
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="He works here.", readers=readers, by=cast.mary, at=NOW)
    away(cast.sue, cover, cast.mary)
    assert not opened(cover, allocated.family)
    restrictions.add_reader(allocated.family, cover, by=cast.mary, at=NOW)
    assert opened(cover, allocated.family) == (role not in OUTSIDE)


@pytest.mark.parametrize("to", [Role.BUSINESS_SUPPORT, Role.OUTSIDE_LEAD, None])
def test_cover_who_is_no_colleague_any_more_opens_nothing(cast, allocated, to):
    """Who became something else, or left the team while they were to cover."""
    cover = UserFactory(name="Cleo Clay", team=cast.south, role=Role.SOCIAL_WORKER)
    with acting(cast.mary):
        cast.sue.memberships.create(team=cast.south, role=Role.SOCIAL_WORKER, from_date=TODAY - DAY)
    away(cast.sue, cover, cast.mary)
    assert opened(cover, allocated.family)
    with acting(cast.mary):
        change(cover.memberships.get(), from_date=TODAY - 9 * DAY, until_date=TODAY - DAY)
        if to:
            cover.memberships.create(team=cast.south, role=to, from_date=TODAY)
    assert not opened(cover, allocated.family)


def test_absence_refuses_an_outside_cover_for_families_of_others_and_names_none(cast, allocated, practise):
    practise("family_help")
    ola = UserFactory(name="Ola Field", team=cast.north, role=Role.OUTSIDE_LEAD)
    days = {"from_date": TODAY + DAY, "until_date": TODAY + 3 * DAY, "by": cast.mary, "at": NOW}
    with pytest.raises(Refusal, match=r"Ola Field works for another agency, and covers only with families") as no:
        absences.add(cast.dora, cover=ola, **days)
    assert no.value.field == "cover"
    assert "Ash" not in no.value.sentence
    allocations.allocate(allocated.family, ola, role=Role.OUTSIDE_LEAD, agency="The clinic", by=cast.mary, at=NOW)
    assert absences.add(cast.dora, cover=ola, **days).cover == ola
