from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.allocations.reading import family_lead, who_may_be_allocated
from casework.families.page import family_page
from casework.referrals.forms import AllocationForm
from casework.refusal import Refusal
from workbook.allocations import services


def add(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    lead = family_lead(family)
    memberships = who_may_be_allocated(family, request.user, timezone.localdate())
    form = AllocationForm(
        request.POST if request.method == "POST" else None, memberships=memberships, led=lead is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            allocation = _allocate(request.user, family, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            role = allocation.get_role_display().lower()
            messages.success(request, f"{allocation.worker} was allocated as {role}.")
            return redirect("people", family.pk)
    return render(request, "layouts/form_page.html", _page(family, form, lead))


def _allocate(by, family, *, worker, reason, lead=False):
    """`worker` is the membership that was chosen: the person with the role."""
    return services.allocate(family, worker.user, role=worker.role, lead=lead, reason=reason, by=by, at=timezone.now())


def _page(family, form, lead):
    context = {
        "heading": "Allocate a worker",
        "intro": f"{lead.worker} leads the work with this family." if lead else "",
        "form": form,
        "submit_label": "Allocate the worker",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return family_page(family, "people", **context)
