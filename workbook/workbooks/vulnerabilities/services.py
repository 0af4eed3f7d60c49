"""A vulnerability that shows itself later: the managers decide on a Workbook again (A1.10)."""

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import managers_of
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from workbook.joins.services import hold_joining
from workbook.workbooks import checks, clocks, queries
from workbook.workbooks.models import EmergedVulnerability
from workbook.workbooks.queries import open_workbook_of


@service
def record_vulnerability(referral, *, vulnerability, what, noticed_on, by, at, form_key=None):
    """Any worker who records says that `vulnerability` (a key of the practice's) emerged; the managers decide anew."""
    family = lock(referral.family)
    require(by, family, Can.RECORD)
    if form_key and (said := referral.emerged_vulnerabilities.filter(form_key=form_key).first()):
        return said
    _check_in_question(referral)
    _check_values(referral, vulnerability, what, noticed_on, timezone.localdate(at))
    said = EmergedVulnerability.objects.create(
        family=family, referral=referral, vulnerability=vulnerability, what=what.strip(), noticed_on=noticed_on, by=by,
        at=at, form_key=form_key,
    )  # fmt: skip
    hold_joining(family)
    clocks.start_decision_again(referral, at=at)
    _notify_managers(said)
    return said


def _check_in_question(referral):
    if open_workbook_of(referral.family):
        raise Refusal(
            "A Workbook is open already. Write it in your summary, and tell the team manager, who allocates an adult "
            "worker."
        )
    if not queries.has_open_case(referral):
        raise Refusal(checks.NO_OPEN_CASE)


def _check_values(referral, vulnerability, what, noticed_on, today):
    if not EmergedVulnerability.vulnerability.field.may_choose(vulnerability):
        raise Refusal("Choose the vulnerability from those offered.", "vulnerability")
    if not what.strip():
        raise Refusal("Say what shows that it has become an issue.", "what")
    if noticed_on > today:
        raise Refusal("It cannot have been noticed in the future. Give the day on which it was.", "noticed_on")
    if noticed_on < referral.received_on:
        raise Refusal("This day lies before the referral. Give the day on which it was noticed since.", "noticed_on")


def _notify_managers(said):
    managers = managers_of(said.family, timezone.localdate(said.at)).exclude(pk=said.by_id)
    notify(
        managers.order_by("pk"),
        family=said.family,
        text=f"{said.family}: {said.by} recorded that a vulnerability has emerged. Decide again on a Workbook.",
        url=reverse("workbook-decide", args=[said.family_id, said.referral_id]),
        at=said.at,
        subject="A Workbook is to be decided on",
    )
