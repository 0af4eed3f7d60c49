from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import carried_out
from casework.ecomap import pages, services

SMALL = "acts/form_page.html"


def ecomap(request, family_id):
    family = open_family(request, family_id)
    return render(request, "casework/ecomap/ecomap.html", pages.page(family, today=timezone.localdate()))


def add(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    form = pages.add_form(request, family, today=timezone.localdate())
    if tie := carried_out(request, form, partial(services.add, family)):
        messages.success(request, f"The tie with {tie.with_whom} stands in the ecomap.")
        return redirect("ecomap", family.pk)
    page = pages.form_page(family, form, heading="Add a tie to the ecomap", submit_label="Add the tie")
    return render(request, SMALL, page, status=form.status)


def change(request, family_id, tie_id):
    family = open_family(request, family_id, Can.RECORD)
    tie = get_object_or_404(family.ecomaptie_set.select_related("family", "person"), pk=tie_id)
    if request.method == "GET" and tie.until_date:
        return redirect("ecomap", family.pk)
    form = pages.change_form(request, tie)
    if carried_out(request, form, partial(services.change, tie), row=tie):
        messages.success(request, f"The tie with {tie.with_whom} is saved as it is now. The history keeps how it was.")
        return redirect("ecomap", family.pk)
    heading = f"Change the tie with {tie.with_whom}"
    page = pages.form_page(family, form, tie=tie, heading=heading, submit_label="Save the tie")
    return render(request, SMALL, page, status=form.status)


def end(request, family_id, tie_id):
    family = open_family(request, family_id, Can.RECORD)
    tie = get_object_or_404(family.ecomaptie_set.select_related("family"), pk=tie_id)
    if request.method == "GET" and tie.until_date:
        return redirect("ecomap", family.pk)
    form = pages.end_form(request, tie, today=timezone.localdate())
    if carried_out(request, form, partial(services.end, tie), row=tie):
        messages.success(request, f"The tie with {tie.with_whom} has left the picture. It stands below it as what was.")
        return redirect("ecomap", family.pk)
    page = pages.form_page(
        family, form, tie=tie, heading=f"End the tie with {tie.with_whom}", submit_label="End the tie"
    )
    return render(request, SMALL, page, status=form.status)
