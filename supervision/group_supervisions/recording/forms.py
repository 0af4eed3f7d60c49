"""The form of the group's record."""

from django import forms

from casework import practice
from casework.acts.forms import VersionedForm
from casework.families.models import Rag
from casework.forms.fields import DateTimeField, NarrativeField
from casework.forms.widgets import RagRadios
from casework.passages.forms import PassagesForm


class RecordForm(PassagesForm, VersionedForm):
    """What the group thought, rated and checked; the headings come from the practice file.

    `rows` are the actions typed on the same page: a refusal that names one of them is shown there.
    """

    rows = None
    held_at = DateTimeField(label="When it was held")
    overall_rag = forms.ChoiceField(label="Overall RAG", choices=Rag.choices, required=False)
    rationale = NarrativeField(label="Why this rating", required=False)
    dissent = NarrativeField(
        label="Who disagrees, and why",
        required=False,
        help_text="Leave empty if everybody agreed.",
    )
    relationships_checked = forms.BooleanField(label="We checked the relationships", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meanings = practice.current().rag.model_dump()
        self.fields["overall_rag"].widget = RagRadios(choices=Rag.choices, hints=meanings)

    def refuse(self, refusal):
        if not (self.rows and self.rows.refuse(refusal)):
            super().refuse(refusal)

    def recorded(self):
        """The values of the service `record` but for its passages and version."""
        names = ("held_at", "overall_rag", "rationale", "dissent", "relationships_checked")
        return {name: self.cleaned_data[name] for name in names}
