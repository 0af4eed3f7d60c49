"""Read the file of families: a table saved as text, one row for each person.

In UTF-8, or in UTF-16 with or without the mark at its beginning, with commas, semicolons or tabs between the columns.
"""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from casework.imports.families.cells import WrongCell
from casework.imports.families.schema import NEEDED, READERS, PersonRow
from casework.imports.report import Problem, Unreadable
from casework.words import is_invisible

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_CELL = 2_000
FIRST_BYTES = 40
SEPARATORS = (",", ";", "\t")
QUOTED = '" \r'
# With these a spreadsheet takes a cell for a formula and works it out, or sends it somewhere.
FORMULA = ("=", "+", "-", "@")


def parse(path: Path | str) -> list[tuple[PersonRow, list[Problem]]]:
    """Pairs of each row and what is wrong with its cells. Raises Unreadable."""
    text = _text(Path(path))
    rows = list(_lines(text, _separator(text)))
    if not rows:
        raise Unreadable("There is nothing in this file.")
    columns = _columns(rows[0][1])
    people = [_person(columns, line, cells) for line, cells in rows[1:] if any(cells)]
    if not people:
        raise Unreadable("There are no people in this file: it has a row of columns and nothing below.")
    return people


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise Unreadable(f"There is no file at {path}.")
        if (size := path.stat().st_size) > MAX_BYTES:
            raise Unreadable(f"The file has {size // MEGABYTE} MB. Up to {MAX_BYTES // MEGABYTE} MB can be read.")
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"The file cannot be opened: {error.strerror}.") from error
    try:
        return content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"In line {line} the file is not in UTF-8 or UTF-16. Save it from the spreadsheet as ‘CSV UTF-8 (comma "
            "delimited)’."
        ) from error


def _encoding(content: bytes) -> str:
    """Spreadsheets save as UTF-16 too, some without its mark: then every second byte of the first line is zero."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    first = content[:FIRST_BYTES]
    if first[1::2].count(0) * 2 > len(first[1::2]):
        return "utf-16-le"
    return "utf-16-be" if first[::2].count(0) * 2 > len(first[::2]) else "utf-8-sig"


def _separator(text: str) -> str:
    """That which makes the most columns of the first line."""
    first = text.partition("\n")[0].lower()
    return max(SEPARATORS, key=lambda each: sum(name.strip(QUOTED) in READERS for name in first.split(each)))


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Pairs of the line on which a row begins and its cells, without the spaces around them."""
    reader, begins = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator), 1
    csv.field_size_limit(MAX_CELL)
    try:
        for cells in reader:
            yield begins, ["" if is_invisible(cell) else cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"In line {begins} the file breaks off, a quotation mark is not closed, or a cell has more than "
            f"{MAX_CELL:,} characters."
        ) from error


def _columns(cells: Sequence[str]) -> list[str]:
    columns = [cell.lower() for cell in cells]
    for name in columns:
        if name not in READERS:
            raise Unreadable(f"There is no column ‘{name[:60]}’. The columns are: {', '.join(READERS)}.")
        if columns.count(name) > 1:
            raise Unreadable(f"The column ‘{name}’ stands twice.")
    if missing := [name for name in NEEDED if name not in columns]:
        raise Unreadable(f"These columns are missing in the first line: {', '.join(missing)}.")
    return columns


def _person(columns: Sequence[str], line: int, cells: Sequence[str]) -> tuple[PersonRow, list[Problem]]:
    named = dict(zip(columns, cells, strict=False))
    key = named.get("person") or named.get("la_child_id") or ""
    problems: list[Problem] = []
    values: dict[str, Any] = {}

    def wrong(field: str, sentence: str, kind: str = "A cell that cannot be read") -> None:
        problems.append(Problem(line=line, child=key[:60], field=field, sentence=sentence, kind=kind, refused=True))

    if len(cells) > len(columns) and any(cells[len(columns) :]):
        wrong("row", f"The row has {len(cells)} cells, and there are {len(columns)} columns.")
    for name, cell in named.items():
        try:
            values[name] = _cell(name, cell)
        except WrongCell as sentence:
            wrong(name, str(sentence))
    for name in NEEDED:
        if not named.get(name) and not (name == "name" and values.get("name_not_known")):
            wrong(name, "It is empty, and has to be filled in.", "A cell that is empty")
    return PersonRow(line=line, unread=frozenset(problem.field for problem in problems), **values), problems


def _cell(name: str, cell: str) -> Any:
    if cell.startswith(FORMULA):
        raise WrongCell(f"It begins with ‘{cell[0]}’, as a formula does. Type the value itself.")
    if any(character < " " or character == "\x7f" for character in cell):
        raise WrongCell("It has a line break or another invisible character in it. Type it in one line.")
    return READERS[name](cell) if cell else None
