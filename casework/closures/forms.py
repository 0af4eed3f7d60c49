"""The forms of closing a child's case: all of the record is about that child, so nobody is asked about whom."""

import re
from dataclasses import replace

from django import forms
from django.forms import BaseFormSet, formset_factory

from casework.acts.forms import VersionedForm
from casework.closures.checks import DIED, FACTS, TO_ANOTHER_AUTHORITY
from casework.forms.base import KEY_LOST, PageForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative, Radios
from casework.passages.forms import PassagesForm
from casework.practice import codes

HINTS = {
    DIED: "The death is recorded first.",
    TO_ANOTHER_AUTHORITY: "Say below who takes over, and who confirmed it in writing.",
    "RC8": "An assessment has ended, and there was nothing else.",
    "RC9": "An assessment has ended, and there was nothing else.",
}


class ClosureForm(VersionedForm, PassagesForm):
    reason = forms.ChoiceField(label="Reason", required=False, widget=Radios(hints=HINTS))
    closing_on = DateField(label="The case closes on", required=False)
    last_seen_on = DateField(
        label="Last seen on", required=False, help_text="Taken from the notes. Leave it empty if nobody saw the child."
    )
    to_authority = forms.CharField(label="Which local authority takes over?", required=False, max_length=120)
    confirmed_by = forms.CharField(
        label="Who confirmed it in writing?", required=False, max_length=120, help_text="Name and role, there."
    )
    confirmed_in_writing_on = DateField(label="Confirmed in writing on", required=False)

    def __init__(self, *args, child, today, **kwargs):
        super().__init__(*args, people=(), **kwargs)
        self.child = child
        self.fields["reason"].choices = codes.choices("closure_reasons", today)

    def given(self, at):
        written = [replace(passage, about=(self.child.pk,)) for passage in self.written()]
        facts = {name: self.cleaned_data[name] for name in FACTS}
        return {"written": written, "version": self.cleaned_data["version"], **facts}

    def transfer(self):
        return [self[name] for name in ("to_authority", "confirmed_by", "confirmed_in_writing_on")]


class AskForm(VersionedForm):
    """Nothing to fill in: only the version that was read."""


class BecauseForm(VersionedForm):
    """One reason, under the label that the page gives it."""

    because = NarrativeField(widget=Narrative(rows=4))

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].label = label


class AgreeForm(VersionedForm):
    comments = NarrativeField(
        label="Your comments as manager",
        help_text="What you base the decision on: the child's safety, the work done, the views of child and carers.",
        widget=Narrative(rows=5),
    )


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


class Letters(BaseFormSet):
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
    factory = formset_factory(LetterRow, formset=Letters, extra=BLANK_ROWS, max_num=MOST_ROWS)
    return factory(data, prefix=PREFIX, initial=initial)
