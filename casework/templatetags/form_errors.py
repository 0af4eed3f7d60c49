"""What a page asks about its forms."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template

from casework.forms import errors

register = template.Library()


def _given(forms: Iterable[Any]) -> Iterator[Any]:
    """Each form or formset of the page; names that it did not set arrive as '', several formsets as one list."""
    for form in forms:
        if isinstance(form, list | tuple):
            yield from form
        elif form:
            yield form


@register.simple_tag
def error_lines(*forms: Any) -> list:
    return errors.error_lines(*_given(forms))


@register.simple_tag
def error_prefix(*forms: Any) -> str:
    """'Error: ' for the title of a page that came back with something to put right."""
    return "Error: " if errors.error_lines(*_given(forms)) else ""
