"""Who works with the family: allocating, changing the lead, ending a worker's part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import saved
from casework.allocations.hanging import hanging_on
from casework.words import say_date
from workbook.allocations import pages, services


def allocations(request, family_id):
    family = open_family(request, family_id)
    return render(
        request, "workbook/allocations/allocations.html", pages.allocations_page(family, timezone.localdate())
    )


def add(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form, rows = pages.allocation_form(request, family, timezone.localdate())
    valid = request.method == "POST" and rows.is_valid()
    if valid and (allocation := saved(request, form, lambda: _allocate(request, family, form, rows))):
        role = allocation.get_role_display().lower()
        messages.success(request, f"{allocation.worker} was allocated as {role}.")
        return redirect("allocations", family.pk)
    return render(request, "workbook/allocations/add.html", pages.add_page(family, form, rows), status=form.status)


def _allocate(request, family, form, rows):
    worker = form.cleaned_data["worker"].user
    return services.allocate(family, worker, agreed=rows.agreed(), by=request.user, at=timezone.now(), **form.details())


def change_lead(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    form = pages.lead_form(request, family, timezone.localdate())
    if request.method == "POST" and (allocation := saved(request, form, lambda: _change_lead(request, family, form))):
        day = say_date(allocation.lead_from)
        messages.success(request, f"{allocation.worker} leads the work from {day}.")
        return redirect("allocations", family.pk)
    return render(request, "acts/form_page.html", pages.lead_page(family, form), status=form.status)


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
    hanging = hanging_on(allocation)
    form = pages.end_form(request, allocation, hanging, timezone.localdate())
    if request.method == "POST" and saved(request, form, lambda: _end(request, allocation, form, hanging)):
        messages.success(request, pages.how_it_ended(family, allocation))
        return redirect("allocations", family.pk)
    return render(
        request, "workbook/allocations/end.html", pages.end_page(allocation, form, hanging), status=form.status
    )


def _end(request, allocation, form, hanging):
    return services.end(allocation, by=request.user, at=timezone.now(), **pages.ending(form, hanging))
