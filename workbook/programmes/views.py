"""The Family Programme of a family: open it, read it, print it, say with whom it is shared, end it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.family_page.presenters import family_page
from casework.people.queries import people_in
from workbook.programmes import forms, presenters, queries, services
from workbook.programmes.presenters import ENDING
from workbook.programmes.states import ProgrammeState


def programme_of(family, programme_id):
    """The programme of this family; Http404 for another's."""
    programme = get_object_or_404(queries.programmes_of(family), pk=programme_id)
    programme.family = family
    return programme


def opening_form(request, family):
    """Of a second programme where one is open."""
    adults = people_in(family).filter(is_child=False, died=None)
    # A form that is sent twice is the form that it was.
    sent, standing = request.POST.get("form_key"), queries.open_programmes(family)
    beside = [each for each in standing if str(each.form_key) != sent]
    key = blank_key(request)
    if not beside:
        initial = {"parents": [person.pk for person in adults]}
        return opened(request, forms.OpenForm, key, initial=initial, people=adults)
    children = people_in(family).filter(pk__in=[child.pk for child in queries.children_of(beside[0])])
    return opened(request, forms.OpenApartForm, key, people=adults, children=children)


def parents_form(request, programme):
    adults = people_in(programme.family).filter(is_child=False, died=None)
    initial = {
        "parents": [person.pk for person in queries.parents_of(programme)],
        "seen": queries.parents_fingerprint(programme),
    }
    return opened(request, forms.ParentsForm, key_of("programme-parents", programme), initial=initial, people=adults)


PAGE = "programmes"
FORM_PAGE = "acts/form_page.html"


@require_safe
def programmes(request, family_id):
    """The programme itself where one is open and no other is asked for; otherwise all of them."""
    family = open_family(request, family_id)
    found = list(queries.programmes_of(family))
    running = [programme for programme in found if programme.state == ProgrammeState.OPEN]
    if len(running) == 1 and "all" not in request.GET:
        return redirect("programme", family.pk, running[0].pk)
    context = {
        "heading": "Family Programme",
        "rows": [presenters.programme_row(programme) for programme in found],
        "may_open": family.access.can(Can.LEAD),
        "running": running,
    }
    return render(request, "workbook/programmes/list.html", family_page(family, PAGE, **context))


@require_safe
def programme(request, family_id, programme_id):
    family = open_family(request, family_id)
    found = programme_of(family, programme_id)
    context = {"heading": f"Family Programme {found.number}", **presenters.overview(found)}
    return render(request, "workbook/programmes/programme.html", family_page(family, PAGE, **context))


@require_safe
def paper(request, family_id, programme_id):
    """The whole programme to print: what stands in it now, and nothing of what is kept apart in another."""
    family = open_family(request, family_id)
    found = programme_of(family, programme_id)
    context = {"heading": f"Family Programme {found.number}", "drawn_too": request.GET.get("without") != "drawn"}
    return render(request, "workbook/programmes/paper.html", context | presenters.paper_context(found))


def open_programme(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    form = opening_form(request, family)
    if made := carried_out(request, form, partial(services.open_programme, family)):
        messages.success(request, f"Family Programme {made.number} is open.")
        return redirect("programme", family.pk, made.pk)
    context = {"heading": "Open a Family Programme", "submit_label": "Open the programme"}
    return render_form_page(request, family, form, reverse("programmes", args=[family.pk]), **context)


def parents(request, family_id, programme_id):
    family = open_family(request, family_id, Can.LEAD)
    found = programme_of(family, programme_id)
    form = parents_form(request, found)
    if carried_out(request, form, partial(services.set_parents, found)):
        messages.success(request, "Saved. The programme is shared with those whom you chose.")
        return redirect("programme", family.pk, found.pk)
    if form.conflict:
        form.renew(queries.parents_fingerprint(programme_of(family, programme_id)))
    context = {"heading": "Who works through the programme", "submit_label": "Save who works through it"}
    return render_form_page(request, family, form, reverse("programme", args=[family.pk, found.pk]), **context)


def end(request, family_id, programme_id):
    family = open_family(request, family_id, Can.DECIDE)
    found = programme_of(family, programme_id)
    if request.method == "GET" and found.state == ProgrammeState.ENDED:
        return redirect("programme", family.pk, found.pk)
    form = opened(request, forms.EndForm, key_of("programme-end", found))
    if carried_out(request, form, partial(services.end, found)):
        messages.success(request, f"Family Programme {found.number} has ended.")
        return redirect("programme", family.pk, found.pk)
    context = {"heading": f"End Family Programme {found.number}", "submit_label": "End it", "consequences": ENDING}
    return render_form_page(request, family, form, reverse("programme", args=[family.pk, found.pk]), **context)


def render_form_page(request, family, form, cancel_url, **context):
    page = writing_page(family, PAGE, form, cancel_url=cancel_url, **context)
    return render(request, FORM_PAGE, page, status=form.status)
