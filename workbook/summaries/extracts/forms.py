"""Which part of a summary is wanted: by kind of note, about whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from casework.forms.base import PageForm
from casework.naming.forms import person_choices
from casework.people.models import Person
from workbook.summaries.extracts.presenters import ExtractFilter


class ExtractForm(PageForm):
    """`kinds` are pairs of key and label of the notes that are there; `people` those of the family."""

    kind = forms.ChoiceField(label="Kind of note", required=False)
    about = forms.TypedChoiceField(label="About", required=False, coerce=int, empty_value=None)
    everybody = forms.BooleanField(
        label="Also what is about everybody", required=False, help_text="Only if one person is chosen."
    )

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["kind"].choices = [("", "All kinds"), *kinds]
        self.fields["about"].choices = [("", "Everybody"), *person_choices(people)]

    def wanted(self) -> ExtractFilter:
        """What was chosen; everything where nothing was, or nothing that can be."""
        if not self.is_valid():
            return ExtractFilter("", None, True)
        chosen = next((person for person in self.people if person.pk == self.cleaned_data["about"]), None)
        ids = frozenset(chosen.all_ids) if chosen else None
        return ExtractFilter(self.cleaned_data["kind"], ids, ids is None or self.cleaned_data["everybody"])
