"""The life of a case note: planned, took place or did not, written up, completed, added to, withdrawn."""

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, require
from casework.duedates import services as duedates
from casework.families.services import lock
from casework.notes.models import Addendum, CaseNote, Seen, Significance, Withdrawal
from casework.notes.states import NOTE_STATES, NoteState
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.refusal import Refusal, Stale
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.models import change
from casework.users.models import User
from casework.users.roles import GRADES
from casework.words import say_when

FINISHED = "This note is completed, so its text does not change. Add to it instead."


def kind_of(note):
    return practice.current().note_kinds[note.kind]


def people_ids(family):
    return set(family.familymember_set.values_list("person_id", flat=True))


@service
def plan(family, *, kind, planned_for, by, at, purpose="", where="", form_key=None):
    """Plan a visit, session or meeting; a second submission of the same form gives the same note."""
    require(by, family, Can.RECORD)
    lock(family)
    if form_key and (note := family.casenote_set.filter(form_key=form_key).first()):
        return note
    _check_kind(kind)
    return CaseNote.objects.create(
        family=family, kind=kind, author=by, state=NoteState.PLANNED, planned_for=planned_for, purpose=purpose,
        where=where, recorded_at=at, form_key=form_key,
    )  # fmt: skip


@service
def record(family, *, kind, took_place_at, by, at, written=(), seen=(), form_key=None, **details):
    """Record in one go what took place at `took_place_at` (its end); the write-up is due from that time."""
    require(by, family, Can.RECORD)
    lock(family)
    if form_key and (note := family.casenote_set.filter(form_key=form_key).first()):
        return note
    _check_kind(kind)
    _check_past(took_place_at, at)
    note = CaseNote.objects.create(
        family=family, kind=kind, author=by, state=NoteState.TOOK_PLACE, took_place_at=took_place_at, recorded_at=at,
        form_key=form_key, **details,
    )  # fmt: skip
    _note_seen(note, seen)
    passages.write(note, written, people=people_ids(family))
    _start_write_up_clock(note)
    return note


@service
def took_place(note, *, took_place_at, by, at, seen=(), version=None):
    """A planned note took place, ending at `took_place_at`: this starts the 48 hours (A7.10, C28)."""
    note = _locked(note, version)
    NOTE_STATES.require(note.state, NoteState.TOOK_PLACE, *_movers(note, by))
    _check_past(took_place_at, at)
    change(note, state=NoteState.TOOK_PLACE, took_place_at=took_place_at, version=note.version + 1)
    _note_seen(note, seen)
    _start_write_up_clock(note)
    return note


@service
def did_not_take_place(note, *, because, by, at, version=None):
    """Record that it did not happen, and why (A7.15)."""
    note = _locked(note, version)
    NOTE_STATES.require(note.state, NoteState.DID_NOT_TAKE_PLACE, *_movers(note, by))
    if not because.strip():
        raise Refusal("Say why it did not take place.", "because")
    change(note, state=NoteState.DID_NOT_TAKE_PLACE, did_not_because=because.strip(), version=note.version + 1)
    duedates.cancel("visit_write_up", note, at=at)
    return note


@service
def write(note, *, written, by, at, version=None, seen=None, **details):
    """Save the text of a note that is not completed; only its author writes it."""
    note = _locked(note, version)
    if note.state != NoteState.TOOK_PLACE:
        raise Stale(FINISHED if note.state == NoteState.COMPLETED else "There is nothing to write up here yet.")
    _require_author(note, by)
    if seen is not None:
        _note_seen(note, seen)
    changed = passages.write(note, written, people=people_ids(note.family))
    if changed or any(getattr(note, name) != value for name, value in details.items()):
        change(note, version=note.version + 1, **details)
    return note


@service
def complete(note, *, by, at, version=None):
    """Finish the write-up: its text does not change any more, and the 48 hours are met."""
    note = _locked(note, version)
    NOTE_STATES.require(note.state, NoteState.COMPLETED, *_movers(note, by))
    if not note.passages.exclude(text="").exists():
        raise Refusal("There is no text yet. Write under at least one heading before you complete the note.")
    change(note, state=NoteState.COMPLETED, completed_at=at, version=note.version + 1)
    duedates.meet("visit_write_up", note, at=at)
    return note


