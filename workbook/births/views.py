from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.births.forms import BirthForm, ChildFormSet, PregnancyEndedForm, UnexpectedBirthForm
from casework.family_page.presenters import family_page
from casework.words import say_date
from workbook.births import presenters, queries, services


def no_longer_expected(request, family, person):
    context = {
        "sentence": f"It is recorded that the pregnancy ended on {say_date(person.pregnancy_ended_on)}."
        if person.pregnancy_ended_on
        else f"The birth of {person} is recorded already: born on {say_date(person.born)}.",
        "url": reverse("people", args=[family.pk]),
        "link": "Go to the family's people",
    }
    return render(request, "409.html", context, status=409)


CHILDREN = "children"


def birth(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    expected = get_object_or_404(family.members_now(), person_id=person_id, person__is_child=True).person
    if request.method != "POST" and not expected.unborn:
        return no_longer_expected(request, family, expected)
    form, rows = BirthForm(sent(request)), ChildFormSet(request.POST or None, prefix=CHILDREN)
    born = _born(request, form, rows, lambda typed: services.record_birth(family, expected, **typed))
    if born:
        messages.success(request, presenters.birth_message(born))
        return redirect("people", family.pk)
    context = presenters.birth_page(family, expected, form, rows)
    return render(request, "workbook/births/birth.html", family_page(family, "people", **context))


def unexpected(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    form = UnexpectedBirthForm(sent(request), mothers=queries.mothers_of(family))
    rows = ChildFormSet(sent(request), prefix=CHILDREN)
    born = _born(request, form, rows, lambda typed: services.record_unexpected_birth(family, **typed))
    if born:
        messages.success(request, presenters.unexpected_birth_message(born))
        return redirect("people", family.pk)
    context = presenters.unexpected_page(family, form, rows)
    return render(request, "workbook/births/birth.html", family_page(family, "people", **context))


def _born(request, form, rows, act):
    """The persons whose birth `act` recorded; None where nothing was sent, or it was refused."""
    # Both are asked, so that each shows its own errors.
    if not all([form.is_valid(), rows.is_valid()]):
        return None
    typed = {**form.cleaned_data, "children": rows.children(), "by": request.user, "at": timezone.now()}
    return done(form, lambda: act(typed))


def pregnancy_ended(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    expected = get_object_or_404(family.people_ever(), pk=person_id, is_child=True)
    if request.method != "POST" and (expected.pregnancy_ended_on or not expected.unborn):
        return no_longer_expected(request, family, expected)
    form = PregnancyEndedForm(sent(request))
    end = partial(services.end_pregnancy, family, expected, by=request.user, at=timezone.now())
    if done(form, lambda: end(**form.cleaned_data)):
        messages.success(request, presenters.pregnancy_end_message(family, expected))
        return redirect("people", family.pk)
    context = presenters.pregnancy_page(family, expected, form)
    return render(request, "casework/families/act.html", family_page(family, "people", **context))


def pregnancy_goes_on(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    expected = get_object_or_404(family.people_ever(), pk=person_id, is_child=True, expected__isnull=False)
    if request.method == "POST":
        services.take_back_end(family, expected, by=request.user, at=timezone.now())
        messages.success(request, f"{expected} stands among the children again.")
        return redirect("people", family.pk)
    context = presenters.goes_on_page(family, expected)
    return render(request, "casework/families/act.html", family_page(family, "people", **context))
