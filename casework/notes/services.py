"""The life of a case note: planned, took place or did not, written up, completed, added to, withdrawn."""

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, require
from casework.allocations import clocks as allocation_clocks
from casework.allocations.queries import managers_of
from casework.duedates import services as duedates
from casework.notes import checks
from casework.notes.checks import movers
from casework.notes.clocks import start_write_up
from casework.notes.models import Addendum, CaseNote, Seen, Significance, Withdrawal
from casework.notes.states import HAPPENED, NOTE_STATES, NoteState
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.passages.queries import people_ids
from casework.referrals import clocks as referral_clocks
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.words import say_when

FINISHED = "This note is completed, so its text does not change. Add to it instead."
CHANGED = "This note was changed since you opened the page. Your text is still here: compare and save again."
RECORDED_ALREADY = (
    "What became of this is recorded already, and nothing more was changed. Open the note to see how it stands."
)


@service
def plan(family, *, kind, planned_for, by, at, purpose="", where="", form_key=None, author=None):
    """Plan a visit, session or meeting; a second submission of the same form gives the same note.

    It is planned for `author`, who will say what became of it; by default for the one who plans it.
    """
    access = require(by, family, Can.RECORD)
    if author not in (None, by):
        access = checks.access_of_author(family, author)
    lock(family)
    if form_key and (note := family.casenote_set.filter(form_key=form_key).first()):
        checks.check_resubmission(note, [purpose])
        return note
    checks.check_kind(kind, access)
    return CaseNote.objects.create(
        family=family, kind=kind, author=author or by, state=NoteState.PLANNED, planned_for=planned_for,
        purpose=purpose, where=where, recorded_at=at, form_key=form_key,
    )  # fmt: skip


@service
def record(family, *, kind, took_place_at, by, at, written=(), seen=(), form_key=None, **details):
    """Record in one go what took place at `took_place_at` (its end); the write-up is due from that time."""
    access = require(by, family, Can.RECORD)
    lock(family)
    if form_key and (note := family.casenote_set.filter(form_key=form_key).first()):
        checks.check_resubmission(note, [passage.text for passage in written])
        return note
    checks.check_kind(kind, access)
    checks.check_past(took_place_at, at)
    checks.check_only_one(family, kind, took_place_at)
    note = CaseNote.objects.create(
        family=family, kind=kind, author=by, state=NoteState.TOOK_PLACE, took_place_at=took_place_at, recorded_at=at,
        form_key=form_key, **details,
    )  # fmt: skip
    _record_seen(note, seen, took_place_at)
    passages.write(note, written, people=people_ids(family))
    start_write_up(note)
    _follow_visit(note)
    return note


@service
def took_place(note, *, took_place_at, by, at, seen=(), version=None):
    """A planned note took place, ending at `took_place_at`: this starts the 48 hours (A7.10, C28)."""
    note = _locked(note, by, version, planned=True)
    NOTE_STATES.require(note.state, NoteState.TOOK_PLACE, *movers(note, by))
    checks.check_past(took_place_at, at)
    checks.check_only_one(note.family, note.kind, took_place_at, but=note)
    change(note, state=NoteState.TOOK_PLACE, took_place_at=took_place_at, version=note.version + 1)
    _record_seen(note, seen, took_place_at)
    start_write_up(note)
    _follow_visit(note)
    return note


@service
def did_not_take_place(note, *, because, by, at, version=None):
    """Record that it did not happen, and why (A7.15)."""
    note = _locked(note, by, version, planned=True)
    NOTE_STATES.require(note.state, NoteState.DID_NOT_TAKE_PLACE, *movers(note, by))
    if not because.strip():
        raise Refusal("Say why it did not take place.", "because")
    change(note, state=NoteState.DID_NOT_TAKE_PLACE, did_not_because=because.strip(), version=note.version + 1)
    duedates.cancel("visit_write_up", note, at=at)
    return note


@service
def call_off(note, *, because, by, at):
    """A manager says of somebody else's planned visit that it will not take place, and why."""
    note = _locked(note, by)
    managing = [Mover.MANAGER] if require(by, note.family, Can.RECORD).can(Can.DECIDE) else []
    NOTE_STATES.require(note.state, NoteState.DID_NOT_TAKE_PLACE, *managing)
    change(note, state=NoteState.DID_NOT_TAKE_PLACE, did_not_because=because, version=note.version + 1)
    return note


@service
def write(note, *, written, by, at, version=None, seen=None, **details):
    """Save the text of a note that is not completed; only its author writes it.

    `details` may correct `took_place_at` (its end), from which the 48 hours then run anew, `where`, `who_was_there`.
    """
    note = _locked(note, by, version)
    if note.state != NoteState.TOOK_PLACE:
        raise Conflict(FINISHED if note.state == NoteState.COMPLETED else "There is nothing to write up here yet.")
    checks.require_author(note, by)
    ended = details.get("took_place_at", note.took_place_at)
    checks.check_past(ended, at)
    checks.check_only_one(note.family, note.kind, ended, but=note)
    was, moved = note.took_place_at, ended != note.took_place_at
    changed = [
        _record_seen(note, _seen_of(note) if seen is None else seen, ended),
        passages.write(note, written, people=people_ids(note.family)),
        *(getattr(note, name) != value for name, value in details.items()),
    ]
    if any(changed):
        change(note, version=note.version + 1, **details)
    if moved:
        duedates.cancel("visit_write_up", note, at=at)
        start_write_up(note)
    if any(changed):
        _follow_visit(note, was=was)
    return note


