"""What was said of the words of a finished record since, and where one adds to each of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from casework.frozen.contents import Item, Origin, items_of, origin_of
from casework.frozen.document import InErrorMark, Mark
from casework.frozen.models import Frozen
from casework.frozen.registry import KINDS
from casework.in_error.presenters import reason_in_sentence
from casework.in_error.queries import words_in_error
from casework.marks.presenters import mark_of, without_names
from casework.marks.queries import answers_by_subject
from casework.marks.registry import BY_TYPE
from casework.subjects import SubjectKey
from casework.words import say_date

Said = tuple[dict[Origin, list[Mark]], dict[Origin, str]]


def said_of(frozen: Frozen, row: Any) -> Said:
    """By origin the marks, and the page on which one adds to the words as they read when they were frozen.

    Of a row that stands in several items the first bears them. One query, whatever the record holds.
    """
    family: int = row.family_id
    answers = answers_by_subject(family)
    named = KINDS[frozen.kind].names_marks(row) if answers else True
    marks: dict[Origin, list[Mark]] = {}
    adding: dict[Origin, str] = {}
    for item, origin in _first_of_each_row(frozen):
        found = [mark_of(each) for each in answers.get(SubjectKey(origin.table, origin.id), ())]
        shown = found if named else without_names(found)
        marks[origin] = [Mark(each.words, each.url, each.on_copies) for each in shown]
        adding[origin] = _add_url(family, item, origin)
    return marks, adding


def in_error_in(frozen: Frozen, row: Any, *, inspects: bool) -> dict[str, InErrorMark]:
    """By `Origin.row` what of the record's words was recorded in error since; one query where nothing was."""
    family: int = row.family_id
    found = {f"{key.subject_type}:{key.subject_id}": said for key, said in words_in_error(family).items()}
    return {
        name: InErrorMark(
            Mark(
                f"Recorded in error, as {said.by} said {say_date(said.at)}: {reason_in_sentence(said)}",
                reverse("in-error", args=[family, said.pk]),
            ),
            hides=not (inspects or said.words_stay),
        )
        for name, said in found.items()
        if name in frozen.origins
    }


def _first_of_each_row(frozen: Frozen) -> Iterator[tuple[Item, Origin]]:
    """Its first text, where it has one."""
    seen: set[str] = set()
    items = sorted(items_of(frozen.contents), key=lambda item: item["is"] != "passage")
    for item in items:
        origin = origin_of(item)
        if origin and origin.table in BY_TYPE and origin.row not in seen:
            seen.add(origin.row)
            yield item, origin


def _add_url(family: int, item: Mapping[str, Any], origin: Origin) -> str:
    address = reverse("answer-add", args=[family, BY_TYPE[origin.table].slug, origin.id])
    read = item["origin"]["history"]
    return f"{address}?read={read}" if read else address
