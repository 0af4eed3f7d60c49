"""A significant change within the family, after which a completed Family Programme is due (A5.14)."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import family_lead
from casework.lives.checks import EVENT, check_in_family
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.users.models import User
from workbook.programmes.assessments import clocks
from workbook.programmes.assessments.checks import open_programme_of
from workbook.programmes.assessments.models import SignificantChange
from workbook.programmes.models import FamilyProgramme


@service
def record(programme: FamilyProgramme, *, what: str, happened_on: date, by: User, at: datetime) -> SignificantChange:
    """A significant change: a completed programme is due after it (A5.14)."""
    family = lock(programme.family)
    require(by, family, Can.RECORD)
    programme = open_programme_of(programme)
    if not what.strip():
        raise Refusal("Say what has changed.", "what")
    if happened_on > timezone.localdate(at):
        raise Refusal("This day lies in the future. Record a change once it has happened.", "happened_on")
    check_in_family(EVENT, happened_on, family.people_ever(), timezone.localdate(at), "happened_on")
    recorded = SignificantChange.objects.create(
        family=family, programme=programme, what=what.strip(), happened_on=happened_on, by=by, at=at
    )
    clocks.start_after_change(recorded, at=at)
    lead = family_lead(family, timezone.localdate(at))
    leading = {lead.worker} - {by} if lead else ()
    notify("significant_change", leading, subject=recorded, family=family, by=by, at=at)
    return recorded