@service
def mark_significant(note, *, headline, why, by, at):
    """Let the note stand in the chronology with a headline and why it matters (A8.1, A8.2, C10)."""
    note = _locked(note)
    _require_author(note, by)
    if note.state not in (NoteState.TOOK_PLACE, NoteState.COMPLETED, NoteState.DID_NOT_TAKE_PLACE):
        raise Refusal("Only what has happened, or has failed to happen, can be significant.")
    _check_significance(headline, why)
    standing = Significance.objects.filter(note=note).first()
    if standing:
        change(standing, headline=headline.strip(), why=why.strip())
        return standing
    return Significance.objects.create(
        family_id=note.family_id, note=note, headline=headline.strip(), why=why.strip(), by=by, at=at
    )


def _check_significance(headline, why):
    if not headline.strip():
        raise Refusal("Give the headline under which it stands in the chronology.", "headline")
    if not why.strip():
        raise Refusal("Say why it is significant.", "why")


@service
def add(note, *, text, by, at, form_key=None):
    """Add to a completed note; the text that stands there is not touched (A10.2)."""
    note = _locked(note)
    require(by, note.family, Can.RECORD)
    if note.state != NoteState.COMPLETED:
        raise Refusal("Only a completed note is added to. Write in the note itself.")
    if not text.strip():
        raise Refusal("Write what you want to add.", "text")
    return Addendum.objects.create(family_id=note.family_id, note=note, text=text.strip(), by=by, at=at)


@service
def withdraw(note, *, because, by, at):
    """Take a note that was recorded on the wrong family out of every view; the managers are told."""
    note = _locked(note)
    standing = require(by, note.family, Can.RECORD)
    movers = [*_movers(note, by), *([Mover.MANAGER] if standing.can(Can.DECIDE) else [])]
    NOTE_STATES.require(note.state, NoteState.WITHDRAWN, *movers)
    if not because.strip():
        raise Refusal("Say why you withdraw it.", "because")
    Withdrawal.objects.create(family_id=note.family_id, note=note, because=because.strip(), by=by, at=at)
    change(note, state=NoteState.WITHDRAWN, version=note.version + 1)
    duedates.cancel("visit_write_up", note, at=at)
    notify(
        managers_of(note.family, at),
        family=note.family,
        text=f"{note.family}: {by} withdrew a note of {say_when(note.at)}: {because.strip()}",
        url=reverse("notes", args=[note.family_id]),
        at=at,
        subject="A note was withdrawn",
    )
    return note


def managers_of(family, at):
    """The active managers of the team that works with the family."""
    day = timezone.localdate(at)
    teams = family.familyteam_set.on(day).values("team")
    return list(
        User.objects.filter(
            memberships__team__in=teams, memberships__role__in=GRADES[:2], memberships__until_date=None, is_active=True
        ).distinct()
    )


def _locked(note, version=None):
    note = CaseNote.objects.select_for_update().select_related("family").get(pk=note.pk)
    if version is not None and note.version != version:
        raise Stale("This note was changed since you opened the page. Your text is still here: compare and save again.")
    return note


def _movers(note, by):
    return [Mover.OWNER] if note.author_id == by.pk else []


def _require_author(note, by):
    if note.author_id != by.pk:
        raise Refusal(f"Only {note.author}, who recorded this note, can change it. You can add to it once completed.")


def _check_kind(kind):
    if kind not in practice.current().note_kinds:
        raise Refusal("Choose what kind of record this is.", "kind")


def _check_past(took_place_at, at):
    if took_place_at > at:
        raise Refusal(
            "This time lies in the future. Give the time at which it ended, or plan it instead.", "took_place_at"
        )


def _start_write_up_clock(note):
    if kind_of(note).visit:
        duedates.start(
            "visit_write_up",
            note,
            family=note.family,
            at=note.took_place_at,
            owner=note.author,
            url=reverse("note-write-up", args=[note.family_id, note.pk]),
            about=f"{kind_of(note).label.lower()} of {say_when(note.took_place_at)}",
        )


def _note_seen(note, seen):
    """`seen` are (child, seen, alone, bedroom); a child seen must have been born."""
    standing = {row.child_id: row for row in note.seen.all()}
    day = timezone.localdate(note.took_place_at)
    for child, was_seen, alone, bedroom in seen:
        _check_seen(note, child, was_seen or alone, day)
        values = {"seen": was_seen or alone, "alone": alone, "bedroom": bedroom}
        if child.pk in standing:
            change(standing[child.pk], **values)
        elif any(values.values()):
            Seen.objects.create(family_id=note.family_id, note=note, child=child, **values)


def _check_seen(note, child, was_seen, day):
    if child.pk not in people_ids(note.family):
        raise Refusal("Only children of this family can be seen on its visit.")
    if was_seen and not child.alive_on(day):
        raise Refusal(f"{child} was not born on that day, or no longer alive. Check who was seen, and the date.")
