"""The forms of answering what is finished."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import VersionedForm, WritingForm
from casework.answers.checks import UNKNOWN
from casework.answers.models import AnswerKind, Outcome, Received
from casework.answers.queries import as_it_was
from casework.families.models import FamilyRecord
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import InlineCheckboxes, Narrative, Radios
from casework.naming.forms import ColleagueField, PeopleField, PersonField
from casework.people.forms import text as one_line
from casework.people.models import Person
from casework.users.models import User

NOBODY = "Nobody of them"


class AnswerForm(WritingForm):
    history_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label="What is it?", choices=AnswerKind, widget=Radios, error_messages={"required": "Choose what it is."}
    )
    text = NarrativeField(
        label="What is said", help_text="In the words of whoever says it.", widget=Narrative(rows=6),
        error_messages={"required": "Write what is said, in the words of whoever says it."},
    )  # fmt: skip
    person = PersonField(
        None, label="Whose words are these? Somebody of the family", required=False, empty_label=NOBODY,
        help_text="If you name nobody here and below, they are your own.",
    )  # fmt: skip
    colleague = ColleagueField(None, label="Or a colleague", required=False, empty_label=NOBODY)
    named = one_line("Or somebody else: name and role", longest=120)
    said_on = DateField(label="On which day?", required=False, help_text="Today, if you leave it empty.")
    received = forms.ChoiceField(
        label="How did it reach you?", choices=[("", "These are my own words"), *Received.choices], required=False
    )
    held_from = PeopleField(
        None, label="Is its text held back from somebody of the family?", required=False, widget=InlineCheckboxes,
        help_text="The mark stands all the same: that it is disputed, by whom and when.",
    )  # fmt: skip
    held_because = one_line("If so, why?", longest=300)

    def __init__(
        self, *args: Any, row: FamilyRecord, people: QuerySet[Person], colleagues: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["person"].queryset = self.fields["held_from"].queryset = people
        self.fields["colleague"].queryset = colleagues

    def clean_history_id(self) -> int | None:
        """As which it was read: only what this row ever was."""
        history_id = self.cleaned_data["history_id"]
        if history_id is not None and as_it_was(self.row, history_id) is None:
            raise forms.ValidationError(UNKNOWN)
        return history_id


class SettleForm(VersionedForm):
    outcome = forms.ChoiceField(
        label="What became of it?", widget=Radios, error_messages={"required": "Choose what became of it."}
    )
    was = NarrativeField(
        label="If a fact is corrected: the words that are wrong", required=False, widget=Narrative(rows=3),
        help_text="They stay readable where they stand.",
    )  # fmt: skip
    now = NarrativeField(label="And the words that are right", required=False, widget=Narrative(rows=3))
    because = NarrativeField(
        label="Why", help_text="In words that whoever said it can be given.", widget=Narrative(rows=4),
        error_messages={"required": "Say why, in words that whoever said it can be given."},
    )  # fmt: skip

    def __init__(self, *args: Any, outcomes: tuple[Outcome, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(each.value, each.label) for each in outcomes]


class HoldBackForm(WritingForm):
    person = PersonField(None, label="From somebody of the family", required=False, empty_label=NOBODY)
    user = ColleagueField(None, label="Or from a colleague", required=False, empty_label=NOBODY)
    because = NarrativeField(label="Why", widget=Narrative(rows=3), error_messages={"required": "Say why."})

    def __init__(self, *args: Any, people: QuerySet[Person], colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset, self.fields["user"].queryset = people, colleagues


class CopiesForm(VersionedForm):
    leaves = forms.TypedChoiceField(
        label="Does its text leave on a copy for the family?", choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes", widget=Radios, error_messages={"required": "Choose yes or no."},
    )  # fmt: skip
    because = NarrativeField(label="Why", widget=Narrative(rows=3), error_messages={"required": "Say why."})
