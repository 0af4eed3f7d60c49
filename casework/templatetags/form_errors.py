"""What a page asks about its forms."""

from django import template

from casework.forms import errors

register = template.Library()


def _given(forms):
    """Names that the page did not set arrive as ''; a list of formsets arrives as one thing."""
    for form in forms:
        if isinstance(form, list | tuple):
            yield from form
        elif form:
            yield form


@register.simple_tag
def error_lines(*forms):
    return errors.error_lines(*_given(forms))


@register.simple_tag
def error_prefix(*forms):
    """'Error: ' for the title of a page that came back with something to put right."""
    return "Error: " if errors.error_lines(*_given(forms)) else ""
