"""What a service says when it will not do a thing: a sentence fit to show, with what to do about it."""


class Refusal(Exception):
    """The act is refused and nothing was changed.

    `sentence` is shown as it is; `field` names the form field it belongs to, or is None for the whole form.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(Refusal):
    """Optimistic lock: the row changed since the page was opened."""
