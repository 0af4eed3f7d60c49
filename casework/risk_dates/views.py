"""Dates of risk ahead: adding one, correcting one, calling one off. They are read on the family's overview."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from casework.families.models import Family
from casework.forms.base import PageForm
from casework.people.models import Person
from casework.people.views import AboutPersonView, OneRowView
from casework.risk_dates import forms, presenters, queries, services
from casework.risk_dates.models import RiskDate
from casework.users.models import User


def dates_of(family: Family, people: Iterable[Person], user: User, today: date) -> QuerySet[RiskDate]:
    """As `queries.dates_of`; whoever it is about, it stands with the family."""
    return queries.dates_of(family, user, today)


class AddRiskDate(AboutPersonView):
    changed_on = "risk-date"
    form_class = forms.RiskDateForm
    service = staticmethod(services.add)
    heading = "Add a date of risk ahead"
    submit_label = "Add the date"
    success = "The date was added. Whoever leads and the team’s managers are told before it."

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}


class OneRiskDate(OneRowView):
    rows_of = staticmethod(dates_of)
    fingerprint = staticmethod(queries.fingerprint_of_risk_date)

    @property
    def sentence(self) -> str:
        return presenters.lines_of([self.row])[0].words


class CorrectRiskDate(OneRiskDate):
    fields = ("kind", "day", "about", "note")
    form_class = forms.CorrectRiskDateForm
    service = staticmethod(services.correct)
    submit_label = "Save the date"
    success = "The date was saved."

    @property
    def heading(self) -> str:
        return f"Correct a date of risk: {self.row.get_kind_display()}"

    def details(self) -> dict[str, Any]:
        return {"people": queries.people_for(self.family, self.row)}


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
