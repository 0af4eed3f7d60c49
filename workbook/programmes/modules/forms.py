"""The form in which a module is written."""

from datetime import datetime
from typing import Any

from casework.acts.forms import VersionedForm
from casework.passages.forms import PassagesForm


class ModuleForm(VersionedForm, PassagesForm):
    def given(self, at: datetime) -> dict[str, Any]:
        return {"written": self.written(), "version": self.cleaned_data["version"]}
