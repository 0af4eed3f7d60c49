"""All that is asked of a person, on one page."""

from typing import Any

from django.utils import timezone

from casework.people.asked_items import presenters, queries, services
from casework.people.asked_items.forms import AskedForm
from casework.people.models import Person
from casework.people.presenters import PersonFact, asked_facts
from casework.people.views import MemberView


class SaveAnswers(MemberView):
    template_name = "casework/people/asked.html"
    form_class = AskedForm
    service = staticmethod(services.save_answers)
    submit_label = "Save the answers"

    def find(self, person_id: int) -> None:
        super().find(person_id)
        self.answered = queries.answers_of(self.family, self.person)

    @property
    def heading(self) -> str:
        return f"What was asked of {self.person}"

    def details(self) -> dict[str, Any]:
        today = timezone.localdate()
        askers = [row.to_ask_id for row in self.answered.values() if row.to_ask_id]
        workers = queries.workers_to_ask(self.family, today, also=askers)
        return {"saved": self.answered, "workers": workers, "today": today}

    def initial(self) -> dict[str, Any]:
        return presenters.form_initial(self.answered, timezone.localdate())

    def saw(self) -> str:
        return queries.fingerprint_of_answers(queries.answers_of(self.family, self.person))

    def message(self, result: Person) -> str:
        return f"What was asked of {self.person} was saved."

    def saved_now(self) -> list[PersonFact]:
        return asked_facts(self.family, self.person, self.request.user)
