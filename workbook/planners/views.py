"""The support and assessment planner: agree it with the parents, add to it, put it right, print it for them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.views import carried_out
from workbook.planners import pages, services
from workbook.programmes.states import ProgrammeState

READ, ROWS = "workbook/planners/planner.html", "workbook/planners/write.html"


@require_safe
def current(request, family_id, programme_id):
    family = open_family(request, family_id)
    programme = pages.programme_of(family, programme_id)
    planner = programme.planners.first()
    if planner:
        planner.family, planner.programme = family, programme
    return render(request, READ, pages.page(programme, planner))


@require_safe
def planner(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id)
    planner = pages.planner_of(family, programme_id, planner_id)
    return render(request, READ, pages.page(planner.programme, planner))


def agree(request, family_id, programme_id):
    family = open_family(request, family_id, Can.LEAD)
    programme = pages.programme_of(family, programme_id)
    url = reverse("planner", args=[family.pk, programme.pk])
    if request.method == "GET" and programme.state != ProgrammeState.OPEN:
        return redirect(url)
    form = pages.agree_form(request, programme)
    if made := carried_out(request, form, partial(services.agree, programme)):
        messages.success(request, f"Planner {made.number} is agreed. Its visits stand planned, each with who comes.")
        return redirect(pages.back(made))
    last = programme.planners.first()
    if form.conflict and last:
        form.renew(last.number)
    words = {"heading": "Agree a planner with the parents", "submit_label": "Agree the planner", "cancel_url": url}
    return render(request, ROWS, pages.form_page(programme, form, saved=last, **words), status=form.status)


def add(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id, Can.RECORD)
    planner = pages.latest_of(family, programme_id, planner_id)
    if request.method == "GET" and planner.programme.state != ProgrammeState.OPEN:
        return redirect(pages.back(planner))
    form = pages.add_form(request, planner)
    if carried_out(request, form, partial(services.add, planner)):
        messages.success(request, "Added. The visits stand planned, each with who comes.")
        return redirect(pages.back(planner))
    words = {"heading": f"Add to planner {planner.number}", "submit_label": "Add to the planner"}
    page = pages.form_page(planner.programme, form, saved=planner, cancel_url=pages.back(planner), **words)
    return render(request, ROWS, page, status=form.status)


def change(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id, Can.LEAD)
    planner = pages.latest_of(family, programme_id, planner_id)
    programme = planner.programme
    if request.method == "GET" and programme.state != ProgrammeState.OPEN:
        return redirect(pages.back(planner))
    form = pages.change_form(request, planner)
    if carried_out(request, form, partial(services.put_right, planner), row=planner):
        messages.success(request, "The planner is put right. The history keeps what it said before.")
        return redirect(pages.back(planner))
    words = {"heading": f"Put planner {planner.number} right", "submit_label": "Save the planner"}
    page = pages.form_page(programme, form, saved=planner, cancel_url=pages.back(planner), **words)
    return render(request, "acts/form_page.html", page, status=form.status)


@require_safe
def paper(request, family_id, programme_id, planner_id):
    family = open_family(request, family_id)
    planner = pages.planner_of(family, programme_id, planner_id)
    return render(request, "workbook/planners/paper.html", pages.paper(planner))
