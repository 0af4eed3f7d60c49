"""Asking another family's manager whether somebody may belong to this family too, and answering."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.forms import WritingForm
from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from casework.matching.asking import forms, presenters, queries, services
from casework.matching.asking.models import BringInAsk
from casework.matching.presenters import known_families
from casework.matching.queries import people_to_find


class AskToBringIn(FamilyActView):
    right = Can.LEAD
    recorded_once = True
    section = leads_to = "people"
    template_name = "casework/matching/ask.html"
    form_class = forms.AskForm
    service = staticmethod(services.ask)
    submit_label = "Ask"
    success = "Asked. You are told when it is answered; until then nobody is added."

    def find(self, found_id: int) -> None:
        self.today = timezone.localdate()
        self.person = get_object_or_404(people_to_find(self.request.user, today=self.today), pk=found_id)

    @property
    def heading(self) -> str:
        return f"Ask whether {self.person} may belong to this family"

    def closed(self) -> HttpResponse | None:
        """To the family's people where it waits already; to adding them where nobody need be asked."""
        families = queries.families_to_ask(self.request.user, self.family, self.person, self.today)
        if not families:
            return redirect("person-bring-in", self.family.pk, self.person.pk)
        asks = [queries.last_ask(each, self.family, self.person) for each in families]
        waits = all(queries.waits(each) for each in asks)
        return redirect(self.cancel_url()) if waits else None

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.person

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"person": self.person, "known": known_families(self.request.user, self.person, today=self.today)}


class AnswerAsk(FamilyActView):
    right = Can.DECIDE
    recorded_once = True
    section = leads_to = "people"
    form_class = forms.AnswerForm
    service = staticmethod(services.answer)
    submit_label = "Answer"
    success = "Answered. Whoever asked is told."
    row: BringInAsk

    def find(self, ask_id: int) -> None:
        self.row = get_object_or_404(queries.asked_of(self.family, self.request.user), pk=ask_id)

    @property
    def heading(self) -> str:
        return f"May {self.row.person} belong to another family too?"

    def closed(self) -> HttpResponse | None:
        return redirect(reverse("people", args=[self.family.pk])) if self.row.answer else None

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.ask_context(self.row)


class TakeBackAsk(FamilyActView):
    """By whoever keeps the people of the family that asked."""

    right = Can.LEAD
    recorded_once = True
    section = leads_to = "people"
    form_class = WritingForm
    service = staticmethod(services.take_back)
    submit_label = "Take it back"
    success = "Taken back. Nobody is added."
    row: BringInAsk

    def find(self, ask_id: int) -> None:
        self.row = get_object_or_404(queries.asked_by(self.family, self.request.user), pk=ask_id)

    @property
    def heading(self) -> str:
        return f"Take back the question about {self.row.person}"

    def closed(self) -> HttpResponse | None:
        return redirect(reverse("people", args=[self.family.pk])) if self.row.answer else None
