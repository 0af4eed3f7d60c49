"""What the forms of all pages share. They validate and never save."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from casework.masks.current import is_held_back, shown
from casework.refusal import Conflict, Refusal
from casework.sent import with_lf, words_of

DJANGO_FIELDS = (
    forms.Field,
    forms.ChoiceField,
    forms.MultipleChoiceField,
    forms.ModelChoiceField,
    forms.ModelMultipleChoiceField,
)


class PlainErrors(forms.BaseForm):
    """Errors that name the field and what to do, where Django's is 'This field is required.'"""

    def add_error(self, field: Any, error: Any) -> None:
        super().add_error(field, plain_error(self[field], error) if field in self.fields else error)


class PageForm(PlainErrors, forms.Form):
    """A form whose service may still refuse.

    `saw_field` names the hidden field that says what its page showed, for the optimistic lock; '' where there is none.
    """

    data: QueryDict
    conflict = False
    saw_field = ""
    result: Any = None  # what the service returned

    def refuse(self, refusal: Refusal) -> None:
        """Add the refusal's sentence to its field, or to the whole form where it names none of this form's."""
        sentence = shown_to_writer(refusal.sentence, self.data)
        self.add_error(refusal.field if refusal.field in self.fields else None, sentence)
        self.conflict = isinstance(refusal, Conflict)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """As sent, with LF at the ends of lines: a browser sends CR LF, which would count as two characters."""
        value = widget.value_from_datadict(self.data, self.files, html_name)
        return with_lf(value) if isinstance(value, str) else value

    def given(self, at: datetime) -> dict[str, Any]:
        """What the service is called with, by its own names; only of a valid form. `at` is the moment of saving."""
        return dict(self.cleaned_data)

    def renew(self, saw: object) -> None:
        """Carry the version or fingerprint of now, so that the form can be saved again, deliberately."""
        self.data = self.data.copy()
        self.data[self.add_prefix(self.saw_field)] = str(saw)

    @property
    def status(self) -> int:
        """Of the page that shows the form: 409 after a conflict."""
        return 409 if self.conflict else 200


def shown_to_writer(sentence: str, sent: Mapping[str, Any]) -> str:
    """The sentence as the writer of what was sent may read it: what they typed themself stands as they typed it."""
    if not is_held_back(shown(sentence)):
        return sentence
    typed = {each.strip() for values in words_of(sent).values() for each in values}
    rest = sentence
    for words in sorted(typed, key=len, reverse=True):
        rest = rest.replace(words, " ") if is_held_back(shown(words)) else rest
    return shown(rest) if is_held_back(shown(rest)) else sentence


def plain_error(field: Any, error: Any) -> Any:
    """Our sentence in place of Django's for this bound field; any other error as it is."""
    if hasattr(error, "error_list"):
        sentences = [_plain_sentence(field, each) for each in error.error_list]
        return sentences[0] if len(sentences) == 1 else sentences
    return error


def _plain_sentence(field: Any, error: forms.ValidationError) -> Any:
    numbers = error.params or {}
    if error.code == "max_length" and "show_value" in numbers:
        return too_long(field.label, numbers["show_value"], numbers["limit_value"])
    if error.code not in ("required", "invalid_choice") or not _is_django_message(error):
        return error
    if error.code == "invalid_choice":
        return f"‘{field.label}’: choose from those offered."
    return f"{_verb(field)} ‘{field.label}’."


def too_long(label: str, length: int, longest: int) -> str:
    """The sentence for a text of `length` characters in a field that holds `longest`."""
    beyond = length - longest
    return f"‘{label}’ is {beyond:,} character{'s' if beyond > 1 else ''} too long: at most {longest:,}."


def _is_django_message(error: Any) -> bool:
    return any(error.message == kind.default_error_messages.get(error.code) for kind in DJANGO_FIELDS)


def _verb(field: Any) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "Tick"
    if field.label.endswith("?"):
        return "Answer"
    return "Choose" if isinstance(widget, forms.widgets.ChoiceWidget) else "Fill in"
