from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms

from casework.people.forms import PersonForm

SAME_PERSON = (
    "Somebody like this is known here already. Choose them below, or say that none of them is the person whom you are "
    "entering."
)


class AddPersonForm(PersonForm):
    """Asks once more where somebody is known already who may be the same person."""

    nobody_known = forms.BooleanField(label="None of these is the person: begin a new record", required=False)

    def __init__(self, *args: Any, find_matches: Callable[[dict[str, Any]], Sequence], **kwargs: Any) -> None:
        """`find_matches` gives the people who may be the one of these values."""
        super().__init__(*args, **kwargs)
        self.find_matches, self.matches = find_matches, ()

    @property
    def asks(self) -> bool:
        return bool(self.matches)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            self.matches = self.find_matches(self.cleaned_data)
            if self.matches and not self.cleaned_data["nobody_known"]:
                self.add_error("nobody_known", SAME_PERSON)
        return cleaned

    def given(self, at: datetime) -> dict[str, Any]:
        return {name: value for name, value in super().given(at).items() if name != "nobody_known"}
