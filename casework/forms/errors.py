"""What is wrong with the forms of a page, as lines that lead to their fields."""

from typing import NamedTuple

from django.forms import BaseFormSet


class ErrorLine(NamedTuple):
    """A sentence and the id of the field it belongs to, or '' where it belongs to the whole form."""

    sentence: str
    target: str


def error_lines(*forms) -> list[ErrorLine]:
    """All errors of bound forms and formsets, in the order of the page; None among them is passed over."""
    lines = [line for form in forms if form is not None and form.is_bound for line in _lines_of(form)]
    return list(dict.fromkeys(lines))


def _lines_of(form):
    if isinstance(form, BaseFormSet):
        yield from (ErrorLine(str(sentence), "") for sentence in form.non_form_errors())
        for number, row in enumerate(form.forms, start=1):
            yield from (line._replace(sentence=f"Row {number}: {line.sentence}") for line in _lines_of(row))
        return
    yield from (ErrorLine(str(sentence), "") for sentence in form.non_field_errors())
    for field in form:
        yield from (ErrorLine(str(sentence), focus_id(field)) for sentence in field.errors)


def focus_id(field) -> str:
    """The id that the browser can put the cursor in: of a group of boxes, its first."""
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
