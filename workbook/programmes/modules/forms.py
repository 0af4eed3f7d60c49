"""The forms of a module."""

from casework.acts.forms import VersionedForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative
from casework.passages.forms import PassagesForm


class ModuleForm(VersionedForm, PassagesForm):
    def given(self, at):
        return {"written": self.written(), "version": self.cleaned_data["version"]}


class ConfirmForm(VersionedForm):
    """Nothing to fill in: only the version that was read."""


class KeepApartForm(VersionedForm):
    because = NarrativeField(label="Why is it kept apart?", widget=Narrative(rows=4))
