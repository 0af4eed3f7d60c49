"""All that is asked of a person, on one form."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from casework.acts.forms import FingerprintForm, MergingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Checkboxes, Radios
from casework.naming.forms import ColleagueField
from casework.people.asked_items import checks, queries
from casework.people.asked_items.models import ITEMS, Answer, AskedItem, Item
from casework.people.forms import text
from casework.users.models import User


class AskedForm(MergingForm, FingerprintForm):
    """A group of fields for each item; contradictions are errors at each item, all at once.

    `saved` are the answers saved now, by item: a code of theirs may stay, though it could not be chosen any more.
    """

    asked_on = DateField(
        label="When did you ask?", help_text="It is noted with each answer that you add or change on this page."
    )

    def __init__(
        self, *args: Any, saved: Mapping[str, AskedItem], workers: QuerySet[User], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.still_allowed = {key: row.values for key, row in saved.items()}
        for item in ITEMS:
            self._add_fields(item, workers)

    def _add_fields(self, item: Item, workers: QuerySet[User]) -> None:
        self.fields[f"{item.key}_answer"] = forms.ChoiceField(
            label="",
            choices=Answer,
            required=False,
            widget=Radios({"class": "govuk-radios--inline govuk-radios--small"}),
        )
        self.fields[f"{item.key}_value"] = self._value_field(item)
        if item.several:
            self.fields[f"{item.key}_detail"] = text("More about it", longest=checks.MAX_LENGTH)
        self.fields[f"{item.key}_to_ask"] = ColleagueField(
            workers, label="If not yet known, who will ask?", required=False, empty_label="Nobody"
        )

    def _value_field(self, item: Item) -> forms.Field:
        label = f"{item.label}, if known"
        if not item.codes:
            return text(label, longest=checks.MAX_LENGTH, help_text=item.hint)
        choices = queries.choices_for(item, self.today, self.still_allowed.get(item.key, ()))
        if item.several:
            widget = Checkboxes({"class": "govuk-checkboxes--small"})
            return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)
        return forms.ChoiceField(label=label, choices=[("", "Choose"), *choices], required=False)

    def passages(self) -> list[tuple[str, ...]]:
        """What was answered about one thing belongs together."""
        return [("asked_on",), *(tuple(field.name for field in fields) for _, fields in self.groups())]

    def groups(self) -> Iterator[tuple[Item, list[BoundField]]]:
        """The bound fields of each item, for the page."""
        for item in ITEMS:
            names = [f"{item.key}_{part}" for part in ("answer", "value", "detail", "to_ask")]
            yield item, [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.answers: dict[str, checks.GivenAnswer] = {}
        for item in ITEMS:
            answer = self._given_answer(item)
            if answer != checks.GivenAnswer(""):
                self._add_answer(item, answer)
        return cleaned

    def given(self, at: datetime) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("fingerprint", "asked_on")} | {"answers": self.answers}

    def _given_answer(self, item: Item) -> checks.GivenAnswer:
        parts = {part: self.cleaned_data.get(f"{item.key}_{part}") for part in ("answer", "value", "to_ask", "detail")}
        value = parts["value"] or ()
        values = (value,) if isinstance(value, str) else tuple(value)
        return checks.GivenAnswer(parts["answer"] or "", values, parts["to_ask"], parts["detail"] or "")

    def _add_answer(self, item: Item, answer: checks.GivenAnswer) -> None:
        still_allowed = self.still_allowed.get(item.key, ())
        wrong = checks.answer_error(item, answer, today=self.today, still_allowed=still_allowed)
        field = f"{item.key}_{wrong.part}" if wrong else ""
        if wrong and not self.has_error(field):
            self.add_error(field, wrong.sentence)
        self.answers[item.key] = answer
