"""The forms of finalising a summary and of taking it back."""

from casework.acts.forms import VersionedForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative


class FinaliseForm(VersionedForm):
    """Nothing to fill in: only the version that was read."""


class WithdrawSummaryForm(VersionedForm):
    because = NarrativeField(label="Why do you take it back?", widget=Narrative(rows=4))
