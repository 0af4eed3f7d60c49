"""What the pages of notes for other teams' families show: to their author what they wrote, and no more (A7.17)."""

from datetime import date
from typing import Any

from django.urls import reverse

from casework.acts.paging import Page
from casework.left_notes import queries
from casework.users.models import User

INTRO = (
    "For a family that you do not work with. Its workers get your note; you do not see the family's record, and "
    "afterwards you read here what you wrote."
)
KEPT = (
    "Your note is kept. It goes on the family's file and its workers are told. Where it is not clear whose it is, a "
    "manager of your team files it."
)
WHO_RECORDS = "Whoever records on families' files records notes for other teams too, for a team of their own."


def my_notes_url() -> str:
    return reverse("left-notes")


def my_notes(user: User, page: Page, today: date) -> dict[str, Any]:
    return {
        "heading": "What you recorded for other teams",
        "notes": page.rows,
        "may_record": queries.teams_recording(user, today).exists(),
        "may_settle": queries.teams_settling(user, today).exists(),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }


def notes_to_file(page: Page) -> dict[str, Any]:
    return {
        "heading": "Notes to file",
        "notes": page.rows,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
