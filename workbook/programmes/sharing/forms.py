"""The form in which it is recorded who shares with whom, and the hints of those that ask."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.naming.forms import PeopleField, PersonField
from casework.naming.presenters import Labels
from casework.people.models import Person
from workbook.programmes.sharing.models import Sharing


class ChoiceForm(WritingForm):
    parent = PersonField(
        None, label="Who said it?", widget=Radios, empty_label=None, error_messages={"required": "Choose who said it."}
    )
    choice = forms.ChoiceField(
        label="What was said?", widget=Radios, error_messages={"required": "Choose what was said."}
    )
    with_whom = PersonField(
        None, label="With whom?", widget=Radios, empty_label=None, error_messages={"required": "Choose with whom."}
    )
    said_on = DateField(label="When was it said?", initial=timezone.localdate)
    because = NarrativeField(
        label="Why they do not share",
        help_text="Needed where they do not share; in their own words. It is read in their own programme alone.",
        required=False,
        widget=Narrative(rows=4),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        for name in ("parent", "with_whom"):
            self.fields[name].queryset = queryset
        self.fields["choice"].choices = [
            (Sharing.SHARES, "They share what they say"), (Sharing.DOES_NOT, "They do not share what they say")
        ]  # fmt: skip


class HintedPeopleField(PeopleField):
    """Several persons, of whom each choice says what is known; `hints` by the person's `one_id`."""

    hints: Mapping[int, str] = MappingProxyType({})

    def labels(self, rows: list[Person]) -> Labels:
        labels = super().labels(rows)
        hints = {row.pk: self.hints.get(row.one_id) for row in rows}
        return {pk: f"{label} – {hints[pk]}" if hints[pk] else label for pk, label in labels.items()}
