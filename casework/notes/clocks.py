"""The write-up of a visit is due from when it ended (A7.10)."""

from django.urls import reverse

from casework.duedates import services as duedates
from casework.notes.models import kind_of
from casework.words import say_when


def start_write_up(note):
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
