from datetime import datetime
from typing import Any

from casework.acts.forms import VersionedForm
from casework.passages.forms import PassagesForm


class CulturalNotesForm(VersionedForm, PassagesForm):
    """The cultural notes under their headings, and whom each is about."""

    def given(self, at: datetime) -> dict[str, Any]:
        return {"written": self.written(), "version": self.cleaned_data["version"]}
