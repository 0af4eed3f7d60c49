"""Recording the family's warnings, reviewing them, and ending them (A9.17)."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.lives.checks import EVENT, check_in_family
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import change_version
from casework.users.models import User
from casework.warnings import checks
from casework.warnings.models import Caution


@service
def add(
    family: Family,
    *,
    kind: str,
    detail: str,
    source: str,
    from_date: date,
    review_on: date,
    by: User,
    at: datetime,
) -> Caution:
    """Record a warning, which each page of the family shows."""
    require(by, family, Can.RECORD)
    lock(family)
    today = timezone.localdate(at)
    checks.check_kind(kind)
    checks.check_detail(detail)
    checks.check_source(source, ", such as the police or what you saw yourself")
    checks.check_begin(from_date, today)
    check_in_family(EVENT, from_date, family.people_ever(), today, "from_date")
    checks.check_review(review_on, today)
    return Caution.objects.create(
        family=family, kind=kind, detail=detail.strip(), source=source.strip(), from_date=from_date,
        review_on=review_on,
    )  # fmt: skip


@service
def review(
    caution: Caution, *, detail: str, source: str, review_on: date, version: int, by: User, at: datetime
) -> Caution:
    """Record that it was reviewed and is still needed, its words and source as they are now, and the next review."""
    caution = lock(caution, "family")
    checks.check_current(caution, version)
    require(by, caution.family, Can.RECORD)
    checks.check_detail(detail)
    checks.check_source(source)
    checks.check_review(review_on, timezone.localdate(at))
    change_version(caution, detail=detail.strip(), source=source.strip(), review_on=review_on)
    return caution


@service
def end(caution: Caution, *, ended_on: date, because: str, version: int, by: User, at: datetime) -> Caution:
    """End the warning: from then on only the list of ended warnings shows it."""
    caution = lock(caution, "family")
    checks.check_current(caution, version)
    require(by, caution.family, Can.LEAD)
    if not because.strip():
        raise Refusal("Say why the warning ends.", "because")
    checks.check_end(caution, ended_on, timezone.localdate(at))
    change_version(caution, ended_on=ended_on, ended_because=because.strip(), ended_by=by)
    return caution
