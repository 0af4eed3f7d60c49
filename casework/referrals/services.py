"""Referrals, the children they concern, and the workers allocated."""

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, require
from casework.duedates import services as duedates
from casework.duedates.clock import moment_of
from casework.families.services import lock
from casework.referrals.models import Allocation, Involvement, Referral
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.users.models import TeamMembership
from casework.users.roles import PRACTITIONERS, Role


@service
def record_referral(family, *, received_on, source, reason, needs, by, at, transferred_at=None, form_key=None):
    """A referral and the children it concerns: `needs` is the code of need by child. Starts their case summaries."""
    require(by, family, Can.DECIDE)
    lock(family)
    if form_key and (referral := family.referral_set.filter(form_key=form_key).first()):
        return referral
    _check_referral(family, received_on, needs, timezone.localdate(at))
    referral = Referral.objects.create(
        family=family, received_on=received_on, source=source, reason=reason, transferred_at=transferred_at,
        form_key=form_key,
    )  # fmt: skip
    for child, need in needs.items():
        _involve(referral, child, need)
    return referral


def _check_referral(family, received_on, needs, today):
    if received_on > today:
        raise Refusal("The referral cannot have been received in the future.", "received_on")
    if not needs:
        raise Refusal("Choose the need of at least one child whom the referral concerns.")
    if not all(child.is_child for child in needs):
        raise Refusal("A referral concerns children. Choose children only.")
    if family.involvement_set.filter(child__in=needs, closed_on=None).exists():
        raise Refusal("One of these children is already open on another referral. Leave that child out.")


def _involve(referral, child, need):
    involvement = Involvement.objects.create(
        family=referral.family, referral=referral, child=child, need=need, opened_on=referral.received_on
    )
    start_case_summary_clock(involvement, at=moment_of(referral.received_on))
    return involvement


def start_case_summary_clock(involvement, *, at):
    """3 months, for every open child (C13); owned by whoever leads, or by the team while nobody does."""
    lead = family_lead(involvement.family)
    duedates.start(
        "case_summary",
        involvement,
        family=involvement.family,
        child=involvement.child,
        at=at,
        owner=lead.worker if lead else None,
        team=involvement.family.familyteam_set.get(until_date=None).team,
        url=reverse("case-summary", args=[involvement.family_id, involvement.child_id]),
        about=str(involvement.child),
    )


def family_lead(family):
    """The allocation that leads the work with the family now, or None (A11.1)."""
    return family.allocation_set.filter(lead=True, until_date=None).select_related("worker").first()


@service
def allocate(family, worker, *, role, by, at, lead=False, reason="", from_date=None):
    """Allocate `worker` in `role`. Only somebody who holds that role in a team can be; a social worker leads."""
    require(by, family, Can.DECIDE)
    lock(family)
    from_date = from_date or timezone.localdate(at)
    _check_allocation(family, worker, role, lead, from_date)
    allocation = Allocation.objects.create(
        family=family, worker=worker, role=role, lead=lead, reason=reason, from_date=from_date
    )
    if lead:
        duedates.hand_over(family, ["case_summary", "group_supervision"], to=worker, at=at)
    return allocation


def _check_allocation(family, worker, role, lead, from_date):
    if role not in PRACTITIONERS:
        raise Refusal("Choose a practitioner's role.", "role")
    if not TeamMembership.objects.on(from_date).filter(user=worker, role=role).exists():
        raise Refusal(f"{worker} does not work as {Role(role).label.lower()}. Choose their own role.", "role")
    if family.allocation_set.filter(worker=worker, until_date=None).exists():
        raise Refusal(f"{worker} is already allocated to this family.", "worker")
    if lead and role != Role.SOCIAL_WORKER:
        raise Refusal("The lead worker is a social worker. Choose a social worker to lead.", "lead")
    if lead and (standing := family_lead(family)):
        raise Refusal(f"{standing.worker} already leads the work with this family. One worker leads at a time.", "lead")
