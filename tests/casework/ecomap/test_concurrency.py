"""Two who draw at one moment, each on a connection of their own."""

from datetime import date

import pytest

from casework.ecomap import services
from casework.ecomap.models import EcomapTie
from casework.refusal import Conflict
from tests.at_once import at_once
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {
    "person": None, "with_whom": "Gran", "kind": "relatives", "flow": "to", "about": "", "from_date": date(2026, 11, 1)
}  # fmt: skip


def test_tie_changed_twice_concurrently_is_a_conflict_for_the_later(allocated, cast):
    tie = services.add(allocated.family, **TOLD, strength="strong", by=cast.sue, at=NOW)
    strengths = iter(["weak", "broken"])

    def change():
        try:
            return services.change(tie, **TOLD, strength=next(strengths), version=1, by=cast.sue, at=NOW)
        except Conflict as stale:
            return stale

    assert sorted(isinstance(each, Conflict) for each in at_once(change)) == [False, True]
    assert EcomapTie.objects.get().version == 2
