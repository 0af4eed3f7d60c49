"""Recording a death, and putting right what is recorded of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.deaths import services
from casework.deaths.forms import DeathForm, PutRightDeathForm
from casework.deaths.presenters import consequences
from casework.forms.base import PageForm
from casework.people.models import Person
from casework.words import say_date


class DeathView(FamilyActView):
    right = Can.LEAD
    section = leads_to = "people"

    def find(self, person_id: int) -> None:
        self.person = get_object_or_404(self.family.people_ever(), pk=person_id)

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.person


class RecordDeath(DeathView):
    form_class = DeathForm
    service = staticmethod(services.record_death)
    submit_label = "Record the death"

    def closed(self) -> HttpResponse | None:
        return redirect("person-death-put-right", self.family.pk, self.person.pk) if self.person.died else None

    @property
    def heading(self) -> str:
        return f"Record that {self.person} has died"

    def message(self, person: Person) -> str:
        day = say_date(person.died) if person.died else ""
        return f"It was recorded that {person} died on {day}."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": list(consequences(self.family, self.person))}


class PutRightDeath(DeathView):
    form_class = PutRightDeathForm
    service = staticmethod(services.put_right_death)
    submit_label = "Put it right"

    @property
    def heading(self) -> str:
        return f"Correct what is recorded of {self.person}'s death"

    def initial(self) -> dict[str, Any]:
        return {"died": self.person.died}

    def message(self, person: Person) -> str:
        return f"What is recorded of {person}'s death was corrected."

    def context(self, form: PageForm) -> dict[str, Any]:
        kept = "What stood before stays in the history, with your name."
        return {"intro": kept if self.person.died else f"No death of {self.person} is recorded."}
