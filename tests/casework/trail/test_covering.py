"""In whose place something was done: history rows, permanent rows and viewings bear it (C31)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.absences import services as absences
from casework.access import access_of
from casework.families import services as families
from casework.families.models import FamilyMember
from casework.passages.models import NewText
from casework.people import services as people
from casework.people.models import Person
from casework.trail.acting import acting, covering_for
from casework.trail.models import Viewing
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from workbook.allocations import services as allocations
from workbook.notes import services as notes

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C31")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def covered(cast, allocated):
    """Sue is away today, and Cora covers."""
    absences.add(cast.sue, cover=cast.cora, from_date=NOW.date(), until_date=NOW.date() + 3 * DAY, by=cast.sue, at=NOW)
    return allocated


def call_noted(family, by):
    return notes.record(
        family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", "Ann called.")], by=by, at=NOW
    )


def test_covering_stands_with_each_row_of_the_act_and_with_no_others(cast, covered):
    note = call_noted(covered.family, cast.cora)
    assert note.history.latest().covering_for == [cast.sue.pk]
    assert {each.covering_for[0] for each in note.passages.first().history.all()} == {cast.sue.pk}
    for by in (cast.sue, cast.dora, cast.mary):
        assert call_noted(covered.family, by).history.latest().covering_for is None


def test_covering_stands_with_a_change_of_a_person_too(cast, covered):
    filled = {"role": "parent", "name": "Lou Ash", "sex": "U"}
    people.add_person(covered.family, by=cast.cora, at=NOW, **filled)
    assert Person.history.get(name="Lou Ash").covering_for == [cast.sue.pk]
    assert FamilyMember.history.get(person__name="Lou Ash").covering_for == [cast.sue.pk]


def test_covering_in_another_family_is_in_nobodys_place(cast, covered):
    """Sue has no part in it; what Cora does there is her own."""
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    assert call_noted(birch, cast.cora).history.latest().covering_for is None
    assert access_of(cast.cora, birch).covering_for == ()


def test_covering_ends_with_the_day_and_with_its_cancelling(cast, covered):
    later = NOW + 4 * DAY
    with time_machine.travel(later, tick=False):
        assert access_of(cast.cora, covered.family).covering_for == ()
    absences.cancel(cast.sue.absences.get(), by=cast.sue, at=NOW)
    assert call_noted(covered.family, cast.cora).history.latest().covering_for is None


def test_covering_for_a_former_and_a_later_worker_of_the_family_is_in_nobodys_place(cast, covered):
    part, yesterday, tomorrow = covered.family.allocation_set.get(worker=cast.sue), NOW.date() - DAY, NOW.date() + DAY
    former = {"until_date": yesterday, "lead_until": yesterday, "ended_because": "LEFTRL"}
    later = {"until_date": None, "lead_until": None, "ended_because": "", "from_date": tomorrow, "lead_from": tomorrow}
    for days in (former, later):
        with acting(cast.mary):
            change(part, **days)
        assert call_noted(covered.family, cast.cora).history.latest().covering_for is None


def test_covering_for_two_bears_both_and_a_second_cover_their_own(cast, covered):
    last = NOW.date() + 3 * DAY
    absences.add(cast.dora, cover=cast.cora, from_date=NOW.date(), until_date=last, by=cast.dora, at=NOW)
    second = UserFactory(name="Cleo Clay", team=cast.north, role=Role.SOCIAL_WORKER)
    absences.add(cast.rick, cover=second, from_date=NOW.date(), until_date=last, by=cast.rick, at=NOW)
    borne = call_noted(covered.family, cast.cora).history.latest().covering_for
    assert borne == sorted([cast.sue.pk, cast.dora.pk])
    assert call_noted(covered.family, second).history.latest().covering_for == [cast.rick.pk]


def test_covering_is_borne_by_whoever_is_allocated_too(cast, covered):
    """Both parts are theirs on these days: the row says that they covered, whichever of them it was for."""
    allocations.allocate(covered.family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    assert call_noted(covered.family, cast.cora).history.latest().covering_for == [cast.sue.pk]


def test_covering_is_known_only_within_the_act_of_the_one_who_covers(cast, covered):
    with acting(cast.mary):
        access_of(cast.cora, covered.family)
        assert covering_for(covered.family.pk) is None
        with acting(cast.cora):
            assert covering_for(covered.family.pk) is None
            access_of(cast.cora, covered.family)
            access_of(cast.cora, covered.family, today=NOW.date() + 9 * DAY)
            with acting(cast.cora):
                assert covering_for(covered.family.pk) == covering_for(None) == [cast.sue.pk]
            with acting(cast.dora):
                assert covering_for(covered.family.pk) is None
        assert covering_for(covered.family.pk) is None
    access_of(cast.cora, covered.family)
    assert covering_for(covered.family.pk) is None


def test_covering_stands_with_each_viewing_and_with_what_was_sent(cast, covered, signed_in):
    address = reverse("person-add", args=[covered.family.pk])
    signed_in(cast.cora).get(reverse("family", args=[covered.family.pk]))
    signed_in(cast.cora).post(address, {})
    signed_in(cast.dora).get(address)
    signed_in(cast.stan).get(address)
    borne = Viewing.objects.order_by("pk").values_list("user", "covering_for")
    assert list(borne) == [
        (cast.cora.pk, [cast.sue.pk]), (cast.cora.pk, [cast.sue.pk]), (cast.dora.pk, None), (cast.stan.pk, None)
    ]  # fmt: skip
