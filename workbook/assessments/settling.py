"""The clocks of all programmes, settled by a sweep: for what no service of this app hears of, such as a conference."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Concat

from casework.duedates.models import DueDate
from casework.families.services import lock
from workbook.assessments import clocks
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.states import ProgrammeState

logger = logging.getLogger(__name__)


def settle_all(*, now):
    """Return how many programmes were looked at. May run twice at once, or after days of silence."""
    return sum(_tried(programme, now) for programme in list(_to_settle()))


def _to_settle():
    """Those that are open, and those that have ended with a clock still running."""
    subject = Concat(Value("familyprogramme:"), Cast(OuterRef("pk"), TextField()))
    running = DueDate.objects.running().filter(timescale__in=clocks.TIMESCALES, subject=subject)
    open_ones = FamilyProgramme.objects.filter(state=ProgrammeState.OPEN)
    return (open_ones | FamilyProgramme.objects.filter(Exists(running))).select_related("family", "workbook")


def _tried(programme, now):
    """One that fails must not hold up the others: it is logged, and tried again at each sweep."""
    try:
        with transaction.atomic():
            lock(programme.family)
            clocks.settle(programme, at=now)
    except Exception:
        logger.exception("The clocks of Family Programme %s could not be settled.", programme.pk)
        return 0
    return 1
