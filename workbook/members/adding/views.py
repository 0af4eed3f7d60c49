from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.matching.forms import BringInForm
from casework.matching.presenters import known_families, matches_for_new_person
from casework.matching.queries import people_to_find
from workbook.members import services
from workbook.members.adding.forms import AddPersonForm
from workbook.members.services import add_person
from workbook.one_workbook.queries import is_in_another_workbook

STAYS = "The other family’s Workbook keeps them unless you decide otherwise: see ‘Record a change’ beside the name."


def add(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    form = AddPersonForm(sent(request))
    matches = _matches(request.user, family, form)
    if form.is_valid() and form.goes_on(matches) and _entered(request, family, form):
        return redirect("people", family.pk)
    context = {
        "heading": "Add a person",
        "form": form,
        "matches": matches,
        "matches_url": reverse("person-matches", args=[family.pk]),
        "submit_label": "Add the person",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "workbook/members/adding/add.html", family_page(family, "people", **context))


def _matches(user, family, form):
    if not form.is_valid():
        return []
    typed = {name: form.cleaned_data[name] for name in ("name", "born")}
    return matches_for_new_person(
        user, family, **typed, form_key=form.cleaned_data["form_key"], today=timezone.localdate()
    )


def _entered(request, family, form):
    person = done(form, lambda: add_person(family, by=request.user, at=timezone.now(), **form.details()))
    if person:
        messages.success(request, f"{person} was added to the family.")
    return person


def bring_in(request, family_id, found_id):
    family = open_family(request, family_id, Can.LEAD)
    today = timezone.localdate()
    person = get_object_or_404(people_to_find(request.user, today=today), pk=found_id)
    form = BringInForm(sent(request))
    if _brought_in(request, family, person, form):
        return redirect("people", family.pk)
    context = {
        "heading": f"Add {person} to this family",
        "person": person,
        "known": known_families(request.user, person, today=today),
        "form": form,
        "submit_label": f"Add {person}",
        "cancel_url": reverse("person-add", args=[family.pk]),
    }
    return render(request, "workbook/members/adding/bring_in.html", family_page(family, "people", **context))


def _brought_in(request, family, person, form):
    bring_in = partial(services.bring_in, family, person, by=request.user, at=timezone.now())
    if not done(form, lambda: bring_in(**form.cleaned_data)):
        return False
    stays = STAYS if is_in_another_workbook(family, person) else ""
    messages.success(request, f"{person} now belongs to this family too. {stays}".strip())
    return True
