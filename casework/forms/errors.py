"""The errors of a page's forms as lines that link to their fields."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.forms import BaseFormSet, BoundField


class ErrorLine(NamedTuple):
    """A sentence and the id of the field it belongs to, or '' where it belongs to the whole form."""

    sentence: str
    target: str


def error_lines(*forms: Any) -> list[ErrorLine]:
    """All errors of bound forms and formsets, in the order of the page; None among them is passed over."""
    lines = [line for form in forms if form is not None and form.is_bound for line in _lines_of(form)]
    return list(dict.fromkeys(lines))


def _lines_of(form: Any) -> Iterator[ErrorLine]:
    if isinstance(form, BaseFormSet):
        yield from (ErrorLine(str(sentence), "") for sentence in form.non_form_errors())
        for number, row in enumerate(form.forms, start=1):
            yield from (line._replace(sentence=f"Row {number}: {line.sentence}") for line in _lines_of(row))
        return
    yield from (ErrorLine(str(sentence), "") for sentence in form.non_field_errors())
    for field in form:
        yield from (ErrorLine(str(sentence), focus_id(field)) for sentence in field.errors)


def focus_id(field: BoundField) -> str:
    """The id that the browser can put the cursor in: of a group of boxes, its first."""
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
