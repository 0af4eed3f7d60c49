from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.matching import presenters, services
from casework.matching.forms import AsTypedForm, SameForm
from casework.refusal import Refusal


@require_safe
def matches(request, family_id):
    """The people who are known already, while a name is typed: a part of a page."""
    family = open_family(request, family_id, Can.LEAD)
    typed = AsTypedForm(request.GET).typed()
    found = presenters.matches_for_new_person(request.user, family, **typed, today=timezone.localdate())
    return render(request, "casework/matching/matches.html", {"family": family, "matches": found})


def same(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.familymember_set.filter(person=person_id).select_related("person")[:1]).person
    today = timezone.localdate()
    found = presenters.possible_duplicates(request.user, person, today=today)
    people = presenters.people_matched(found)
    form = SameForm(sent(request), people=people, today=today)
    if done(form, lambda: services.merge(person, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, f"{person} is shown as the same person as {form.cleaned_data['into']}.")
        return redirect("people", family.pk)
    page = family_page(family, "people", form=form, **presenters.duplicates_page(family, person, found))
    return render(request, "casework/matching/same.html", page)


@require_POST
def not_same(request, family_id, person_id):
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.familymember_set.filter(person=person_id).select_related("person")[:1]).person
    try:
        services.unmerge(person, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{person} stands for themselves again.")
    return redirect("people", family.pk)
