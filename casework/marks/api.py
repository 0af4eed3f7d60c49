"""What the API says of words that were answered: that they were, by whom and when, and never the text."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casework.marks.presenters import marks_of

SAID = (
    "What was said of it since it was finished: ‘Disputed by …, Thu 3 Dec 2026; being looked into’. "
    "The text is read on the pages, by rights."
)


@extend_schema_field(serializers.ListField(child=serializers.CharField()))
class MarksField(serializers.Field):
    """The marks of a row."""

    def __init__(self, help_text: str = SAID) -> None:
        super().__init__(source="*", read_only=True, help_text=help_text)

    def to_representation(self, value: Any) -> list[str]:
        return [mark.words for mark in marks_of(value)]
