"""Recording the family's warnings, reviewing them, and ending them (A9.17)."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import change_version, check_version
from casework.users.models import User
from casework.warnings.models import Caution, WarningKind


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
    form_key: UUID | None = None,
) -> Caution:
    """Record a warning, which each page of the family shows. Idempotent by `form_key`."""
    require(by, family, Can.RECORD)
    lock(family)
    if form_key and (caution := family.caution_set.filter(form_key=form_key).first()):
        return caution
    today = timezone.localdate(at)
    if kind not in WarningKind.values:
        raise Refusal("Choose the kind of warning from those offered.", "kind")
    if not detail.strip():
        raise Refusal("Say what whoever visits must know.", "detail")
    if not source.strip():
        raise Refusal("Say where it is known from, such as the police or what you saw yourself.", "source")
    if from_date > today:
        raise Refusal("The warning cannot begin in the future. Give the day from which it is known.", "from_date")
    _check_review(review_on, today)
    return Caution.objects.create(
        family=family, kind=kind, detail=detail.strip(), source=source.strip(), from_date=from_date,
        review_on=review_on, form_key=form_key,
    )  # fmt: skip


@service
def review(
    caution: Caution, *, detail: str, source: str, review_on: date, version: int, by: User, at: datetime
) -> Caution:
    """Record that it was reviewed and is still needed, its words and source as they are now, and the next review."""
    caution = lock(caution, "family")
    _check_current(caution, version)
    require(by, caution.family, Can.RECORD)
    if not detail.strip():
        raise Refusal("Say what whoever visits must know.", "detail")
    if not source.strip():
        raise Refusal("Say where it is known from.", "source")
    _check_review(review_on, timezone.localdate(at))
    change_version(caution, detail=detail.strip(), source=source.strip(), review_on=review_on)
    return caution


@service
def end(caution: Caution, *, ended_on: date, because: str, version: int, by: User, at: datetime) -> Caution:
    """End the warning: from then on only the list of ended warnings shows it."""
    caution = lock(caution, "family")
    _check_current(caution, version)
    require(by, caution.family, Can.LEAD)
    if not because.strip():
        raise Refusal("Say why the warning ends.", "because")
    if ended_on > timezone.localdate(at):
        raise Refusal("The warning cannot end in the future. Give the day on which it ended.", "ended_on")
    if ended_on < caution.from_date:
        raise Refusal("The warning cannot end before it began. Check the date.", "ended_on")
    change_version(caution, ended_on=ended_on, ended_because=because.strip(), ended_by=by)
    return caution


def _check_review(review_on: date, today: date) -> None:
    if review_on <= today:
        raise Refusal("Give a day to come on which the warning is looked at again.", "review_on")


def _check_current(caution: Caution, version: int) -> None:
    """Raise Conflict where the warning has ended, or was changed since the page was opened."""
    if caution.ended_on:
        raise Conflict("This warning has been ended already. Add it again if it holds once more.")
    check_version(caution, version, "Somebody changed this warning since you opened the page. Compare, and save again.")
