"""Widgets beyond Django's: native dates, narrative, and choices with hints."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import SafeString


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "app-input--date"} | (attrs or {}), format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A day and a time of day in London, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "app-input--moment"} | (attrs or {}), format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "app-input--time"} | (attrs or {}), format="%H:%M")


class Narrative(forms.Textarea):
    """Plain text at length; grows as it is typed."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 6) -> None:
        super().__init__({"class": "app-writing", "rows": rows, "cols": False} | (attrs or {}))


class WithHints(ChoiceWidget):
    """Choices with a line of explanation each: `hints` is a dict from value to text."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"hint": self.hints.get(str(value), "")}


class Radios(WithHints, forms.RadioSelect):
    pass


class Checkboxes(WithHints, forms.CheckboxSelectMultiple):
    pass


class RagRadios(Radios):
    """Red, Amber, Green as three large choices with their meaning."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__({"class": "app-radios--large app-radios--rag"} | (attrs or {}), choices, hints=hints)


class InlineCheckboxes(Checkboxes):
    """Small boxes in a line: whom a passage is about."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
    ) -> None:
        classes = "govuk-checkboxes--small app-checkboxes--line"
        super().__init__({"class": classes} | (attrs or {}), choices, hints=hints)


class SaidSo(forms.MultipleHiddenInput):
    """Read as several values of one name. Its boxes stand at the fields that they are about, so it draws none."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return SafeString("")
