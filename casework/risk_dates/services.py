"""Recording dates of risk ahead, correcting and calling them off; telling lead and managers before them."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import lead_and_managers
from casework.families.models import Family
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.risk_dates import checks
from casework.risk_dates.models import RiskDate
from casework.risk_dates.queries import fingerprint_of_risk_date, is_near
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add(family: Family, *, kind: str, day: date, by: User, at: datetime, **values: Any) -> RiskDate:
    """A day ahead on which a risk may change."""
    require(by, family, Can.RECORD)
    lock(family)
    checked = checks.checked_values(family, timezone.localdate(at), kind=kind, day=day, **values)
    return RiskDate.objects.create(family=family, **checked)


@service
def correct(
    family: Family, row: RiskDate, *, fingerprint: str, kind: str, day: date, by: User, at: datetime, **values: Any
) -> RiskDate:
    """Correct it; another day is told of anew. `family` is the one whose page it is."""
    require(by, family, Can.RECORD)
    row = _standing(row, fingerprint)
    today = timezone.localdate(at)
    change(row, **checks.checked_values(family, today, kind=kind, day=day, named=row.about, **values))
    return row


@service
def call_off(family: Family, row: RiskDate, *, fingerprint: str, because: str, by: User, at: datetime) -> RiskDate:
    """It does not come to pass: the hearing was vacated, bail was lifted before."""
    require(by, family, Can.RECORD)
    row = _standing(row, fingerprint)
    if not because.strip():
        raise Refusal("Say why it is called off.", "because")
    change(row, ended_on=timezone.localdate(at), ended_because=because.strip())
    return row


def _standing(row: RiskDate, fingerprint: str) -> RiskDate:
    row = lock(row, "family")
    check_fingerprint(fingerprint, fingerprint_of_risk_date(row))
    checks.check_stands(row)
    return row


@service
def tell_before(row: RiskDate, *, by: User, at: datetime) -> bool:
    """Tell lead and managers, once for its day, that it is near; return whether they were told now."""
    row = lock(row, "family")
    if not is_near(row, timezone.localdate(at)):
        return False
    told = lead_and_managers(row.family, timezone.localdate(at))
    notify("risk_date_ahead", sorted(told, key=str), subject=row, family=row.family, at=at)
    change(row, told_for=row.day)
    return True
