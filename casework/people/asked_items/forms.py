"""All that is asked of a person, on one form."""

from datetime import datetime
from typing import Any

from django import forms

from casework.forms.fields import DateField
from casework.forms.widgets import Checkboxes, Radios
from casework.people.asked_items import checks, queries
from casework.people.asked_items.models import ITEMS, Answer
from casework.people.forms import ChangeForm, text

# Asked items


class AskedForm(ChangeForm):
    """A group of fields for each item; which of them contradict each other is said at each, all at once."""

    asked_on = DateField(
        label="When did you ask?", help_text="It is noted with each answer that you add or change on this page."
    )

    def __init__(self, *args, answers, workers, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.kept = {key: row.values for key, row in answers.items()}
        for item in ITEMS:
            self._add_fields(item, workers)

    def _add_fields(self, item, workers):
        self.fields[f"{item.key}_answer"] = forms.ChoiceField(
            label="",
            choices=Answer,
            required=False,
            widget=Radios({"class": "govuk-radios--inline govuk-radios--small"}),
        )
        self.fields[f"{item.key}_value"] = self._value_field(item)
        if item.several:
            self.fields[f"{item.key}_detail"] = text("More about it", longest=checks.MAX_LENGTH)
        self.fields[f"{item.key}_to_ask"] = forms.ModelChoiceField(
            workers, label="If not yet known, who will ask?", required=False, empty_label="Nobody"
        )

    def _value_field(self, item):
        label = f"{item.label}, if known"
        if not item.codes:
            return text(label, longest=checks.MAX_LENGTH, help_text=item.hint)
        choices = queries.choices_for(item, self.today, self.kept.get(item.key, ()))
        if item.several:
            widget = Checkboxes({"class": "govuk-checkboxes--small"})
            return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)
        return forms.ChoiceField(label=label, choices=[("", "Choose"), *choices], required=False)

    def groups(self):
        """The bound fields of each item, for the page."""
        for item in ITEMS:
            names = [f"{item.key}_{part}" for part in ("answer", "value", "detail", "to_ask")]
            yield item, [self[name] for name in names if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        self.said = {}
        for item in ITEMS:
            said = self._said(item)
            if said != checks.GivenAnswer(""):
                self._take(item, said)
        return cleaned

    def given(self, at: datetime) -> dict[str, Any]:
        """What the service is called with; only of a valid form."""
        return {"seen": self.cleaned_data["seen"], "asked_on": self.cleaned_data["asked_on"], "said": self.said}

    def _said(self, item):
        given = {part: self.cleaned_data.get(f"{item.key}_{part}") for part in ("answer", "value", "to_ask", "detail")}
        value = given["value"] or ()
        values = (value,) if isinstance(value, str) else tuple(value)
        return checks.GivenAnswer(given["answer"] or "", values, given["to_ask"], given["detail"] or "")

    def _take(self, item, said):
        wrong = checks.answer_error(item, said, today=self.today, kept=self.kept.get(item.key, ()))
        field = f"{item.key}_{wrong.part}" if wrong else ""
        if wrong and not self.has_error(field):
            self.add_error(field, wrong.sentence)
        self.said[item.key] = said
