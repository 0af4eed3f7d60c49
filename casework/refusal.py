"""What a service says when it will not do a thing: a sentence fit to show, with what to do about it."""

from typing import Self


class Refusal(Exception):
    """The act is refused and nothing was changed.

    `sentence` is shown as it is; `field` names the form field it belongs to, or is None for the whole form.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def at(self, field: str | None) -> Self:
        """The same refusal at another field: that of the page's row, or of the form that asked."""
        return type(self)(self.sentence, field)


class Conflict(Refusal):
    """Optimistic lock: the row changed since the page was opened."""


class Odd(Refusal):
    """What is hardly so and can be all the same: refused until whoever records it says that it is so.

    `brief` says it in the trail, without a name and in at most 80 characters: 'the mother is recorded as male'.
    """

    def __init__(self, sentence: str, field: str | None = None, *, brief: str) -> None:
        super().__init__(sentence, field)
        self.brief = brief

    def at(self, field: str | None) -> Self:
        return type(self)(self.sentence, field, brief=self.brief)
