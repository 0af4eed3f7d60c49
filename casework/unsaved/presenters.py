"""What a page says of the text that is typed on it."""

from collections.abc import Callable
from typing import Any

from casework.unsaved.models import UnsavedText


def said_of(view: Callable[..., Any], name: str) -> Any:
    """The attribute `name` of the page that `view` answers with; None where it is no page with a form that is saved."""
    made_with = getattr(view, "view_initkwargs", {})
    return made_with.get(name, getattr(getattr(view, "view_class", None), name, None))


def keeps_text(view: Callable[..., Any]) -> bool:
    """Whether what is typed on the page is kept: it is one with a form that is saved, and declares nothing else."""
    return said_of(view, "keeps_nothing_because") == ""


def opened_with(text: UnsavedText) -> str:
    """The address of the page that opens with `text`; two windows may have kept theirs under one key."""
    typed = "" if text.page == text.form_key else f"&typed={text.page}"
    return f"{text.url}{'&' if '?' in text.url else '?'}kept={text.form_key}{typed}"
