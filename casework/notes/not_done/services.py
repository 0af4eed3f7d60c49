"""Recording that a visit did not take place: why, what was done about it, another date, and who is told (A7.15)."""

from datetime import datetime

from django.utils import timezone

from casework.allocations.queries import managers_of
from casework.notes.models import CaseNote, kind_of
from casework.notes.not_done.queries import why_managers_are_told
from casework.notifications.services import notify
from casework.trail.acting import in_service
from casework.users.models import User


@in_service
def tell_managers(note: CaseNote, *, by: User, at: datetime) -> None:
    """Of a visit where a child has a protection plan, harm is alleged, or nobody has seen a child for long."""
    if not kind_of(note).visit or not why_managers_are_told(note.family, at):
        return
    told = set(managers_of(note.family, timezone.localdate(at))) - {by}
    notify("visit_not_done", sorted(told, key=str), subject=note, family=note.family, by=by, at=at)
