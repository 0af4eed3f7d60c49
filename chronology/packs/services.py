"""Making the packs that are wanted, from the record as it stands at that moment."""

from django.template.loader import render_to_string
from django.utils import timezone

from casework.documents import making
from casework.users.services import robot
from casework.words import london_date
from chronology.packs.contents import contents_of
from supervision.packs.models import Pack


def make_waiting(*, clock=timezone.now):
    """Make every pack that is wanted or was abandoned; return how many were made. May run twice at once."""
    return making.make_waiting(Pack, lay_out, by=robot("packs"), clock=clock)


def lay_out(pack, as_at):
    html = render_to_string("chronology/packs/pack.html", contents_of(pack, as_at=as_at))
    return making.Laid(html, name_of(pack), as_at)


def name_of(pack):
    """The file's name, without the family's."""
    day = london_date(pack.supervision.episode.supervision_planned_for)
    return f"{pack.family.reference} supervision pack {day:%Y-%m-%d} no {pack.number}.pdf"
