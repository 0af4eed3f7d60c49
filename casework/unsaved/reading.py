"""That somebody has typed something and not saved it, for whoever must know of it: never its words."""

from typing import NamedTuple


class Kept(NamedTuple):
    """On which form, and when it was typed last."""

    form: str
    kept_at: object
    family: str


def kept_of(user, family):
    return kept_in(user, [family])


def kept_in(user, families):
    """As `kept_of`, of any of `families`: those that whoever is told of it may open."""
    texts = user.unsaved_texts.filter(family__in=families).select_related("family")
    return [Kept(text.title, text.kept_at, text.family.name) for text in texts]
