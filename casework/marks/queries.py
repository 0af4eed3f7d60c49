"""The answers of a family, by the row that each is about: one query for a page."""

from collections.abc import Mapping

from casework.answers.models import Answer
from casework.subjects import SubjectKey
from casework.trail.reading import asked_once


def answers_by_subject(family_id: int) -> Mapping[SubjectKey, list[Answer]]:
    """The earliest first; asked once for a page that is only read."""
    return asked_once(("answers", family_id), lambda: _ask(family_id))


def _ask(family_id: int) -> dict[SubjectKey, list[Answer]]:
    found: dict[SubjectKey, list[Answer]] = {}
    rows = Answer.objects.filter(family=family_id).select_related("person__merged_into", "colleague", "by")
    for row in rows.prefetch_related("held_from"):
        found.setdefault(SubjectKey(row.subject_type, row.subject_id), []).append(row)
    return found
