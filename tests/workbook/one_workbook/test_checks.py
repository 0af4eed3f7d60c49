"""Nobody is open in two Workbooks by being linked (A1.16)."""

from datetime import timedelta

import pytest

from casework.allocations import services as allocations
from casework.families import services as families
from casework.matching import services as matching
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.users.roles import Role
from tests.checklist import all_met
from tests.factories import NOW, add_adult, add_child
from workbook.workbooks import services as workbooks

pytestmark = pytest.mark.django_db


@pytest.mark.rule("A1.16")
def test_two_entries_that_are_each_in_an_open_workbook_are_not_linked(month, cast):
    long_ago = NOW - timedelta(days=40)
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=long_ago)
    again = add_child(elm, cast.mary, name="Mia Elm", born=month.mia.born, at=long_ago)
    mum = add_adult(elm, cast.mary, name="Eva Elm", at=long_ago)
    referral = referrals.record_referral(
        elm, received_on=(NOW - timedelta(days=30)).date(), source="6", reason="Worry.", needs={again: "N1"},
        by=cast.mary, at=NOW - timedelta(days=30),
    )  # fmt: skip
    then = NOW - timedelta(days=29)
    allocations.allocate(elm, cast.sue, role="social_worker", lead=True, by=cast.mary, at=then)
    allocations.allocate(elm, cast.rick, role=Role.RECOVERY_WORKER, by=cast.mary, at=then)
    workbooks.open_workbook(
        referral, reason="x", answers=all_met(), index_child=again, people=[again, mum],
        supervision_planned_for=NOW + timedelta(days=8), by=cast.mary, at=NOW - timedelta(days=20),
    )  # fmt: skip
    for pair in ((again, month.mia), (month.mia, again)):
        with pytest.raises(Refusal, match="Nobody is open in two"):
            matching.merge(*pair, because="Same.", by=cast.mary, at=NOW)
