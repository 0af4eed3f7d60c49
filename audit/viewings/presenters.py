"""Who has looked at a family's record, or asked for it and was refused, in words (A10.1, A10.3)."""

from datetime import datetime
from typing import NamedTuple

from casework.trail.models import Viewing

REFUSALS = {403: "Refused: may not do this", 404: "Refused: not found"}


class ViewingLine(NamedTuple):
    at: datetime
    who: str
    page: str
    outcome: str
    refused: bool


def viewing_line(viewing: Viewing) -> ViewingLine:
    act = "Looked" if viewing.method in ("GET", "HEAD") else "Sent a form"
    outcome = REFUSALS.get(viewing.status, act if viewing.status < 400 else f"{act}, without success")
    return ViewingLine(viewing.at, str(viewing.user), viewing.page, outcome, viewing.status in REFUSALS)
