"""The PDF of a finished record, from its contents and nothing else. Only tasks come here."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from casework.documents import pdf
from casework.documents.pdf import PrintablePage
from casework.frozen.models import Frozen, FrozenPrint
from casework.frozen.presenters import document_for
from casework.frozen.registry import KINDS
from casework.subjects import SubjectKey, find
from casework.users.services import robot
from casework.words import london_date


def make_waiting(*, clock: Callable[[], datetime] = timezone.now) -> int:
    """Make every print that is wanted or was abandoned; return how many were made. May run twice at the same time."""
    return pdf.make_waiting(FrozenPrint, lay_out, by=robot("packs"), clock=clock)


def lay_out(printed: FrozenPrint, now: datetime) -> PrintablePage:
    """The record of the moment at which it was finished, whenever it is printed, with what was said of it by then."""
    frozen = printed.frozen
    context = {
        "document": document_for(frozen, find(SubjectKey(frozen.subject_type, frozen.subject_id)), None),
        "frozen": frozen,
        "act": KINDS[frozen.kind].act,
        "printed": now,
        "demonstration": settings.DEMONSTRATION,
    }
    html = render_to_string("casework/frozen/paper.html", context)
    return PrintablePage(html, name_of(frozen), as_at=frozen.at)


def name_of(frozen: Frozen) -> str:
    """The file's name, without the family's."""
    reference, name = frozen.contents["family"]["reference"], KINDS[frozen.kind].name
    return f"{reference} {name} {london_date(frozen.at):%Y-%m-%d} no {frozen.pk}.pdf"
