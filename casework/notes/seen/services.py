"""Recording who was seen on a visit: a row for each child of whom anything is ticked (A7.7)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.notes import checks
from casework.notes.checks import ChildSeen
from casework.notes.models import CaseNote, Seen
from casework.notes.not_done.checks import check_not_seen
from casework.people.models import Person
from casework.trail.acting import in_service
from casework.trail.rows import change

# The reason why a child was not seen, and words.
WhyNot = tuple[str, str]
NO_WHY: WhyNot = ("", "")


def seen_of(note: CaseNote) -> list[ChildSeen]:
    """What is saved of each child."""
    return [(row.child, row.seen, row.alone, row.bedroom) for row in note.seen.select_related("child")]


@in_service
def record_seen(
    note: CaseNote, seen: Iterable[ChildSeen], ended: datetime, whys: Mapping[int, WhyNot] | None = None
) -> bool:
    """`seen` are (child, seen, alone, bedroom), alone meaning seen; return whether anything changed.

    `whys` are by the child's id the reason why not seen, and words; without them what is saved of these stands.
    """
    seen = list(seen)
    checks.check_seen(note, seen, timezone.localdate(ended))
    for child, was_seen, alone, _ in seen:
        check_not_seen(child.pk, was_seen or alone, *(whys or {}).get(child.pk, NO_WHY))
    existing = {row.child_id: row for row in note.seen.all()}
    # A list, not a generator: every child is noted, not only those before the first who changed.
    changed = [
        _record_child(note, existing.get(each[0].pk), *each, None if whys is None else whys.get(each[0].pk, NO_WHY))
        for each in seen
    ]
    return any(changed)


def _record_child(
    note: CaseNote, existing: Seen | None, child: Person, was_seen: bool, alone: bool, bedroom: bool,
    why: WhyNot | None,
) -> bool:  # fmt: skip
    values: dict[str, Any] = {"seen": was_seen or alone, "alone": alone, "bedroom": bedroom}
    if why:
        values |= {"not_seen": why[0], "why": why[1].strip()}
    elif values["seen"]:
        values["not_seen"] = ""
    if existing is not None:
        return change(existing, **values)
    if not any(values.values()):
        return False
    Seen.objects.create(family_id=note.family_id, note=note, child=child, **values)
    return True
