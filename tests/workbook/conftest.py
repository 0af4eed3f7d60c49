"""Who held something before, and who holds it now: each right is tested with both."""

import pytest

from casework.users.roles import Role
from tests.factories import NOW
from workbook.allocations import services as allocations


@pytest.fixture
def change_of_lead(cast, allocated):
    """Cora leads from today. Sue, the former lead, stays allocated."""
    return allocations.change_lead(
        allocated.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=NOW.date(), by=cast.mary, at=NOW
    )
