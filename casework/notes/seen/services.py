"""Recording who was seen on a visit: a row for each child of whom anything is ticked (A7.7)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from casework.notes import checks
from casework.notes.checks import ChildSeen
from casework.notes.models import CaseNote, Seen
from casework.people.models import Person
from casework.trail.acting import in_service
from casework.trail.rows import change


def seen_of(note: CaseNote) -> list[ChildSeen]:
    """What is saved of each child."""
    return [(row.child, row.seen, row.alone, row.bedroom) for row in note.seen.select_related("child")]


@in_service
def record_seen(note: CaseNote, seen: Iterable[ChildSeen], ended: datetime) -> bool:
    """`seen` are (child, seen, alone, bedroom), alone meaning seen; return whether anything changed."""
    checks.check_seen(note, seen, timezone.localdate(ended))
    existing = {row.child_id: row for row in note.seen.all()}
    # A list, not a generator: every child is noted, not only those before the first who changed.
    changed = [_record_child(note, existing.get(child.pk), child, *boxes) for child, *boxes in seen]
    return any(changed)


def _record_child(
    note: CaseNote, existing: Seen | None, child: Person, was_seen: bool, alone: bool, bedroom: bool
) -> bool:
    values = {"seen": was_seen or alone, "alone": alone, "bedroom": bedroom}
    if existing is not None:
        return change(existing, **values)
    if not any(values.values()):
        return False
    Seen.objects.create(family_id=note.family_id, note=note, child=child, **values)
    return True
