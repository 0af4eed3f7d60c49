"""Who may correct what a completed note says of its facts, and who gives or takes back its significance (A10.2)."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from casework.access import Can, FamilyAccess
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.refusal import Conflict, Refusal
from casework.users.models import User

NOT_COMPLETED = "This note is not completed. Its author changes it by writing it up."


def has_left(author: User, at: datetime) -> bool:
    """Whether there is nobody to ask any more: they do not work here, or in no team."""
    return not author.is_active or not author.memberships.on(timezone.localdate(at)).exists()


def why_not_corrected(note: CaseNote, by: User, access: FamilyAccess, at: datetime) -> str:
    """A sentence where `by` may not correct it, even with the author's consent; '' where they may."""
    if note.state != NoteState.COMPLETED:
        return NOT_COMPLETED
    if note.author_id != by.pk and has_left(note.author, at) and not access.can(Can.DECIDE):
        return f"{note.author}, who recorded this note, has left. A manager corrects it."
    return ""


def needs_consent(note: CaseNote, by: User, at: datetime) -> bool:
    return note.author_id != by.pk and not has_left(note.author, at)


def check_corrects(note: CaseNote, by: User, access: FamilyAccess, consent: str, at: datetime) -> None:
    if why_not := why_not_corrected(note, by, access, at):
        raise (Conflict if why_not == NOT_COMPLETED else Refusal)(why_not)
    if needs_consent(note, by, at) and not consent:
        raise Refusal(f"Say how and when {note.author}, who recorded this note, agreed to it.", "consent")


def answers_for(note: CaseNote, by: User, access: FamilyAccess, at: datetime) -> bool:
    """Whether `by` says of the note what is its author's to say: the author, or a manager once the author has left."""
    return note.author_id == by.pk or (access.can(Can.DECIDE) and has_left(note.author, at))


def check_answers_for(note: CaseNote, by: User, access: FamilyAccess, at: datetime) -> None:
    if not answers_for(note, by, access, at):
        raise Refusal(
            f"Only {note.author}, who recorded this note, can change it, or a manager once they have left. "
            "You can add to it once completed."
        )


def was_left(note: CaseNote) -> bool:
    """Whether its author, of another team, left it for the family (A7.17)."""
    left = Q(left_note__isnull=False) | Q(mention__left_note__isnull=False)
    return CaseNote.objects.filter(left, pk=note.pk).exists()


def marks(note: CaseNote, by: User, access: FamilyAccess, at: datetime) -> bool:
    """Whether `by` says whether the note is significant: its author does, as above.

    Of one that was left for the family by somebody who does not work with it whoever records on its file.
    """
    return answers_for(note, by, access, at) or (access.can(Can.RECORD) and was_left(note))


def check_marks(note: CaseNote, by: User, access: FamilyAccess, at: datetime) -> None:
    if not marks(note, by, access, at):
        check_answers_for(note, by, access, at)
