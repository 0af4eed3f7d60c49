"""Changes and corrections of a role in any order leave periods that follow each other, each saying something new."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.families.models import FamilyMember, FamilyRole
from casework.people import services as people
from casework.refusal import Refusal
from tests.factories import NOW
from workbook.members.roles import services
from workbook.members.roles.queries import fingerprint_of_role

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C2", "A1.14")]
TODAY = NOW.date()
ACTS = st.tuples(
    st.sampled_from(["change", "correct"]), st.sampled_from(FamilyRole.values), st.integers(min_value=0, max_value=3)
)


@pytest.fixture
def kim(ash, cast):
    """Of 16, so that another adult is odd, and every other role is not."""
    born = TODAY.replace(year=TODAY.year - 16)
    return people.add_person(ash.family, name="Kim Ash", role=FamilyRole.OTHER_CHILD, born=born, by=cast.mary, at=NOW)


def act(family, person, by, kind, role, days):
    member = family.familymember_set.get(person=person, until_date=None)
    values = {"role": role, "because": "So.", "fingerprint": fingerprint_of_role(member), "by": by, "at": NOW}
    if kind == "change":
        return services.change_role(member, from_date=TODAY - timedelta(days=days), **values)
    return services.correct_role(member, **values)


def faults(rows):
    """What is wrong with these memberships of one person in one family."""
    rows = sorted(rows, key=lambda row: (row.from_date is not None, row.from_date, row.pk))
    for row in rows:
        if row.from_date and row.until_date and row.until_date < row.from_date:
            yield "of no day", row.pk
    for one, other in pairwise(rows):
        if one.until_date is None or other.from_date <= one.until_date:
            yield "overlap", one.pk, other.pk
        if one.role == other.role and other.from_date == one.until_date + timedelta(days=1):
            yield "touch and are equal", one.pk, other.pk


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=2, max_size=6))
def test_role_in_any_order_of_changes_and_corrections_has_periods_that_differ(cast, ash, kim, acts):
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        for kind, role, days in acts:
            try:
                with transaction.atomic():
                    act(ash.family, kim, cast.mary, kind, role, days)
            except Refusal:
                pass
        rows = list(FamilyMember.objects.filter(family=ash.family, person=kim))
        assert not list(faults(rows)), acts
        assert [row.until_date for row in rows].count(None) == 1
        transaction.set_rollback(True)


def test_role_that_is_corrected_back_on_its_first_day_never_changed(cast, ash, kim):
    with time_machine.travel(NOW, tick=False):
        act(ash.family, kim, cast.mary, "change", FamilyRole.PARENT, 0)
        back = act(ash.family, kim, cast.mary, "correct", FamilyRole.OTHER_CHILD, 0)
    row = FamilyMember.objects.get(family=ash.family, person=kim)
    assert (row.pk, row.role, row.until_date) == (back.pk, "other_child", None)
    gone = FamilyMember.history.filter(person=kim, family=ash.family).exclude(id=row.pk).latest("history_id")
    assert gone.recorded_wrongly
