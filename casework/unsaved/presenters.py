"""The address at which one goes on with what is not saved."""

from casework.unsaved.models import UnsavedText


def opened_with(text: UnsavedText) -> str:
    """The address of the page that opens with `text`; two windows may have kept theirs under one key."""
    typed = "" if text.page == text.form_key else f"&typed={text.page}"
    return f"{text.url}{'&' if '?' in text.url else '?'}kept={text.form_key}{typed}"
