"""How this authority works: values from its practice file, read and checked once at start."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError

from casework.practice import files
from casework.practice.files import SHIPPED, MergedValues
from casework.practice.schema import NoteKind, Practice

__all__ = ["SHIPPED", "current", "note_kind", "read"]


@cache
def current() -> Practice:
    """The practice that `settings.PRACTICE` names: a shipped one by name, or a file by its path."""
    return read(settings.PRACTICE)


def read(name: str | Path) -> Practice:
    """Read and check one practice file, with those on which it is based.

    Raises ImproperlyConfigured with a sentence for each mistake: file, key and what is allowed.
    """
    values = files.load(name)
    try:
        return Practice.model_validate(values.merged)
    except ValidationError as error:
        raise ImproperlyConfigured("\n".join(_sentences(values, error))) from error


def note_kind(name: str) -> NoteKind:
    """A kind of the practice file; one that the file does not name any more has its name only."""
    kinds = current().note_kinds
    return kinds.get(name) or NoteKind(label=name.replace("_", " ").capitalize(), sections=())


def _sentences(values: MergedValues, error: ValidationError) -> Iterator[str]:
    for mistake in error.errors():
        key = tuple(part for part in mistake["loc"] if part != "[key]")
        shown = ".".join(str(part) for part in key) or "(the file as a whole)"
        yield f"{files.where(values.file_of(key), shown)} {_what_is_allowed(mistake)}."


def _what_is_allowed(mistake: Any) -> str:
    """pydantic's own words name its types; an authority reads what is allowed."""
    context, given = mistake.get("ctx", {}), mistake["input"]
    match mistake["type"]:
        case "missing":
            return "this key is missing"
        case "extra_forbidden":
            return "there is no such key; check its spelling"
        case "literal_error":
            return f"this must be one of {context['expected']}, not {given!r}"
        case "int_type" | "int_parsing" | "int_from_float":
            return f"this must be a whole number, not {given!r}"
        case "string_type":
            return f"this must be text in quotes, not {given!r}"
        case "bool_type" | "bool_parsing":
            return f"this must be true or false, not {given!r}"
        case "tuple_type":
            return f"this must be a list in square brackets, not {given!r}"
        case "dict_type" | "model_type":
            return f"this must be a table, not {given!r}"
        case "too_short":
            return f"this must have at least {context['min_length']} entry"
        case "string_pattern_mismatch":
            return f"this must be small letters, digits and underscores, not {given!r}"
        case "greater_than" | "greater_than_equal" | "less_than_equal":
            return f"{mistake['msg'].replace('Input should', 'this must').lower()}, not {given!r}"
        case "value_error":
            return str(context["error"])
    return mistake["msg"].replace("Input should", "this must")
