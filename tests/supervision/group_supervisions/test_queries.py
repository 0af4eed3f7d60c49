from datetime import timedelta

from supervision.group_supervisions.queries import expected_at
from tests.factories import NOW
from tests.supervision.conftest import leave


def test_expected_are_the_managers_of_the_day_and_who_leaves_later(cast, prepared):
    leave(cast.dev)
    leave(cast.mary, NOW.date() + timedelta(days=7))
    expected = expected_at(prepared.family, NOW.date())
    assert cast.mary in expected
    assert cast.dev not in expected
    assert {cast.sue, cast.dora, cast.rick} <= set(expected)
    assert not {cast.cora, cast.bob, cast.serena, cast.sid} & set(expected)
    assert cast.mary not in expected_at(prepared.family, NOW.date() + timedelta(days=8))
