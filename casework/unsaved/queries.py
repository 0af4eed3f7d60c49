"""What somebody has typed and not saved: for others only that there is such text, never its words."""

from typing import NamedTuple


class UnsavedNotice(NamedTuple):
    """On which form, and when it was typed last."""

    form: str
    kept_at: object
    family: str


def unsaved_of(user, family):
    return unsaved_in(user, [family])


def unsaved_in(user, families):
    """As `unsaved_of`, of any of `families`: those that whoever is told of it may open."""
    texts = user.unsaved_texts.filter(family__in=families).select_related("family")
    return [UnsavedNotice(text.title, text.kept_at, text.family.name) for text in texts]


def unsaved_text(user, form_key):
    return user.unsaved_texts.filter(form_key=str(form_key)).first()
