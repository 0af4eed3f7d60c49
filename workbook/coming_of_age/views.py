"""The page on which it is said, with what still runs."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from casework.words import say_date
from workbook.coming_of_age import queries, services
from workbook.coming_of_age.forms import ComingOfAgeForm
from workbook.members.roles.queries import running_as_a_child


class DecideComingOfAge(FamilyActView):
    right = Can.LEAD
    section = "people"
    form_class = ComingOfAgeForm
    service = staticmethod(services.decide)
    submit_label = "Save what becomes of it"
    success = "It is recorded what becomes of the work at 18."

    def find(self, involvement_id: int) -> None:
        rows = self.family.involvement_set.filter(closed_on=None, child__expected=None)
        self.row = get_object_or_404(rows.select_related("child"), pk=involvement_id)

    @property
    def heading(self) -> str:
        return f"{self.row.child} turns 18: what becomes of the work?"

    def initial(self) -> dict[str, Any]:
        last = queries.answer_of(self.row)
        return {name: getattr(last, name) for name in services.QUESTIONS} if last else {}

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("person", args=[self.family.pk, self.row.child_id])

    def context(self, form: PageForm) -> dict[str, Any]:
        child, birthday = self.row.child, self.row.child.comes_of_age
        runs = running_as_a_child(self.family, child)
        return {
            "intro": f"The 18th birthday of {child}: {say_date(birthday) if birthday else 'not known'}. From then on "
            "nothing falls due for them as a child, and nothing ends by itself.",
            "consequences": [f"Still runs: {each}." for each in runs],
        }
