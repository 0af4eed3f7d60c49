"""The form of the letters: their fingerprint, and a row for each letter."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import QueryDict

from casework.acts.forms import FingerprintForm
from casework.closures.models import ClosureLetter
from casework.forms.base import PageForm
from casework.forms.fields import DateField
from casework.forms.rows import row_factory, rows_with
from casework.people.contact_details.fields import PlaceField
from casework.people.contact_details.models import ContactDetail
from casework.refusal import Refusal


class LettersForm(FingerprintForm):
    """The fingerprint of the letters; `rows` are the letters on the same page."""

    rows: "LetterRows"

    def is_valid(self) -> bool:
        # Both are asked, so that each shows its own errors.
        return all([super().is_valid(), self.rows.is_valid()])

    def given(self, at: datetime) -> dict[str, Any]:
        return {"rows": self.rows.rows(), "fingerprint": self.cleaned_data["fingerprint"]}

    def refuse(self, refusal: Refusal) -> None:
        if not self.rows.refuse(refusal):
            super().refuse(refusal)


class LetterRow(PageForm):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Name", max_length=120)
    job_title = forms.CharField(label="Job title or relation", required=False, max_length=120)
    place = PlaceField(None, label="Address on record", required=False, empty_label="Another address, given below")
    address = forms.CharField(
        label="Another address",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2, "cols": False}),
    )
    sent_on = DateField(label="Sent on", required=False)
    evidence = forms.CharField(
        label="Evidence that it was sent", required=False, max_length=300, help_text="Such as ‘copy on file’."
    )
    withdrawn = forms.BooleanField(label="Take this letter out of the list", required=False)

    def __init__(self, *args: Any, places: QuerySet[ContactDetail], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        if not self["pk"].value():
            del self.fields["withdrawn"]

    def row(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "withdrawn": data.get("withdrawn", False)}


PREFIX, BLANK_ROWS, MOST_ROWS = "letters", 2, 40
FIELD = re.compile(rf"{PREFIX}-(\d+)-(\w+)")


class LetterRows(BaseFormSet):
    def rows(self) -> dict[int, dict[str, Any]]:
        """Those that were filled in, by their number; only of valid rows."""
        return {number: form.row() for number, form in enumerate(self.forms) if form.has_changed()}

    def refuse(self, refusal: Refusal) -> bool:
        """Show a refusal at the row that it names; return whether it named one."""
        named = FIELD.fullmatch(refusal.field or "")
        if named:
            self.forms[int(named[1])].add_error(named[2], refusal.sentence)
        return bool(named)


def letter_rows(
    data: QueryDict | None = None,
    kept: Mapping[str, Any] | None = None,
    *,
    letters: Iterable[ClosureLetter],
    places: QuerySet[ContactDetail],
) -> LetterRows:
    """The letters, each in its row, and blank rows below."""
    names = ("pk", "name", "job_title", "address", "place", "sent_on", "evidence")
    initial = [{name: getattr(letter, name) for name in names} for letter in letters]
    factory = row_factory(LetterRow, LetterRows, blank=BLANK_ROWS, most=max(MOST_ROWS, len(initial)))
    return cast(
        "LetterRows", rows_with(factory, data, kept, prefix=PREFIX, initial=initial, form_kwargs={"places": places})
    )
