"""A note for another team's family: kept at once, filed afterwards, so that its author learns nothing of whose it is.

What its author sends is answered alike and costs alike, whatever it names. A sweep then files what can only mean one
family, tells that family's workers, and leaves the rest to the managers of the author's team (A7.17, A11.2).
"""

from datetime import date, datetime

from django.utils import timezone

from casework.answers.services import carry_addition
from casework.families.models import Family
from casework.in_error.checks import check_reason
from casework.in_error.models import InErrorReason
from casework.left_notes import checks, queries
from casework.left_notes.models import LeftNote, LeftNoteAddition
from casework.notes.checks import actions_going
from casework.notes.models import CaseNote
from casework.notes.services import take_out
from casework.notes.states import NoteState
from casework.notifications.models import Notification
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.refusal import Refusal
from casework.subjects import columns_of
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import Team, User

KIND, SECTION = "new_information", "detail"


@service
def record(
    team: Team, *, text: str, took_place_at: datetime, by: User, at: datetime, reference: str = "", name: str = "",
    born: date | None = None,
) -> LeftNote:  # fmt: skip
    """Keep a note for the family of that `reference`, or of somebody of that `name`."""
    checks.check_team(by, team, timezone.localdate(at))
    said = {"reference": reference.strip(), "name": " ".join(name.split()), "text": text.strip()}
    checks.check_note(said["reference"], said["name"], born, took_place_at, said["text"], at)
    return LeftNote.objects.create(
        team=team, author=by, recorded_at=at, took_place_at=took_place_at, born=born, **said
    )  # fmt: skip


@service
def add(note: LeftNote, *, text: str, by: User, at: datetime) -> LeftNoteAddition:
    """Add to it, or say what was wrong in it; the note itself does not change. The same words are added once."""
    note = lock(note)
    checks.check_author(note, by, at)
    if not text.strip():
        raise Refusal("Write what you want to add.", "text")
    existing = note.additions.filter(text=text.strip()).first()
    added = existing or LeftNoteAddition.objects.create(left_note=note, text=text.strip(), at=at)
    change(note, looked_at=None)
    return added


@service
def withdraw(note: LeftNote, *, because: str, by: User, at: datetime, reason: str = InErrorReason.OTHER) -> LeftNote:
    """It was recorded in error: it is taken out of every view of whatever file it is on."""
    note = lock(note)
    checks.check_author(note, by, at)
    check_reason(reason, because)
    change(note, withdrawn_at=at, withdrawn_because=because.strip(), withdrawn_reason=reason, looked_at=None)
    return note


@service
def settle(note: LeftNote, *, by: User, at: datetime, family: Family | None = None, because: str = "") -> LeftNote:
    """A manager of the team that wrote it says to which family's file it belongs, or why to none: one of the two."""
    note = lock(note, "author", "team")
    checks.check_settles(note, by, at)
    if bool(family) == bool(because.strip()):
        raise Refusal("Say to which family it belongs, or what you did instead: one of the two.", "family")
    if family is None:
        change(note, settled_by=by, settled_at=at, no_family_because=because.strip())
        return note
    if not queries.families_to_choose(by).filter(pk=family.pk).exists():
        raise Refusal("Choose a family from those that you may find.", "family")
    _file(note, family, by, at)
    return note


@service
def look_at(note: LeftNote, *, by: User, at: datetime) -> LeftNote:
    """File what can only mean one family, or tell the managers; carry to the file what its author added since."""
    note = lock(note, "author", "team", "note__family")
    today = timezone.localdate(at)
    if not (note.settled_at or note.withdrawn_at):
        family = queries.family_meant(note, today)
        if family:
            _file(note, family, by, at)
        elif not _was_told(note):
            notify(queries.TO_FILE, queries.managers_filing(note, today), subject=note, family=None, at=at)
    for case_note in queries.files_of(note):
        carry(note, case_note, at=at)
    change(note, looked_at=at)
    return note


@service
def remind(note: LeftNote, *, by: User, at: datetime) -> int:
    """It is on no file for too long: its managers are told, and when they were the next grade; return how many."""
    note = lock(note, "author", "team")
    if not queries.is_to_be_reminded_of(note, at):
        return 0
    users = queries.who_is_reminded(note, timezone.localdate(at))
    notify(queries.REMINDED, users, subject=note, family=None, at=at)
    return len(users)


def _was_told(note: LeftNote) -> bool:
    return Notification.objects.filter(kind=queries.TO_FILE, **columns_of(note)).exists()


def _file(note: LeftNote, family: Family, by: User, at: datetime) -> None:
    case_note = put_on_file(note, family, at=at)
    change(note, note=case_note, settled_by=by, settled_at=at)
    workers = queries.workers_of(family, timezone.localdate(at))
    notify("note_left", workers, subject=case_note, family=family, by=note.author, at=at)


@in_service
def put_on_file(note: LeftNote, family: Family, *, at: datetime) -> CaseNote:
    """The case note of its author as which it stands on the family's file, with what was added to it."""
    case_note = CaseNote.objects.create(
        family=family, kind=KIND, author=note.author, state=NoteState.COMPLETED, took_place_at=note.took_place_at,
        recorded_at=note.recorded_at, completed_at=at, purpose=f"Recorded by team {note.team} for this family."[:200],
    )  # fmt: skip
    passages.write(case_note, [NewText(SECTION, note.text)], people=())
    carry(note, case_note, at=at)
    return case_note


@in_service
def carry(note: LeftNote, case_note: CaseNote, *, at: datetime) -> None:
    """What its author added stands on the file too; what they withdrew is withdrawn there. Idempotent."""
    if case_note.state == NoteState.WITHDRAWN:
        return
    for addition in note.additions.all():
        carry_addition(case_note, text=addition.text, author=note.author, at=addition.at)
    if note.withdrawn_at:
        # Its author says nothing of what others agreed on it: what is under way stays.
        actions = actions_going(case_note, {each.pk: False for each in case_note.actions.all()})
        take_out(
            case_note, reason=note.withdrawn_reason, because=note.withdrawn_because, actions=actions, by=note.author,
            at=note.withdrawn_at,
        )  # fmt: skip
