"""Tables as files for a spreadsheet."""

import csv
from io import StringIO

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(header, rows):
    """One text, with the mark by which spreadsheets know that it is UTF-8; no cell can be read as a formula."""
    told = StringIO()
    writer = csv.writer(told)
    writer.writerows([cell(value) for value in row] for row in [header, *rows])
    return "\ufeff" + told.getvalue()


def cell(value):
    """What a spreadsheet would take for a formula is marked as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text
