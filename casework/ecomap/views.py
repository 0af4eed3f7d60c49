"""The ecomap of a family, and adding, changing and ending its ties."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.ecomap import presenters, services
from casework.ecomap.forms import ChangeTieForm, EndTieForm, TieForm
from casework.ecomap.presenters import tie_in_words
from casework.ecomap.queries import living_people
from casework.passages.presenters import PassageText

TIE_FIELDS = ("with_whom", "kind", "strength", "flow", "about", "from_date", "version")


def add_form(request, family, *, today):
    return opened(request, TieForm, blank_key(request), initial={"from_date": today}, people=living_people(family))


def change_form(request, tie):
    """Whose tie it is may stay somebody who has left the family."""
    initial = {name: getattr(tie, name) for name in TIE_FIELDS} | {"person": tie.person_id or ""}
    people = living_people(tie.family)
    if tie.person and tie.person not in people:
        people.append(tie.person)
    return opened(request, ChangeTieForm, key_of("ecomap-tie", tie), initial=initial, people=people)


def end_form(request, tie, *, today):
    initial = {"version": tie.version, "ended_on": today}
    return opened(request, EndTieForm, key_of("ecomap-tie-end", tie), initial=initial)


def form_page(family, form, *, tie=None, **context):
    stands = [PassageText("This tie", tie_in_words(family, tie), [])] if tie else []
    cancel_url = reverse("ecomap", args=[family.pk])
    return writing_page(family, "people", form, saved_now=stands, cancel_url=cancel_url, **context)


FORM_PAGE = "acts/form_page.html"


def ecomap(request, family_id):
    family = open_family(request, family_id)
    return render(request, "casework/ecomap/ecomap.html", presenters.ecomap_page(family, today=timezone.localdate()))


def add(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    form = add_form(request, family, today=timezone.localdate())
    if tie := carried_out(request, form, partial(services.add, family)):
        messages.success(request, f"The tie with {tie.with_whom} stands in the ecomap.")
        return redirect("ecomap", family.pk)
    page = form_page(family, form, heading="Add a tie to the ecomap", submit_label="Add the tie")
    return render(request, FORM_PAGE, page, status=form.status)


def change(request, family_id, tie_id):
    family = open_family(request, family_id, Can.RECORD)
    tie = get_object_or_404(family.ecomaptie_set.select_related("family", "person"), pk=tie_id)
    if request.method == "GET" and tie.until_date:
        return redirect("ecomap", family.pk)
    form = change_form(request, tie)
    if carried_out(request, form, partial(services.change, tie), row=tie):
        messages.success(request, f"The tie with {tie.with_whom} is saved as it is now. The history keeps how it was.")
        return redirect("ecomap", family.pk)
    heading = f"Change the tie with {tie.with_whom}"
    page = form_page(family, form, tie=tie, heading=heading, submit_label="Save the tie")
    return render(request, FORM_PAGE, page, status=form.status)


def end(request, family_id, tie_id):
    family = open_family(request, family_id, Can.RECORD)
    tie = get_object_or_404(family.ecomaptie_set.select_related("family"), pk=tie_id)
    if request.method == "GET" and tie.until_date:
        return redirect("ecomap", family.pk)
    form = end_form(request, tie, today=timezone.localdate())
    if carried_out(request, form, partial(services.end, tie), row=tie):
        messages.success(request, f"The tie with {tie.with_whom} has left the picture. It stands below it as what was.")
        return redirect("ecomap", family.pk)
    page = form_page(family, form, tie=tie, heading=f"End the tie with {tie.with_whom}", submit_label="End the tie")
    return render(request, FORM_PAGE, page, status=form.status)
