"""What had been said of the words of a record before it was finished, as it is frozen with them."""

from typing import Any

from casework.answers.models import Answer
from casework.frozen.contents import Contents, first_of_each_row
from casework.marks.presenters import mark_of
from casework.marks.queries import answers_by_subject
from casework.subjects import SubjectKey


def with_marks(contents: Contents, family_id: int) -> Contents:
    """`contents`, the first item of each row with what had been said of it: an addition in full."""
    answers = answers_by_subject(family_id)
    for item, origin in first_of_each_row(contents):
        if of_row := answers.get(SubjectKey(origin.table, origin.id)):
            item["marks"] = [_mark(each) for each in of_row]
    return contents


def _mark(answer: Answer) -> dict[str, Any]:
    mark = mark_of(answer)
    return {"answer": answer.pk, "words": mark.words, "unnamed": mark.unnamed, "text": mark.text}
