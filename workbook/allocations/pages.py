"""What the pages of allocations show, and the forms on them."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, may_take
from casework.actions.reading import owners_of as workers_and_people
from casework.actions.rows import action_rows, owners_of
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, writing_page
from casework.allocations.forms import AllocationForm, LeadForm
from casework.allocations.reading import family_lead, role_holders, who_may_be_allocated
from casework.allocations.services import leads_on
from casework.family_page.presenters import family_page
from casework.practice import codes
from casework.transfers.states import TransferState
from casework.users.models import User
from casework.users.roles import Role
from casework.words import say_date
from workbook.allocations.forms import EndPartForm
from workbook.allocations.leaving import open_summaries


class Part(NamedTuple):
    """One worker's part with the family, as its page tells it."""

    allocation: object
    leads: str
    ended_because: str
    end_url: str


def allocations_page(family, today):
    may_decide = family.access.can(Can.DECIDE)
    rows = family.allocation_set.with_lead(today).select_related("worker", "handed_to")
    parts = [_part(row, today, may_decide) for row in rows]
    asked = family.transfer_set.filter(state=TransferState.ASKED).exists()
    return family_page(
        family,
        "people",
        heading="Workers",
        now=[part for part in parts if _holds(part.allocation, today)],
        to_come=[part for part in parts if part.allocation.from_date > today],
        before=[part for part in parts if part.allocation.until_date and part.allocation.until_date < today],
        may_decide=may_decide,
        transfers=family.transfer_set.select_related("from_team", "to_team"),
        may_transfer=may_take(family.access, "transfer") and not asked,
    )


def _holds(allocation, day):
    return allocation.from_date <= day and (allocation.until_date is None or allocation.until_date >= day)


def _part(allocation, today, may_decide):
    may_end = may_decide and allocation.until_date is None
    return Part(
        allocation,
        leads=_say_lead(allocation, today),
        ended_because=codes.label("worker_change_reasons", allocation.ended_because),
        end_url=reverse("allocation-end", args=[allocation.family_id, allocation.pk]) if may_end else "",
    )


def _say_lead(allocation, today):
    """'Leads until Fri 6 Nov 2026', 'Leads from …', 'Led from … until …', or nothing."""
    since, until = allocation.lead_from, allocation.lead_until
    if since is None:
        return ""
    if since > today:
        return f"Leads from {say_date(since)}"
    if until is None:
        return "Leads"
    return f"Leads until {say_date(until)}" if until >= today else f"Led from {say_date(since)} until {say_date(until)}"


def allocation_form(request, family, today):
    """The form and its rows of actions, both with the unsaved text that is restored into them."""
    # A page sent again names somebody who is allocated by now: the service knows it.
    offered = role_holders if request.method == "POST" else who_may_be_allocated
    form = opened(
        request, AllocationForm, blank_key(request), memberships=offered(family, request.user, today),
        led=family_lead(family, today) is not None,
    )  # fmt: skip
    people = family.people_now()
    workers = {*workers_and_people(family, today)["Workers"].values()}
    workers |= {membership.user for membership in role_holders(family, request.user, today)}
    form.rows = action_rows(
        request.POST or None,
        owners=owners_of(sorted(workers, key=str), people),
        children=[person for person in people if person.is_child],
        kept=form.restored.fields if form.restored else None,
    )
    return form, form.rows


def add_page(family, form, rows):
    lead, referral = family_lead(family), family.referral_set.first()
    return writing_page(
        family,
        "people",
        form,
        heading="Allocate a worker",
        lead=lead,
        referral=referral,
        referred_by=codes.label("referral_sources", referral.source) if referral else "",
        formset=rows,
        cancel_url=reverse("allocations", args=[family.pk]),
    )


def lead_form(request, family, today):
    """Offered are social workers: those allocated, and those who may be."""
    holders = role_holders(family, request.user, today).filter(role=Role.SOCIAL_WORKER)
    lead = family_lead(family, today)
    if lead:
        holders = holders.exclude(user=lead.worker)
    return opened(request, LeadForm, blank_key(request), initial={"from_date": today}, memberships=holders)


def lead_page(family, form):
    lead = family_lead(family)
    who = f"{lead.worker} leads since {say_date(lead.lead_from)}." if lead else "Nobody leads yet."
    return writing_page(
        family,
        "people",
        form,
        heading="Change who leads",
        intro=f"{who} One social worker leads at a time.",
        consequences=[
            "The clocks of the case summaries and the group supervision go to the new lead on that day.",
            "Who led until then stays allocated. End their part if it is over.",
            "Somebody who is not allocated yet is allocated from that day.",
        ],
        submit_label="Change who leads",
        cancel_url=reverse("allocations", args=[family.pk]),
    )


def end_form(request, allocation, hanging, today):
    family = allocation.family
    takers = role_holders(family, request.user, today).filter(role=allocation.role).exclude(user=allocation.worker)
    others = User.objects.none()
    if hanging.actions or hanging.visits:
        others = User.objects.filter(pk__in=[user.pk for user in workers_and_people(family, today)["Workers"].values()])
    return opened(
        request, EndPartForm, key_of("allocation-end", allocation), initial={"last_day": today}, takers=takers,
        others=others.exclude(pk=allocation.worker_id), visits=[(str(v.note.pk), v.what) for v in hanging.visits],
        summaries=list(open_summaries(allocation)), colleagues=_colleagues(allocation, today), today=today,
    )  # fmt: skip


def _colleagues(allocation, today):
    """The others who work with the family and stay."""
    staying = allocation.family.allocation_set.on(today).filter(until_date=None).exclude(pk=allocation.pk)
    return User.objects.filter(allocations__in=staying).order_by("name")


def ending(form, hanging):
    """The values of the service `end`; only of a valid form."""
    chosen = form.cleaned_data
    called_off = chosen.get("called_off", [])
    return {name: chosen.get(name) for name in ("because", "last_day", "summary", "outcome", "taker", "rest_to")} | {
        "fates": form.fates(),
        "called_off": [visit.note for visit in hanging.visits if str(visit.note.pk) in called_off],
    }


def end_page(allocation, form, hanging):
    family, worker = allocation.family, allocation.worker
    return writing_page(
        family,
        "people",
        form,
        heading=f"End {worker}'s part",
        caption=f"{allocation.get_role_display()}, since {say_date(allocation.from_date)}",
        hanging=hanging,
        worker=worker,
        summaries=form.summaries,
        leads=leads_on(allocation, timezone.localdate()),
        submit_label=f"End {worker}'s part",
        cancel_url=reverse("allocations", args=[family.pk]),
    )


def how_it_ended(family, allocation):
    row = family.allocation_set.select_related("worker", "handed_to").get(pk=allocation.pk)
    after = f" {row.handed_to} goes on from the next day." if row.handed_to else ""
    return f"{row.worker}'s part ends on {say_date(row.until_date)}.{after}"
