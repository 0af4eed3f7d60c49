"""Who works with the family: allocating, changing the lead, ending a worker's part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.actions.forms import action_rows
from casework.actions.presenters import meeting_owner_options
from casework.actions.queries import workers_with
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, saved, writing_page
from casework.allocations.forms import AllocationForm, LeadForm
from casework.allocations.presenters import open_work_of
from casework.allocations.queries import family_lead, leads_on, role_holders, who_may_be_allocated
from casework.users.models import User
from casework.users.roles import Role
from casework.words import say_date
from workbook.allocations import presenters, services
from workbook.allocations.forms import EndPartForm
from workbook.allocations.open_summaries.queries import open_summaries
from workbook.allocations.queries import colleagues_of


def allocation_form(request, family, today):
    """The form and its rows of actions, both with the unsaved text that is restored into them."""
    # A page sent again names somebody who is allocated by now: the service knows it.
    offered = role_holders if request.method == "POST" else who_may_be_allocated
    form = opened(
        request, AllocationForm, blank_key(request), memberships=offered(family, request.user, today),
        led=family_lead(family, today) is not None,
    )  # fmt: skip
    people = family.people_now()
    workers = {*workers_with(family, today)}
    workers |= {membership.user for membership in role_holders(family, request.user, today)}
    form.rows = action_rows(
        request.POST or None,
        owners=meeting_owner_options(sorted(workers, key=str), people),
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
        referred_by=referral.get_source_display() if referral else "",
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
        others = User.objects.filter(pk__in=[user.pk for user in workers_with(family, today)])
    return opened(
        request, EndPartForm, key_of("allocation-end", allocation), initial={"last_day": today}, takers=takers,
        others=others.exclude(pk=allocation.worker_id), visits=[(str(v.note.pk), v.what) for v in hanging.visits],
        summaries=list(open_summaries(allocation)), colleagues=colleagues_of(allocation, today), today=today,
    )  # fmt: skip


def end_values(form, hanging):
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


def allocations(request, family_id):
    family = open_family(request, family_id)
    return render(
        request, "workbook/allocations/allocations.html", presenters.allocations_page(family, timezone.localdate())
    )


def add(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form, rows = allocation_form(request, family, timezone.localdate())
    valid = request.method == "POST" and rows.is_valid()
    if valid and (allocation := saved(request, form, lambda: _allocate(request, family, form, rows))):
        role = allocation.get_role_display().lower()
        messages.success(request, f"{allocation.worker} was allocated as {role}.")
        return redirect("allocations", family.pk)
    return render(request, "workbook/allocations/add.html", add_page(family, form, rows), status=form.status)


def _allocate(request, family, form, rows):
    worker = form.cleaned_data["worker"].user
    return services.allocate(family, worker, agreed=rows.agreed(), by=request.user, at=timezone.now(), **form.details())


def change_lead(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form = lead_form(request, family, timezone.localdate())
    if request.method == "POST" and (allocation := saved(request, form, lambda: _change_lead(request, family, form))):
        day = say_date(allocation.lead_from)
        messages.success(request, f"{allocation.worker} leads the work from {day}.")
        return redirect("allocations", family.pk)
    return render(request, "acts/form_page.html", lead_page(family, form), status=form.status)


def _change_lead(request, family, form):
    chosen = form.cleaned_data["worker"]
    return services.change_lead(
        family, chosen.user, role=chosen.role, from_date=form.cleaned_data["from_date"], by=request.user,
        at=timezone.now(),
    )  # fmt: skip


def end(request, family_id, allocation_id):
    family = open_family(request, family_id, Can.DECIDE)
    allocation = get_object_or_404(family.allocation_set.select_related("worker"), pk=allocation_id)
    if request.method == "GET" and allocation.until_date:
        return redirect("allocations", family.pk)
    hanging = open_work_of(allocation)
    form = end_form(request, allocation, hanging, timezone.localdate())
    if request.method == "POST" and saved(request, form, lambda: _end(request, allocation, form, hanging)):
        messages.success(request, presenters.end_message(family, allocation))
        return redirect("allocations", family.pk)
    return render(request, "workbook/allocations/end.html", end_page(allocation, form, hanging), status=form.status)


def _end(request, allocation, form, hanging):
    return services.end(allocation, by=request.user, at=timezone.now(), **end_values(form, hanging))
