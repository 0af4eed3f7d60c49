"""The forms of acts: they keep unsaved text, and carry what their page showed for the optimistic lock."""

from datetime import datetime
from typing import Any

from django import forms

from casework.forms.base import KEY_LOST, KeyedForm, PageForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative
from casework.unsaved.models import UnsavedText

LOST = {"required": KEY_LOST, "invalid": KEY_LOST}


class WritingForm(KeyedForm):
    """A form whose unsaved text is kept on the server."""

    restored: UnsavedText | None = None
    gives_key = False  # whether the service takes `form_key`, by which it is idempotent

    def restore(self, text: UnsavedText | None) -> None:
        """Open with the unsaved `text`. A box left unticked is not sent by browsers, so absent is empty."""
        self.restored = text
        if text is None:
            return
        for name, field in self.fields.items():
            if name in text.fields or not field.widget.is_hidden:
                self.initial[name] = text.fields.get(name)

    def given(self, at: datetime) -> dict[str, Any]:
        """As of any form; the key only where `gives_key`."""
        return {name: value for name, value in super().given(at).items() if self.gives_key or name != "form_key"}


class VersionedForm(WritingForm):
    """The form of a saved row: it carries the version of the row that its writer had before them."""

    saw_field = "version"
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=LOST)


class FingerprintForm(PageForm):
    """The form of values without a version: it carries the fingerprint of what its writer had before them."""

    saw_field = "fingerprint"
    fingerprint = forms.CharField(widget=forms.HiddenInput, error_messages=LOST)


class ReasonField(forms.Form):
    """The field `because`; `label` asks for it in the act's words, `missing` is its error where it is left empty."""

    because = NarrativeField()

    def __init__(
        self,
        *args: Any,
        label: str = "Why",
        rows: int = 4,
        help_text: str = "",
        missing: str = "",
        max_length: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"] = NarrativeField(
            label=label, help_text=help_text, max_length=max_length, widget=Narrative(rows=rows),
            error_messages={"required": missing} if missing else None,
        )  # fmt: skip


class ReasonForm(ReasonField, WritingForm):
    """The form of an act that asks for a reason and nothing else."""


class UnkeptReasonForm(ReasonField, PageForm):
    """The same where no text is kept: the page is not about one family."""


class VersionedReasonForm(VersionedForm, ReasonForm):
    """The reason for an act on a saved row as its page showed it."""


class ConfirmForm(VersionedForm):
    """Nothing to fill in: only the version of the row that was read."""
