"""Making what is wanted: claim one, lay it out, hand it over; until there is none left. Only tasks come here."""

import logging
from typing import NamedTuple

from casework.documents import printing
from casework.documents.pdf import render
from casework.refusal import Refusal

logger = logging.getLogger(__name__)

FAILED = "it could not be laid out. Ask for it again; if it fails again, tell whoever runs the Workbook."


class Laid(NamedTuple):
    """A whole HTML page, the name of its file, and the moment whose record it shows."""

    html: str
    name: str
    as_at: object


def make_waiting(model, lay_out, *, by, clock):
    """Make every row of `model` that is wanted or was abandoned; return how many were made. May run twice at once.

    `lay_out(row, now)` gives what is `Laid` out.
    """
    printing.want_abandoned_again(model, by=by, at=clock())
    number = 0
    while (row := printing.claim_next(model, by=by, at=clock())) is not None:
        number += _make(row, lay_out, by=by, clock=clock)
    return number


def _make(row, lay_out, *, by, clock):
    """Lay out one claimed row and hand it over; return whether it was made."""
    try:
        laid = lay_out(row, clock())
        content, pages = render(laid.html)
        details = {"content": content, "pages": pages, "name": laid.name, "as_at": laid.as_at}
        return _hand_over(printing.made, row, **details, by=by, at=clock())
    except Exception:
        # Whatever it was: the row must not wait for ever, and the next one must be made.
        logger.exception("%s %s could not be made.", type(row).__name__, row.pk)
        return _hand_over(printing.failed, row, because=FAILED, by=by, at=clock(), is_made=False)


def _hand_over(act, row, *, is_made=True, **details):
    try:
        act(row, **details)
    except Refusal:
        # Another maker took it for abandoned and was faster: what that one made stands.
        logger.warning("%s %s was made by somebody else meanwhile.", type(row).__name__, row.pk)
        return False
    return is_made
