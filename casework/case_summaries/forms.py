"""The form of a child's case summary: all of it is about that child, so nobody is asked about whom."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from casework.acts.forms import VersionedForm
from casework.passages.forms import PassagesForm
from casework.people.models import Person


class CaseSummaryForm(VersionedForm, PassagesForm):
    def __init__(self, *args: Any, child: Person, **kwargs: Any) -> None:
        super().__init__(*args, people=(), **kwargs)
        self.child = child

    def given(self, at: datetime) -> dict[str, Any]:
        written = [replace(passage, about=(self.child.pk,)) for passage in self.written()]
        return {"written": written, "version": self.cleaned_data["version"]}
