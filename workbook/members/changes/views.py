"""The pages on which somebody leaves the family, comes back to it, or comes into its Workbook."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.households import services as households
from casework.households.forms import ComeBackForm, LeaveForm
from casework.matching.asking.queries import must_ask_first
from casework.people.models import Person
from workbook.members import services
from workbook.members.changes import presenters
from workbook.members.changes.forms import IntoWorkbookForm
from workbook.one_workbook.presenters import InAnotherWorkbook, in_another_workbook


@require_safe
def changes(request: SignedInRequest, family_id: int, person_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.LEAD)
    person = get_object_or_404(family.people_ever(), pk=person_id)
    context = presenters.changes_page(family, person, timezone.localdate())
    return render(request, "workbook/members/changes.html", family_page(family, "people", **context))


class PersonActView(FamilyActView):
    right = Can.LEAD
    template_name = "acts/form_page.html"
    section = "people"
    leads_to = "people"
    submit_label = "Record it"
    person: Person

    def find(self, person_id: int) -> None:
        self.person = get_object_or_404(self.family.people_ever(), pk=person_id)

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.person


class LeaveFamily(PersonActView):
    form_class = LeaveForm
    service = staticmethod(services.leave)

    @property
    def heading(self) -> str:
        return f"{self.person} leaves the family"

    def message(self, result: Any) -> str:
        return f"{self.person} does not belong to the family any more. The record of {self.person} stays."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": presenters.leaving_consequences(self.person)}


class ComeBack(PersonActView):
    form_class = ComeBackForm
    service = staticmethod(households.come_back)

    def closed(self) -> HttpResponse | None:
        """To the page on which the family to which they belong meanwhile is asked, until it has agreed."""
        asks = must_ask_first(self.request.user, self.family, self.person, timezone.localdate())
        return redirect("bring-in-ask", self.family.pk, self.person.pk) if asks else None

    @property
    def heading(self) -> str:
        return f"{self.person} comes back to the family"

    def message(self, result: Any) -> str:
        return f"{self.person} belongs to the family again."

    def next_url(self, result: Any) -> str:
        return reverse("person-changes", args=[self.family.pk, self.person.pk])


class ComeIntoWorkbook(PersonActView):
    template_name = "workbook/members/into_workbook.html"
    form_class = IntoWorkbookForm
    service = staticmethod(services.come_into_workbook)

    @property
    def heading(self) -> str:
        return f"{self.person} in the Workbook"

    @cached_property
    def elsewhere(self) -> list[InAnotherWorkbook]:
        return in_another_workbook(self.family, [self.person], self.request.user, timezone.localdate())

    def details(self) -> dict[str, Any]:
        return {"person": self.person, "elsewhere": self.elsewhere}

    def message(self, result: Any) -> str:
        return f"It is recorded in which Workbook {self.person} is."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": f"{self.person} will be part of what runs in this family's Workbook, from today."}
