"""Model fields that hold codes, each with its list: choices, labels, and whether a code may be chosen on a day.

For migrations they are plain fields, so a list may change without one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partialmethod
from typing import Any, Protocol

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework import practice
from casework.practice import codes
from casework.practice.schema import Section

Choices = list[tuple[str, str]]
# The type of `get_<field>_display` of a coded field, which a model declares beside the field.
Words = Callable[[], str]


class Codes(Protocol):
    """A list of codes."""

    def choices(self, on: date | None = None) -> Choices:
        """Pairs of code and label; with `on` those that may be chosen for that day."""

    def label(self, code: str) -> str:
        """The words of a code, also of one that the list does not have any more."""


@dataclass(frozen=True)
class NationalCodes:
    """A list of `casework/practice/codes` by its name, with days of validity."""

    name: str

    def choices(self, on: date | None = None) -> Choices:
        if on is not None:
            return codes.choices(self.name, on)
        return [(code.code, code.label) for code in codes.code_list(self.name).codes]

    def label(self, code: str) -> str:
        return codes.label(self.name, code)


def _itself(code: str) -> str:
    return code


def readable(code: str) -> str:
    """'home_visit' as 'Home visit'."""
    return code.replace("_", " ").capitalize()


@dataclass(frozen=True)
class PracticeKeys:
    """The keys of a table or list of the practice file; `unknown` gives the words of a key that it has no more."""

    name: str
    unknown: Any = _itself

    def choices(self, on: date | None = None) -> Choices:
        return [(key, label_of(entry)) for key, entry in self._entries()]

    def label(self, code: str) -> str:
        return next((label_of(entry) for key, entry in self._entries() if key == code), self.unknown(code))

    def _entries(self) -> Iterable[tuple[str, Any]]:
        value = getattr(practice.current(), self.name)
        if isinstance(value, tuple):
            return [(entry.key, entry) for entry in value]
        return value.items() if isinstance(value, dict) else iter(value)


def label_of(entry: Any) -> str:
    """What an entry of the practice file is called."""
    return entry if isinstance(entry, str) else entry.label


@dataclass(frozen=True)
class OwnKeys:
    """Keys of our own code, with their labels."""

    labels: Mapping[str, str]

    def choices(self, on: date | None = None) -> Choices:
        return list(self.labels.items())

    def label(self, code: str) -> str:
        return self.labels.get(code, code)


@dataclass(frozen=True)
class Headings:
    """The keys of some sections of the practice file."""

    sections: Iterable[Section]

    def choices(self, on: date | None = None) -> Choices:
        return [(section.key, section.heading) for section in self.sections]

    def label(self, code: str) -> str:
        return next((section.heading for section in self.sections if section.key == code), code)


@dataclass(frozen=True)
class ByField:
    """The list depends on another field of the row; under a value that `lists` does not have, it holds words."""

    name: str
    lists: Mapping[str, Codes]


class CodedMixin(models.Field):
    """What fields of one code and of several have in common: the list."""

    codes: Codes | ByField | None

    def list_of(self, row: models.Model | None = None) -> Codes | None:
        """The list from which the value of `row` comes, None where the row holds words; one list needs no row."""
        if isinstance(self.codes, ByField):
            return self.codes.lists.get(getattr(row, self.codes.name))
        return self.codes

    def choices_on(self, day: date | None = None, row: models.Model | None = None) -> Choices:
        """Pairs of code and label for a form: those that may be chosen for `day`, or all."""
        known = self.list_of(row)
        return known.choices(day) if known else []

    def may_choose(self, code: str, day: date | None = None, row: models.Model | None = None) -> bool:
        return code in dict(self.choices_on(day, row))

    def label(self, code: str, row: models.Model | None = None) -> str:
        known = self.list_of(row)
        return known.label(code) if known else code

    def words(self, row: models.Model) -> str:
        """The value of `row`, also of a row of its history, as people read it; '' where there is none."""
        return "; ".join(self.label(code, row) for code in self._values(getattr(row, self.attname)))

    def _values(self, value: Any) -> Iterable[str]:
        raise NotImplementedError

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        method = f"get_{self.name}_display"
        if method not in cls.__dict__:
            setattr(cls, method, partialmethod(_words_of, field=self))


def _words_of(row: models.Model, field: CodedMixin) -> str:
    return field.words(row)


class CodeField(CodedMixin, models.CharField):
    """One code. `get_<field>_display()` of a row gives its words."""

    def __init__(self, codes: Codes | ByField | None = None, /, *args: Any, **kwargs: Any) -> None:
        self.codes = codes
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def _values(self, value: str) -> Iterable[str]:
        return [value] if value else []


class SectionField(CodeField):
    """The key of a section: its list is what `sections_of(row)` of the row's model gives."""

    model: Any  # has the static method `sections_of`

    def list_of(self, row: models.Model | None = None) -> Codes:
        return Headings(self.model.sections_of(row))


class CodesField(CodedMixin, ArrayField):
    """Several codes of one list; `max_length` is of one of them."""

    def __init__(self, codes: Codes | ByField | None = None, /, max_length: int = 0, **kwargs: Any) -> None:
        self.codes = codes
        super().__init__(kwargs.pop("base_field", None) or models.CharField(max_length=max_length), **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def _values(self, value: list[str] | None) -> Iterable[str]:
        return value or []