@service
def write_up(note, *, by, at, finished=False, significance=None, **what):
    """Save as `write` does, and conclude; all of it or nothing."""
    return conclude(write(note, by=by, at=at, **what), finished=finished, significance=significance, by=by, at=at)


def conclude(note, *, finished, significance, by, at):
    """What its author ticked at the end of the page: significant (a headline and why, or None), and finished."""
    if significance:
        mark_significant(note, **significance, by=by, at=at)
    return complete(note, by=by, at=at) if finished else note


@service
def complete(note, *, by, at, version=None):
    """Finish the write-up: its text does not change any more, and the 48 hours are met."""
    note = _locked(note, by, version)
    NOTE_STATES.require(note.state, NoteState.COMPLETED, *movers(note, by))
    checks.check_text(note)
    change(note, state=NoteState.COMPLETED, completed_at=at, version=note.version + 1)
    duedates.meet("visit_write_up", note, at=at)
    return note


@service
def mark_significant(note, *, headline, why, by, at):
    """Let the note stand in the chronology with a headline and why it matters (A8.1, A8.2, C10)."""
    note = _locked(note, by)
    checks.require_author(note, by)
    if note.state not in HAPPENED:
        raise Refusal("Only what has happened, or has failed to happen, can be significant.")
    checks.check_significance(headline, why)
    existing = Significance.objects.filter(note=note).first()
    if existing:
        change(existing, headline=headline.strip(), why=why.strip())
        return existing
    return Significance.objects.create(
        family_id=note.family_id, note=note, headline=headline.strip(), why=why.strip(), by=by, at=at
    )


@service
def add_addendum(note, *, text, by, at):
    """Add to a completed note; its text is not touched (A10.2). The same words sent twice are one addition."""
    note = _locked(note, by)
    if note.state != NoteState.COMPLETED:
        raise Refusal("Only a completed note is added to. Write in the note itself.")
    if not text.strip():
        raise Refusal("Write what you want to add.", "text")
    existing = note.addenda.filter(text=text.strip(), by=by).first()
    return existing or Addendum.objects.create(family_id=note.family_id, note=note, text=text.strip(), by=by, at=at)


@service
def withdraw(note, *, because, by, at):
    """Take a note that was recorded on the wrong family out of every view; the managers are told."""
    note = _locked(note, by)
    managing = [Mover.MANAGER] if require(by, note.family, Can.RECORD).can(Can.DECIDE) else []
    NOTE_STATES.require(note.state, NoteState.WITHDRAWN, *movers(note, by), *managing)
    if not because.strip():
        raise Refusal("Say why you withdraw it.", "because")
    Withdrawal.objects.create(family_id=note.family_id, note=note, because=because.strip(), by=by, at=at)
    change(note, state=NoteState.WITHDRAWN, version=note.version + 1)
    duedates.cancel("visit_write_up", note, at=at)
    _follow_visit(note, was=note.took_place_at)
    notify(
        managers_of(note.family, timezone.localdate(at)),
        family=note.family,
        text=f"{note.family}: {by} withdrew a note of {say_when(note.at)}: {because.strip()}",
        url=reverse("notes", args=[note.family_id]),
        at=at,
        subject="A note was withdrawn",
    )
    return note


def _locked(note, by, version=None, *, planned=False):
    """`planned` where the page could only be opened while the note was planned."""
    note = (
        CaseNote.objects.select_for_update(of=("self",), no_key=True).select_related("family", "author").get(pk=note.pk)
    )
    require(by, note.family, Can.RECORD)
    if version is not None and note.version != version:
        raise Conflict(RECORDED_ALREADY if planned and note.state != NoteState.PLANNED else CHANGED)
    return note


def _seen_of(note):
    return [(row.child, row.seen, row.alone, row.bedroom) for row in note.seen.select_related("child")]


def _record_seen(note, seen, ended):
    """`seen` are (child, seen, alone, bedroom), alone meaning seen; return whether anything changed."""
    checks.check_seen(note, seen, timezone.localdate(ended))
    existing = {row.child_id: row for row in note.seen.all()}
    # A list, not a generator: every child is noted, not only those before the first who changed.
    changed = [_record_child_seen(note, existing.get(child.pk), child, *boxes) for child, *boxes in seen]
    return any(changed)


def _record_child_seen(note, existing, child, was_seen, alone, bedroom):
    values = {"seen": was_seen or alone, "alone": alone, "bedroom": bedroom}
    if existing is not None:
        return change(existing, **values)
    if not any(values.values()):
        return False
    Seen.objects.create(family_id=note.family_id, note=note, child=child, **values)
    return True


def _follow_visit(note, was=None):
    """Visits meet two clocks: that of the worker's first visit, and that of seeing a child who is said to be harmed."""
    allocation_clocks.follow_visit(note, was=was)
    referral_clocks.follow_visit(note, was=was)
