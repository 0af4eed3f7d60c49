"""That somebody has typed something and not saved it, for whoever must know of it: never its words."""

from typing import NamedTuple


class Kept(NamedTuple):
    """On which form, and when it was typed last."""

    form: str
    kept_at: object


def kept_of(user, family):
    return [Kept(text.title, text.kept_at) for text in user.unsaved_texts.filter(family=family)]
