"""What one is to each of several families is what one is to each alone."""

import pytest

from casework.absences import services as absences
from casework.access import access_of
from casework.access.several import access_by_family
from casework.families.services import add_family
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.former import leave

pytestmark = pytest.mark.django_db


def test_access_to_several_families_is_that_to_each(cast, allocated, time_machine, django_assert_num_queries):
    time_machine.move_to(NOW, tick=False)
    elm = add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    restrictions.restrict(oak, because="Known here.", readers=[cast.dev], by=cast.mary, at=NOW)
    absences.add(cast.dora, cover=cast.cora, from_date=NOW.date(), until_date=NOW.date(), by=cast.mary, at=NOW)
    leave(cast.rick, by=cast.mary)
    with acting(cast.mary):
        change(cast.bob, is_active=False)
    families = [allocated.family, elm, oak]
    users = ("sue", "dora", "rick", "cora", "stan", "mary", "dev", "bob", "audrey", "serena", "sid")
    for name in users:
        user = getattr(cast, name)
        expected = {family.pk: access_of(user, family) for family in families}
        with django_assert_num_queries(0 if name == "bob" else 1):
            assert access_by_family(user, [family.pk for family in families]) == expected, name


def test_access_to_no_family_asks_nothing(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert access_by_family(cast.sue, [None]) == {}
