"""Correcting a fact of a completed note, and taking its significance back: what stood stays readable (A10.2)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import managers_of
from casework.answers import services as answers
from casework.answers.models import Answer
from casework.notes.checks import CHANGED, ChildSeen, check_only_one, check_past, check_version_of
from casework.notes.clocks import follow_supervision, follow_visit
from casework.notes.corrections import checks
from casework.notes.corrections.queries import facts_in_words
from casework.notes.models import CaseNote, Significance
from casework.notes.seen.services import WhyNot, record_seen, seen_of
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.trail.versions import new_version
from casework.users.models import User

__all__ = ["CHANGED", "correct_facts", "take_back_significance"]


@service
def correct_facts(
    note: CaseNote, *, took_place_at: datetime, because: str, by: User, at: datetime, consent: str = "",
    seen: Iterable[ChildSeen] | None = None, version: int | None = None, whys: Mapping[int, WhyNot] | None = None,
) -> Answer:  # fmt: skip
    """Correct when a completed note ended, and who was seen; both wordings stand, and the clocks follow.

    By its author; by a colleague with the author's `consent`, said how and when; by a manager once the author has left.
    What was frozen of it meanwhile reads as it did, and bears the mark.
    """
    note = lock(note, "family", "author")
    access = require(by, note.family, Can.RECORD)
    check_version_of(note, version)
    checks.check_corrects(note, by, access, consent.strip(), at)
    if not because.strip():
        raise Refusal("Say how you know that it was otherwise.", "because")
    check_past(note.family, took_place_at, at)
    check_only_one(note.family, note.kind, took_place_at, but=note)
    was, ended_before = facts_in_words(note), note.took_place_at
    record_seen(note, seen_of(note) if seen is None else seen, took_place_at, whys)
    new_version(note, took_place_at=took_place_at)
    now = facts_in_words(note)
    if was == now:
        raise Refusal("Nothing is corrected yet: what you give is what the note says.")
    follow_visit(note, was=ended_before)
    follow_supervision(note)
    answer = answers.record_corrected(note, was=was, now=now, because=because, consent=consent, by=by, at=at)
    told = {*managers_of(note.family, timezone.localdate(at)), note.author} - {by}
    notify("note_corrected", sorted(told, key=str), subject=answer, family=note.family, by=by, at=at)
    return answer


@service
def take_back_significance(note: CaseNote, *, because: str, by: User, at: datetime) -> Significance:
    """The note leaves the chronology; what was said of it, and why it was taken back, stays on the note."""
    note = lock(note, "family", "author")
    checks.check_marks(note, by, require(by, note.family, Can.RECORD), at)
    found = Significance.objects.filter(note=note).first()
    if found is None or found.taken_back_at:
        raise Conflict("This note does not stand in the chronology as significant. Nothing was changed.")
    if not because.strip():
        raise Refusal("Say why it is not significant after all.", "because")
    change(found, taken_back_at=at, taken_back_by=by, taken_back_because=because.strip())
    return found
