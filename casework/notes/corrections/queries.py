"""The facts of a note in words, as they stood before a correction and after it."""

from casework.notes.models import CaseNote, Seen
from casework.words import say_when


def facts_in_words(note: CaseNote) -> str:
    """'Ended Tue 3 Nov 2026, 14:05. Mia: seen alone. Ben: not seen.'"""
    ended = f"Ended {say_when(note.took_place_at)}." if note.took_place_at else ""
    rows = note.seen.select_related("child").order_by("child__born", "pk")
    return " ".join([ended, *(f"{row.child}: {_seen(row)}." for row in rows)])


def _seen(row: Seen) -> str:
    seen = ("seen alone" if row.alone else "seen") if row.seen else "not seen"
    return f"{seen}, bedroom seen" if row.bedroom else seen
