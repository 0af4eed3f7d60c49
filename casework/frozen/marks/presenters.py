"""What was said of the words of a finished record since, and where one adds to each of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse

from casework.answers.models import Answer, AnswerKind
from casework.frozen.contents import Item, Origin, first_of_each_row, items_of, origin_of
from casework.frozen.document import InErrorMark, Mark, Said
from casework.frozen.models import Frozen
from casework.frozen.registry import KINDS
from casework.in_error.presenters import reason_in_sentence
from casework.in_error.queries import words_in_error
from casework.marks import presenters as marks
from casework.marks.queries import answers_by_subject
from casework.marks.registry import BY_TYPE
from casework.subjects import SubjectKey
from casework.words import say_date


def said_of(frozen: Frozen, row: Any) -> Said:
    """What today's reader is told of it; one query, whatever the record holds.

    Of a row that stands in several items the first bears its marks. What had been said before it was finished stands
    in the record, and is said again only where it has become something else since.
    """
    family: int = row.family_id
    answers = answers_by_subject(family)
    named = KINDS[frozen.kind].names_marks(row) if answers else True
    subject = origin_of(_whole(frozen))
    first = list(first_of_each_row(frozen.contents))
    found = {
        origin: list(_marks(answers.get(_key(origin), ()), item.get("marks", ()), named)) for item, origin in first
    }
    # Where none of its items bears them, its head does.
    apart = subject and subject.row not in {origin.row for _, origin in first}
    of_whole = [each for each in answers.get(_key(subject), ()) if apart or each.kind == AnswerKind.REOPENED]
    return Said(
        marks=found,
        adding={origin: _add_url(family, item, origin) for item, origin in _answerable(frozen)},
        whole=list(_marks(of_whole, (), named)),
        add_url=_add_url(family, _whole(frozen), subject) if subject and subject.table in BY_TYPE else "",
        quiet={each.pk for of_row in answers.values() for each in of_row if each.held_from.all()},
        named=named,
    )


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


def _marks(answers: Iterable[Answer], then: Iterable[Mapping[str, Any]], named: bool) -> Iterator[Mark]:
    stands = {(mark["answer"], mark["words"]) for mark in then}
    for answer in answers:
        mark = marks.mark_of(answer)
        if (answer.pk, mark.words) in stands:
            continue
        [shown] = [mark] if named else marks.without_names([mark])
        yield Mark(shown.words, shown.url, shown.text, shown.on_copies)


def _whole(frozen: Frozen) -> Item:
    """The row that was finished, as if it were an item of its record."""
    return {"origin": frozen.contents["subject"]}


def _key(origin: Origin | None) -> SubjectKey:
    return SubjectKey(origin.table, origin.id) if origin else SubjectKey("", 0)


def _answerable(frozen: Frozen) -> Iterator[tuple[Item, Origin]]:
    """Each passage, and of a row without one its first text."""
    passages = [(item, origin_of(item)) for item in items_of(frozen.contents) if item["is"] == "passage"]
    for item, origin in [*passages, *first_of_each_row(frozen.contents)]:
        if origin and origin.table in BY_TYPE:
            yield item, origin


def _add_url(family: int, item: Mapping[str, Any], origin: Origin) -> str:
    address = reverse("answer-add", args=[family, BY_TYPE[origin.table].slug, origin.id])
    read = item["origin"]["history"]
    return f"{address}?read={read}" if read else address
