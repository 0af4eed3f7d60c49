"""The PDF of a completed assessment, from what was frozen and nothing else. Only tasks come here."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from casework.documents import pdf
from casework.documents.pdf import PrintablePage
from casework.users.services import robot
from casework.words import london_date
from workbook.programmes.assessments.contents import in_words
from workbook.programmes.assessments.models import AssessmentPrint, CompletedAssessment


def make_waiting(*, clock: Callable[[], datetime] = timezone.now) -> int:
    """Make every print that is wanted or was abandoned; return how many were made. May run twice at the same time."""
    return pdf.make_waiting(AssessmentPrint, lay_out, by=robot("packs"), clock=clock)


def lay_out(printed: AssessmentPrint, now: datetime) -> PrintablePage:
    """It shows the record of the moment at which it was completed, whenever it is printed."""
    completed = printed.completed
    context = {
        "frozen": in_words(completed.contents),
        "completed": completed,
        "demonstration": settings.DEMONSTRATION,
    }
    return PrintablePage(
        render_to_string("workbook/programmes/assessments/paper.html", context), name_of(completed), as_at=completed.at
    )


def name_of(completed: CompletedAssessment) -> str:
    """The file's name, without the family's."""
    frozen = completed.contents
    of = f"programme {frozen['programme']} assessment {frozen['number']}"
    return f"{frozen['family']['reference']} {of} {london_date(completed.at):%Y-%m-%d}.pdf"
