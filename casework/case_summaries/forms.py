"""The form of a child's case summary: all of it is about that child, so nobody is asked about whom."""

from dataclasses import replace

from casework.acts.forms import VersionedForm
from casework.passages.forms import PassagesForm


class CaseSummaryForm(VersionedForm, PassagesForm):
    def __init__(self, *args, child, **kwargs):
        super().__init__(*args, people=(), **kwargs)
        self.child = child

    def given(self, at):
        written = [replace(passage, about=(self.child.pk,)) for passage in self.written()]
        return {"written": written, "version": self.cleaned_data["version"]}


class CompleteCaseSummaryForm(VersionedForm):
    """Nothing to fill in: only the version that was read."""
