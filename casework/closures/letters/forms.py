"""The form of the letters: what the page saw, and a row for each letter."""

import re

from django import forms
from django.forms import BaseFormSet, formset_factory

from casework.forms.base import KEY_LOST, PageForm
from casework.forms.fields import DateField


class LettersForm(PageForm):
    """What the page of the letters saw; contact details are not kept unsaved, so the form has no key."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": KEY_LOST, "invalid": KEY_LOST})

    def renew(self, seen):
        """Carry what stands now, so that saving once more is possible, and deliberate."""
        self.data = self.data.copy()
        self.data["seen"] = str(seen)


class LetterRow(PageForm):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Name", max_length=120)
    job_title = forms.CharField(label="Job title or relation", required=False, max_length=120)
    address = forms.CharField(
        label="Address",
        max_length=300,
        help_text="An address that is protected does not belong here: write ‘known to us’.",
        widget=forms.Textarea({"rows": 2, "cols": False}),
    )
    sent_on = DateField(label="Sent on", required=False)
    evidence = forms.CharField(
        label="Evidence that it was sent", required=False, max_length=300, help_text="Such as ‘copy on file’."
    )
    withdrawn = forms.BooleanField(label="Take this letter out of the list", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self["pk"].value():
            del self.fields["withdrawn"]

    def row(self):
        data = self.cleaned_data
        return {**data, "withdrawn": data.get("withdrawn", False)}


PREFIX, BLANK_ROWS, MOST_ROWS = "letters", 2, 40
FIELD = re.compile(rf"{PREFIX}-(\d+)-(\w+)")


class LetterRows(BaseFormSet):
    def rows(self):
        """Those that were filled in, by their number; only of valid rows."""
        return {number: form.row() for number, form in enumerate(self.forms) if form.has_changed()}

    def refuse(self, refusal):
        """Show a refusal at the row that it names; return whether it named one."""
        named = FIELD.fullmatch(refusal.field or "")
        if named:
            self.forms[int(named[1])].add_error(named[2], refusal.sentence)
        return bool(named)


def letter_rows(data=None, *, letters):
    """The letters that stand, each in its row, and blank ones below."""
    names = ("pk", "name", "job_title", "address", "sent_on", "evidence")
    initial = [{name: getattr(letter, name) for name in names} for letter in letters]
    factory = formset_factory(LetterRow, formset=LetterRows, extra=BLANK_ROWS, max_num=MOST_ROWS)
    return factory(data, prefix=PREFIX, initial=initial)
