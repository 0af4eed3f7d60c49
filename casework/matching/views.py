"""Who is known already while somebody is entered, and two records of one person."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.forms.base import PageForm
from casework.matching import presenters, queries, services
from casework.matching.forms import AsTypedForm, SameForm
from casework.people.models import Person
from casework.refusal import Refusal


@require_safe
def matches(request: SignedInRequest, family_id: int) -> HttpResponse:
    """The people who are known already, while a name is typed: a part of a page."""
    family = open_family(request, family_id, Can.LEAD)
    today = timezone.localdate()
    typed = AsTypedForm(request.GET).typed(today)
    found = presenters.matches_for_new_person(request.user, family, **typed, today=today)
    return render(request, "casework/matching/matches.html", {"family": family, "matches": found})


def _person_or_404(family: Family, person_id: int) -> Person:
    """Who is or was of the family."""
    return get_object_or_404(family.people_ever().select_related("merged_into"), pk=person_id)


class SamePerson(FamilyActView):
    right = Can.LEAD
    section = leads_to = "people"
    template_name = "casework/matching/same.html"
    form_class = SameForm
    service = staticmethod(services.merge)
    submit_label = "Link the two"

    def find(self, person_id: int) -> None:
        self.person = _person_or_404(self.family, person_id)
        self.today = timezone.localdate()
        self.matches = presenters.possible_duplicates(self.request.user, self.person, today=self.today)

    @property
    def heading(self) -> str:
        return f"Is {self.person} entered twice?"

    def details(self) -> dict[str, Any]:
        people = queries.people_with_ids(match.person.pk for match in self.matches)
        return {"people": people, "today": self.today}

    def subjects(self) -> tuple[Any, ...]:
        return (self.person,)

    def message(self, person: Person) -> str:
        return f"{self.person} is shown as the same person as {person.merged_into}."

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.duplicates_page(self.family, self.person, self.matches)


@require_POST
def not_same(request: SignedInRequest, family_id: int, person_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.LEAD)
    person = _person_or_404(family, person_id)
    try:
        services.unmerge(person, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{person} stands for themselves again.")
    return redirect("people", family.pk)
