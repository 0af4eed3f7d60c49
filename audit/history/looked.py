"""Who has looked at a family's record, or asked for it and was refused (A10.1, A10.3)."""

from typing import NamedTuple

from django.db.models import Q

from casework.trail.models import Viewing

REFUSALS = {403: "Refused: may not do this", 404: "Refused: not found"}


class Look(NamedTuple):
    at: object
    who: str
    page: str
    outcome: str
    refused: bool


def looks(family, *, before=None, limit):
    """At most `limit` viewings, newest first, from the id `before` on; strangers who asked for it by its number too."""
    asked = Viewing.objects.filter(Q(family=family) | Q(family=None, asked_for=family.pk)).select_related("user")
    earlier = asked.filter(pk__lt=before) if before else asked
    return list(earlier.order_by("-pk")[:limit])


def told(viewing):
    act = "Looked" if viewing.method in ("GET", "HEAD") else "Sent a form"
    outcome = REFUSALS.get(viewing.status, act if viewing.status < 400 else f"{act}, without success")
    return Look(viewing.at, str(viewing.user), viewing.page, outcome, viewing.status in REFUSALS)


def place(typed):
    """The id from which a list goes on; None where the address bears none."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None
