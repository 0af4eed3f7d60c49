"""Who may see unallocated children, and the months that are reported (A10.16)."""

from datetime import date

import pytest

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
