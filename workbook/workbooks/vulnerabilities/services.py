"""A vulnerability that shows itself later: the managers decide on a Workbook again (A1.10)."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import managers_of
from casework.notifications.services import notify
from casework.referrals.models import Referral
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.users.models import User
from workbook.joins.services import hold_joining
from workbook.workbooks import checks, clocks
from workbook.workbooks.models import EmergedVulnerability
from workbook.workbooks.queries import open_workbook_of


@service
def record_vulnerability(
    referral: Referral,
    *,
    vulnerability: str,
    what: str,
    noticed_on: date,
    by: User,
    at: datetime,
) -> EmergedVulnerability:
    """Record that `vulnerability`, a key of the practice file, emerged: the decision on a Workbook is pending again.

    Any worker who may record does.
    """
    family = lock(referral.family)
    require(by, family, Can.RECORD)
    _check_pending(referral)
    _check_values(referral, vulnerability, what, noticed_on, timezone.localdate(at))
    emerged = EmergedVulnerability.objects.create(
        family=family, referral=referral, vulnerability=vulnerability, what=what.strip(), noticed_on=noticed_on, by=by,
        at=at,
    )  # fmt: skip
    hold_joining(family)
    clocks.start_decision_again(referral, at=at)
    _notify_managers(emerged)
    return emerged


def _check_pending(referral: Referral) -> None:
    if open_workbook_of(referral.family):
        raise Refusal(
            "A Workbook is open already. Write it in your summary, and tell the team manager, who allocates an adult "
            "worker."
        )
    checks.check_open_case(referral)


def _check_values(referral: Referral, vulnerability: str, what: str, noticed_on: date, today: date) -> None:
    if not EmergedVulnerability.vulnerability.field.may_choose(vulnerability):
        raise Refusal("Choose the vulnerability from those offered.", "vulnerability")
    if not what.strip():
        raise Refusal("Say what shows that it has become an issue.", "what")
    if noticed_on > today:
        raise Refusal("It cannot have been noticed in the future. Give the day on which it was.", "noticed_on")
    if noticed_on < referral.received_on:
        raise Refusal("This day lies before the referral. Give the day on which it was noticed since.", "noticed_on")


def _notify_managers(emerged: EmergedVulnerability) -> None:
    managers = managers_of(emerged.family, timezone.localdate(emerged.at)).exclude(pk=emerged.by_id)
    notify(
        "vulnerability_emerged", managers.order_by("pk"), subject=emerged, family=emerged.family, by=emerged.by,
        at=emerged.at,
    )  # fmt: skip
