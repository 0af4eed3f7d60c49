from typing import Any

from django import forms

from casework.acts.forms import VersionedForm
from casework.forms.fields import DateTimeField, NarrativeField
from casework.forms.widgets import Narrative
from casework.notes.forms import SeenFields


class CorrectFactsForm(SeenFields, VersionedForm):
    took_place_at = DateTimeField(label="When it ended")
    because = NarrativeField(label="How do you know that it was otherwise?", widget=Narrative(rows=3))
    consent = forms.CharField(
        label="How and when did the author agree?", max_length=300, required=False,
        help_text="A note is corrected by another only with its author’s agreement.",
    )  # fmt: skip

    def __init__(self, *args: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["consent"]

    def given(self, at: Any) -> dict[str, Any]:
        names = ("took_place_at", "because", "consent", "version")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return values | {"seen": self.seen(), "whys": self.whys()}
