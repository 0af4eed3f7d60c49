"""What a note for another team's family must say, and who may write and settle it (A7.17)."""

from datetime import date, datetime

from django.utils import timezone

from casework.left_notes import queries
from casework.left_notes.models import LeftNote
from casework.lives.checks import EVENT, check_day, check_said_birth
from casework.refusal import Conflict, Refusal
from casework.users.models import Team, User

NOBODY = "Give the family's reference, or the name of somebody in it."
NOT_YOURS = "Only its author adds to a note or withdraws it."
SETTLED = "This note was dealt with meanwhile, and nothing more was changed. Open the list again to see what is left."


def check_team(by: User, team: Team, today: date) -> None:
    if not queries.teams_recording(by, today).filter(pk=team.pk).exists():
        raise Refusal("You cannot record a note for that team. Choose your own.", "team")


def check_note(reference: str, name: str, born: date | None, took_place_at: datetime, text: str, at: datetime) -> None:
    if not (reference or name):
        raise Refusal(NOBODY, "reference")
    today = timezone.localdate(at)
    if born:
        check_said_birth(born, today)
    check_day(EVENT, timezone.localdate(took_place_at), today, "took_place_at")
    if took_place_at > at:
        raise Refusal("This time lies in the future. Give the time at which it happened.", "took_place_at")
    if not text:
        raise Refusal("Write what you want them to know.", "text")


def check_author(note: LeftNote, by: User, at: datetime) -> None:
    """`by` wrote it and still records here, and it was not withdrawn."""
    if note.author_id != by.pk or not queries.teams_recording(by, timezone.localdate(at)).exists():
        raise Refusal(NOT_YOURS)
    if note.withdrawn_at:
        raise Conflict("That this note is an error was said already. Nothing was changed.")


def check_settles(note: LeftNote, by: User, at: datetime) -> None:
    """`by` manages the team that wrote it, and nobody has settled it."""
    if not queries.teams_settling(by, timezone.localdate(at)).filter(pk=note.team_id).exists():
        raise Refusal("Only a manager of the team that wrote the note files it.")
    if note.settled_at or note.withdrawn_at:
        raise Conflict(SETTLED)
