"""Who may see unallocated children, and the months that are reported (A10.16)."""

from datetime import date, timedelta

import pytest

from casework.deaths import services as deaths
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unallocated import queries
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from tests.former import make_former

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.16")]
TODAY = NOW.date()


def test_unallocated_children_are_hidden_from_a_former_manager_and_shown_to_a_second(cast):
    make_former(cast.mary.memberships, by=cast.serena)
    assert not queries.is_manager(cast.mary, TODAY)
    assert queries.is_manager(cast.dev, TODAY)


def test_unallocated_children_are_hidden_from_a_former_head_and_shown_to_a_second(cast):
    former = UserFactory(name="Hal Head", role=Role.SERVICE_MANAGER)
    second = UserFactory(name="Hedy Head", role=Role.SERVICE_MANAGER)
    make_former(former.posts, by=cast.serena)
    assert not queries.is_manager(former, TODAY)
    assert queries.is_manager(second, TODAY)


def test_unallocated_children_are_of_families_for_which_one_still_decides(cast, ash):
    make_former(cast.mary.memberships, by=cast.serena)
    assert not queries.involvements_for(cast.mary).exists()
    assert queries.involvements_for(cast.dev).count() == 2


def test_months_end_on_their_last_day_and_the_running_one_today():
    months = queries.months(date(2026, 3, 5))
    assert list(months.items())[:3] == [
        ("2026-03", date(2026, 3, 5)), ("2026-02", date(2026, 2, 28)), ("2026-01", date(2026, 1, 31)),
    ]  # fmt: skip
    assert len(months) == 24


def waiting(family, day=TODAY):
    return {row.child for row in queries.without_lead(family.involvement_set.all(), day)}


def test_who_has_died_is_not_waiting_from_the_day_of_the_death(cast, ash):
    deaths.record_death(ash.family, ash.ben, died=TODAY, by=cast.mary, at=NOW)
    assert waiting(ash.family) == {ash.mia}
    assert waiting(ash.family, TODAY - timedelta(days=1)) == {ash.mia, ash.ben}, "the report of a month stays"
    assert set(queries.waiting_now(ash.family.involvement_set.all(), TODAY).values_list("child", flat=True)) == {
        ash.mia.pk
    }


@pytest.mark.parametrize(
    ("born", "last"), [(date(2008, 11, 4), date(2026, 11, 3)), (date(2008, 2, 29), date(2026, 2, 28))]
)
def test_who_has_come_of_age_is_not_waiting_from_the_birthday(cast, ash, born, last):
    """Born on 29 February one is 18 on 1 March."""
    with acting(cast.mary):
        change(ash.mia, born=born)
        for involvement in ash.family.involvement_set.all():
            change(involvement, opened_on=date(2026, 1, 5))
    assert ash.mia in waiting(ash.family, last)
    assert ash.mia not in waiting(ash.family, last + timedelta(days=1))
