"""What the forms of all pages share. They validate and never save."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from casework.refusal import Conflict

KEY_LOST = "This page has lost its key. Copy what you have typed, open the page again and paste it there."
DJANGO_FIELDS = (
    forms.Field,
    forms.ChoiceField,
    forms.MultipleChoiceField,
    forms.ModelChoiceField,
    forms.ModelMultipleChoiceField,
)


class PlainErrors(forms.BaseForm):
    """Says which field is meant and what to do, where Django would say 'This field is required.'"""

    def add_error(self, field, error):
        super().add_error(field, plain_error(self[field], error) if field in self.fields else error)


class PageForm(PlainErrors, forms.Form):
    """A form whose service may still refuse.

    `saw_field` names the hidden field that says what its page showed, for the optimistic lock; '' where there is none.
    """

    data: QueryDict
    conflict = False
    saw_field = ""
    result: Any = None  # what the service gave, once the act was done

    def refuse(self, refusal):
        """Shows a `Refusal` at its field, or over the form where it names none of this form's; all input stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)
        self.conflict = isinstance(refusal, Conflict)

    def given(self, at: datetime) -> dict[str, Any]:
        """What the service is called with, by its own names; only of a valid form. `at` is the moment of saving."""
        return dict(self.cleaned_data)

    def renew(self, saw: object) -> None:
        """Carry what stands now, so that saving once more is possible, and deliberate."""
        self.data = self.data.copy()
        self.data[self.add_prefix(self.saw_field)] = str(saw)

    @property
    def status(self):
        """Of the page that shows the form: 409 after a conflict."""
        return 409 if self.conflict else 200


class KeyedForm(PageForm):
    """A form whose second submission can be recognised: its key is made when it opens blank and stays with it.

    The same key names the text that its writer has not saved yet.
    """

    form_key = forms.UUIDField(
        initial=uuid4,
        widget=forms.HiddenInput,
        error_messages={"required": KEY_LOST, "invalid": KEY_LOST},
    )


def plain_error(field, error):
    """The error of a bound field in words of ours, if it came in Django's; otherwise the error as it is."""
    code = getattr(error, "code", None)
    if code not in ("required", "invalid_choice") or not _is_django_message(error):
        return error
    if code == "invalid_choice":
        return f"‘{field.label}’: choose from those offered."
    return f"{_verb(field)} ‘{field.label}’."


def _is_django_message(error):
    return any(error.message == kind.default_error_messages.get(error.code) for kind in DJANGO_FIELDS)


def _verb(field):
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "Tick"
    if field.label.endswith("?"):
        return "Answer"
    return "Choose" if isinstance(widget, forms.widgets.ChoiceWidget) else "Fill in"
