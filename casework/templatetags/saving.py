"""The addresses of a page that goes on with kept text, and of one that leaves it."""

from uuid import UUID

from django import template

register = template.Library()


@register.filter
def add_query(url: str, part: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{part}"


@register.filter
def add_kept(url: str, key: UUID) -> str:
    """The address of a page that opens with the text that was kept under `key`."""
    return add_query(url, f"kept={key}")
