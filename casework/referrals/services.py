"""Referrals, and the children they concern."""

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, require
from casework.allocations.reading import family_lead
from casework.duedates import clock
from casework.duedates import services as duedates
from casework.families.models import Person
from casework.families.services import lock
from casework.practice import codes
from casework.referrals import clocks
from casework.referrals.models import Involvement, Referral
from casework.refusal import Refusal
from casework.trail.acting import service


@service
def record_referral(
    family, *, received_on, source, reason, needs, by, at, transferred_at=None, form_key=None, parts=None, **asked
):
    """A referral and the children it concerns: `needs` is the code of need by child. Starts their case summaries.

    With the moment at which the case was transferred in, the day for deciding on a Workbook runs from there (A1.6).
    For one that is only brought in this is all; as it arrives, `casework.intake.services.receive` asks more, and gives
    `parts` (factors and alleged harm by child) and what was `asked`.
    """
    require(by, family, Can.DECIDE)
    lock(family)
    if form_key and (referral := family.referral_set.filter(form_key=form_key).first()):
        return referral
    if received_on > timezone.localdate(at):
        raise Refusal("The referral cannot have been received in the future.", "received_on")
    if not codes.may_choose("referral_sources", source, received_on):
        raise Refusal("Choose the source of the referral from those offered for its date.", "source")
    if not reason.strip():
        raise Refusal("Say why the family was referred.", "reason")
    _check_needs(family, needs, received_on)
    referral = Referral.objects.create(
        family=family, received_on=received_on, source=source, reason=reason.strip(), transferred_at=transferred_at,
        form_key=form_key, **asked,
    )  # fmt: skip
    for child, need in needs.items():
        _involve(referral, child, need, (parts or {}).get(child))
    if transferred_at:
        clocks.start_workbook_decision(referral, at=transferred_at)
    return referral


def _check_needs(family, needs, received_on):
    if not needs:
        raise Refusal("Choose the need of at least one child whom the referral concerns.", "needs")
    members = set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))
    standing = _open_in(needs)
    for child, need in needs.items():
        field = f"need-{child.pk}"
        if child.pk not in members or not child.is_child:
            raise Refusal("A referral concerns children of this family. Choose children of this family only.", field)
        if not codes.may_choose("needs", need, received_on):
            raise Refusal(f"Choose {child}'s need from those offered.", field)
        if family.pk in standing.get(child.pk, ()):
            raise Refusal(f"{child} is already open on another referral. Leave {child} out of this one.", field)
        if child.pk in standing:
            raise Refusal(
                f"{child} is open with another family already, and a child's case is open once. Leave {child} out of "
                "this referral, and agree with that family's team where the case is to be.",
                field,
            )


def _open_in(children):
    """By id of the child the families in which the case is open; held, so that no other family opens it meanwhile."""
    same = {pk: child.pk for child in children for pk in child.all_ids}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=same).order_by("pk"))
    found = {}
    for involvement in Involvement.objects.filter(child__in=same, closed_on=None):
        found.setdefault(same[involvement.child_id], []).append(involvement.family_id)
    return found


def _involve(referral, child, need, part):
    more = {"factors": list(part.factors), "harm_alleged_at": part.harm_alleged_at} if part else {}
    involvement = Involvement.objects.create(
        family=referral.family, referral=referral, child=child, need=need, opened_on=referral.received_on, **more
    )
    start_case_summary_clock(involvement, at=clock.moment_of(referral.received_on))
    return involvement


def start_case_summary_clock(involvement, *, at):
    """3 months, for every open child (C13); owned by whoever leads, or by the team while nobody does.

    None runs for a child who turns eighteen before it is due, or has died.
    """
    if involvement.child.died:
        return
    due_on = clock.after(at, practice.current().timescales.case_summary).date()
    born = involvement.child.born
    if born and born + relativedelta(years=18) <= due_on:
        return
    lead = family_lead(involvement.family)
    duedates.start(
        "case_summary",
        involvement,
        family=involvement.family,
        child=involvement.child,
        at=at,
        owner=lead.worker if lead else None,
        team=involvement.family.team_now(),
        url=reverse("case-summary", args=[involvement.family_id, involvement.child_id]),
        about=str(involvement.child),
    )
