"""The addresses of a page that goes on with kept text, and of one that leaves it."""

from django import template

from casework.unsaved.models import UnsavedText
from casework.unsaved.presenters import opened_with

register = template.Library()


@register.filter
def add_query(url: str, part: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{part}"


@register.filter
def going_on(text: UnsavedText) -> str:
    """The address of the page that opens with `text`."""
    return opened_with(text)
