"""Recording why nobody works with a family yet (A10.16)."""

import pytest

from casework.allocations import services as allocations
from casework.refusal import Refusal
from casework.unallocated import services
from casework.users.roles import Role
from tests.factories import NOW
from tests.former import make_former

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.16")]


def test_reason_is_recorded_by_who_decides_while_somebody_waits_once_a_day(cast, ash):
    with pytest.raises(Refusal, match="You may not"):
        services.record_reason(ash.family, because="?", by=cast.sue, at=NOW)
    with pytest.raises(Refusal) as refused:
        services.record_reason(ash.family, because=" ", by=cast.mary, at=NOW)
    assert refused.value.field == "because"
    for _ in range(2):
        services.record_reason(ash.family, because="Nobody is free.", by=cast.mary, at=NOW)
    assert ash.family.unallocatedreason_set.count() == 1
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Somebody leads"):
        services.record_reason(ash.family, because="?", by=cast.mary, at=NOW)


def test_reason_is_recorded_by_a_second_manager_and_not_by_a_former_one(cast, ash):
    make_former(cast.mary.memberships, by=cast.serena)
    with pytest.raises(Refusal, match="You may not"):
        services.record_reason(ash.family, because="Nobody is free.", by=cast.mary, at=NOW)
    assert services.record_reason(ash.family, because="Nobody is free.", by=cast.dev, at=NOW)
