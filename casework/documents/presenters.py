"""Tables as files for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from casework.words import bare

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """One text that begins with the byte order mark; no cell can be read as a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerows([cell(value) for value in row] for row in [header, *rows])
    return "\ufeff" + text.getvalue()


def cell(value: object) -> str:
    """The value as text, with an apostrophe before it where a spreadsheet would take it for a formula.

    Without what isolates a name on a page: a program that looks for the name would not find it.
    """
    text = "" if value is None else bare(str(value))
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text
