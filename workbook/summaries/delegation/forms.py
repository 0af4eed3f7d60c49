from django import forms

from casework.acts.forms import VersionedForm, WritingForm
from casework.forms.fields import DateTimeField, NarrativeField
from casework.forms.widgets import Narrative


class ColleagueChoice(forms.ModelChoiceField):
    """A colleague by their own summary of the same episode, which becomes the part."""

    def label_from_instance(self, summary):
        return f"{summary.worker}, {summary.allocation.get_role_display().lower()}"


class DelegateForm(WritingForm):
    """`parts` are the summaries of those who may be asked (A3.16, A3.17)."""

    part = ColleagueChoice(
        None,
        label="Whom do you ask?",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose whom you ask."},
    )
    what_is_needed = NarrativeField(
        label="What is needed?",
        help_text="What they are to write about: which work, with whom, under which heading.",
        widget=Narrative(rows=4),
        error_messages={"required": "Say what is needed."},
    )
    due_at = DateTimeField(label="By when?", error_messages={"required": "Say by when it is needed."})

    def __init__(self, *args, parts, before, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = parts
        self.fields["due_at"].help_text = f"Before the group supervision, which is planned for {before}."

    def given(self, at):
        given = {name: self.cleaned_data[name] for name in ("what_is_needed", "due_at", "form_key")}
        return given | {"worker": self.cleaned_data["part"].worker}


class WithdrawTaskForm(VersionedForm):
    because = NarrativeField(label="Why is it not needed any more?", widget=Narrative(rows=3))
