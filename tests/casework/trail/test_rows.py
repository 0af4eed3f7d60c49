"""One row at a time: the lock, the fingerprint, the optimistic lock's version."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.families.models import Family
from casework.refusal import Conflict
from casework.trail.acting import NoTransaction, acting
from casework.trail.rows import CHANGED, change, check_fingerprint, fingerprint, lock
from casework.trail.versions import change_version, check_version, lock_version
from casework.warnings.models import Caution


@pytest.fixture
def caution(ash, cast):
    day = date(2026, 11, 1)
    with acting(cast.mary):
        return Caution.objects.create(
            family=ash.family, kind="dog", detail="Bites.", source="Seen", from_date=day, review_on=day
        )


def test_a_lock_fetches_the_row_as_it_is_saved_now_and_holds_it_alone(caution, cast):
    with acting(cast.mary):
        change(Caution.objects.get(pk=caution.pk), detail="Two dogs.")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        held = lock(caution, "family")
        assert held.family.pk == caution.family_id
    assert (held.detail, caution.detail) == ("Two dogs.", "Bites.")
    (query,) = asked.captured_queries
    assert query["sql"].endswith('FOR NO KEY UPDATE OF "casework_caution"')


def test_a_lock_fetches_nothing_that_was_not_named(caution):
    assert "family" not in lock(caution)._state.fields_cache


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused():
    with pytest.raises(NoTransaction):
        lock(Family(pk=1))


def test_a_fingerprint_changes_with_each_value_and_tells_none():
    seen = fingerprint("Oak Road 1", date(2026, 11, 1), [3, 4])
    assert len(seen) == 32
    assert seen == fingerprint("Oak Road 1", date(2026, 11, 1), [3, 4])
    assert seen != fingerprint("Oak Road 1", date(2026, 11, 2), [3, 4])
    assert seen != fingerprint("Oak Road 1", date(2026, 11, 1), [4, 3])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a\0b",), ("a", "b")),
        (('a", "b',), ("a", "b")),
        ((None,), ("None",)),
        ((1,), ("1",)),
        (([1, 2],), ("[1, 2]",)),
        (("a", ""), ("a",)),
    ],
)
def test_a_fingerprint_keeps_its_values_apart(one, other):
    assert fingerprint(*one) != fingerprint(*other)


@pytest.mark.parametrize("value", [{1, 2}, Family(pk=1)])
def test_a_fingerprint_refuses_what_has_no_lasting_text(value):
    with pytest.raises(TypeError):
        fingerprint(value)


def test_a_page_that_saw_another_fingerprint_is_in_conflict():
    check_fingerprint("a", "a")
    with pytest.raises(Conflict) as conflict:
        check_fingerprint("a", "b")
    assert conflict.value.sentence == CHANGED
    with pytest.raises(Conflict, match="This list changed"):
        check_fingerprint("a", "b", "This list changed.")


def test_a_page_that_saw_another_version_is_in_conflict(caution):
    assert lock_version(caution, 1, "family").family.pk == caution.family_id
    for version in (0, 2):
        with pytest.raises(Conflict) as conflict:
            lock_version(caution, version)
        assert conflict.value.sentence == CHANGED
    with pytest.raises(Conflict, match="This warning changed"):
        check_version(caution, 2, "This warning changed.")


def test_a_caller_that_saw_no_page_passes_at_any_version(caution):
    assert lock_version(caution, None).version == 1


def test_a_version_counts_changes_and_only_changes(caution, cast):
    with acting(cast.mary):
        assert change_version(caution, detail="Bites.", source="Seen") is False
        assert change_version(caution, detail="Two dogs.") is True
    caution.refresh_from_db()
    assert (caution.detail, caution.version) == ("Two dogs.", 2)
    assert caution.history.count() == 2
