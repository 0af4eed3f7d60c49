"""Dates of risk ahead: adding one, correcting one, calling one off. They are read on the family's overview."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from casework.risk_dates import forms, presenters, queries, services


class RiskDateView(FamilyActView):
    section = "people"
    leads_to = "people"


class AddRiskDate(RiskDateView):
    changed_on = "risk-date"
    form_class = forms.RiskDateForm
    service = staticmethod(services.add)
    heading = "Add a date of risk ahead"
    submit_label = "Add the date"
    success = "The date was added. Whoever leads and the team’s managers are told before it."

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}


class OneRiskDate(RiskDateView):
    def find(self, risk_date_id: int) -> None:
        rows = queries.dates_of(self.family, self.request.user, timezone.localdate())
        self.row = get_object_or_404(rows, pk=risk_date_id)

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.row

    def saw(self) -> str:
        return queries.fingerprint_of_risk_date(self.row)

    @property
    def sentence(self) -> str:
        return presenters.lines_of([self.row])[0].words


class CorrectRiskDate(OneRiskDate):
    form_class = forms.CorrectRiskDateForm
    service = staticmethod(services.correct)
    submit_label = "Save the date"
    success = "The date was saved."

    @property
    def heading(self) -> str:
        return f"Correct a date of risk: {self.row.get_kind_display()}"

    def details(self) -> dict[str, Any]:
        return {"people": queries.people_for(self.family, self.row)}

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in ("kind", "day", "about", "note")}


class CallOffRiskDate(OneRiskDate):
    form_class = forms.CallOffForm
    service = staticmethod(services.call_off)
    submit_label = "Call it off"
    success = "The date was called off."

    @property
    def heading(self) -> str:
        return f"Call off a date of risk: {self.row.get_kind_display()}"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": self.sentence}
