"""Making the packs that are wanted: claim one, lay it out, hand it over; until there is none left."""

import logging

from django.template.loader import render_to_string
from django.utils import timezone

from casework.documents.pdf import render
from casework.refusal import Refusal
from casework.users.services import robot
from casework.words import london_date
from chronology.packs.contents import contents_of
from supervision.packs import services as packs

logger = logging.getLogger(__name__)

FAILED = "it could not be laid out. Ask for it again; if it fails again, tell whoever runs the Workbook."


def make_waiting(*, clock=timezone.now):
    """Make every pack that is wanted or was abandoned; return how many were made. May run twice at once."""
    by = robot("packs")
    packs.want_abandoned_again(by=by, at=clock())
    number = 0
    while (pack := packs.claim_next(by=by, at=clock())) is not None:
        number += make(pack, by=by, clock=clock)
    return number


def make(pack, *, by, clock):
    """Lay out one claimed pack and hand it over; return whether it was made."""
    as_at = clock()
    try:
        content, pages = render(render_to_string("chronology/packs/pack.html", contents_of(pack, as_at=as_at)))
        name = name_of(pack)
        return _hand_over(packs.made, pack, content=content, pages=pages, name=name, as_at=as_at, by=by, at=clock())
    except Exception:
        # Whatever it was: the row must not wait for ever, and the next pack must be made.
        logger.exception("Pack %s could not be made.", pack.pk)
        return _hand_over(packs.failed, pack, because=FAILED, by=by, at=clock(), is_made=False)


def _hand_over(act, pack, *, is_made=True, **details):
    try:
        act(pack, **details)
    except Refusal:
        # Another maker took it for abandoned and was faster: its pack stands.
        logger.warning("Pack %s was made by somebody else meanwhile.", pack.pk)
        return False
    return is_made


def name_of(pack):
    """The file's name, without the family's."""
    day = london_date(pack.supervision.episode.supervision_planned_for)
    return f"{pack.family.reference} supervision pack {day:%Y-%m-%d} no {pack.number}.pdf"
