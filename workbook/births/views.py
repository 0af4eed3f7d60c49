"""A birth, expected or not, and a pregnancy that ended."""

from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from casework.access import Can
from casework.acts.forms import WritingForm
from casework.acts.views import FamilyActView
from casework.births import services as births
from casework.births.forms import BaseChildFormSet, ChildFormSet, NotYetBornForm, PregnancyEndedForm
from casework.births.queries import mothers_of
from casework.families.models import CHILDREN
from casework.forms.base import PageForm
from casework.forms.rows import rows_with
from casework.people.models import Person
from workbook.births import presenters, services
from workbook.births.forms import RecordBirthForm, RecordUnexpectedBirthForm, WithChildren


class BirthActView(FamilyActView):
    right = Can.LEAD
    section = "people"
    leads_to = "people"


class ExpectedChildView(BirthActView):
    """About a child who is expected, or was."""

    template_name = "acts/form_page.html"
    child: Person

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.child

    def no_longer_expected(self) -> HttpResponse:
        context = {
            "sentence": presenters.why_no_longer_expected(self.child),
            "url": self.cancel_url(),
            "link": "Go to the family's people",
        }
        return render(self.request, "409.html", context, status=409)


class ChildrenView(BirthActView):
    """With a row for each child who was born."""

    recorded_once = True
    template_name = "workbook/births/birth.html"
    submit_label = "Record the birth"

    def form(self) -> WithChildren:
        form = cast("WithChildren", super().form())
        kept = form.restored.fields if form.restored else None
        data = self.request.POST if self.request.method == "POST" else None
        form.rows = cast("BaseChildFormSet", rows_with(ChildFormSet, data, kept, prefix="children"))
        return form

    def context(self, form: WithChildren) -> dict[str, Any]:
        return {"formset": form.rows, "row_legend": "Child", "add_label": "Add another child"}


class RecordBirth(ChildrenView, ExpectedChildView):
    template_name = "workbook/births/birth.html"
    form_class = RecordBirthForm
    service = staticmethod(services.record_birth)

    def find(self, person_id: int) -> None:
        members = self.family.members_now()
        self.child = get_object_or_404(members, person_id=person_id, role__in=CHILDREN).person

    def closed(self) -> HttpResponse | None:
        return None if self.child.unborn else self.no_longer_expected()

    @property
    def heading(self) -> str:
        return f"Record the birth of {self.child}"

    def message(self, result: list[Person]) -> str:
        return presenters.birth_message(result)

    def context(self, form: WithChildren) -> dict[str, Any]:
        return {**super().context(form), **presenters.birth_context(self.child)}


class RecordUnexpectedBirth(ChildrenView):
    form_class = RecordUnexpectedBirthForm
    service = staticmethod(services.record_unexpected_birth)
    heading = "Record a birth"
    intro = (
        "For a child who was not recorded as expected. If one was, open that child's page and record the birth there."
    )
    consequences = ("Each child lives where the mother lives, and is in the Workbook if she is.",)

    def details(self) -> dict[str, Any]:
        return {"mothers": mothers_of(self.family, timezone.localdate())}

    def message(self, result: list[Person]) -> str:
        return presenters.unexpected_birth_message(result)

    def context(self, form: WithChildren) -> dict[str, Any]:
        return {**super().context(form), "intro": self.intro, "consequences": self.consequences}


class StillExpectedView(ExpectedChildView):
    """An act on a child whose birth is still expected."""

    submit_label = "Record it"

    def find(self, person_id: int) -> None:
        self.child = get_object_or_404(self.family.ever_in_role(*CHILDREN), pk=person_id)

    def closed(self) -> HttpResponse | None:
        expected = self.child.unborn and not self.child.pregnancy_ended_on
        return None if expected else self.no_longer_expected()


class NotYetBorn(StillExpectedView):
    form_class = NotYetBornForm
    service = staticmethod(births.expect_later)

    @property
    def heading(self) -> str:
        return f"{self.child} is not born yet"

    def message(self, result: Person) -> str:
        return presenters.not_yet_message(result)

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.not_yet_context(self.child)


class EndPregnancy(StillExpectedView):
    form_class = PregnancyEndedForm
    service = staticmethod(services.end_pregnancy)
    heading = "The pregnancy ended"

    def message(self, result: Person) -> str:
        return presenters.pregnancy_end_message(self.family, self.child)

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.pregnancy_end_context(self.child)


class UndoPregnancyEnd(ExpectedChildView):
    """Nothing to fill in."""

    form_class = WritingForm
    service = staticmethod(services.take_back_end)
    heading = "The pregnancy did not end"
    submit_label = "Take it back"

    def find(self, person_id: int) -> None:
        people = self.family.people_ever()
        self.child = get_object_or_404(people, pk=person_id, expected__isnull=False)

    def message(self, result: Person) -> str:
        return f"{self.child} stands among the children again."

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.pregnancy_goes_on_context(self.child)
