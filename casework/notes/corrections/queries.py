"""The facts of a note in words, as they stood before a correction and after it."""

from casework.notes.models import CaseNote
from casework.notes.not_done.contents import say_seen
from casework.words import say_when


def facts_in_words(note: CaseNote) -> str:
    """'Ended Tue 3 Nov 2026, 14:05. Mia: seen alone. Ben: not seen.'"""
    ended = f"Ended {say_when(note.took_place_at)}." if note.took_place_at else ""
    rows = note.seen.select_related("child").order_by("child__born", "pk")
    return " ".join([ended, *(f"{say_seen(row)}." for row in rows)])
