"""What was said since of the records from which the lines of a chronology come: the mark travels, its text does not."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from casework.answers.models import Answer
from casework.families.models import Family
from casework.marks.presenters import Mark, mark_of, without_names
from casework.marks.queries import answers_by_subject
from casework.notes.models import CaseNote, NotePassage
from casework.plans.models import Plan
from casework.subjects import SubjectKey, find_all, type_of
from supervision.group_supervisions.models import GroupSupervision, SupervisionPassage
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.modules.queries import works_apart
from workbook.workbooks.models import Workbook

# By source of a line the record whose row it names.
RECORDS = {
    "note": type_of(CaseNote),
    "visit": type_of(CaseNote),
    "visit-not-done": type_of(CaseNote),
    "supervision": type_of(GroupSupervision),
    "supervision-rag": type_of(GroupSupervision),
    "assessment-completed": type_of(ProgrammeAssessment),
    "workbook-opened": type_of(Workbook),
    "workbook-closed": type_of(Workbook),
    "plan-begun": type_of(Plan),
    "plan-ended": type_of(Plan),
}
# What is said of a passage is said of the record in which it stands.
IN_RECORD = {type_of(NotePassage): type_of(CaseNote), type_of(SupervisionPassage): type_of(GroupSupervision)}


class Line(NamedTuple):
    """A line by its source and the id of its row."""

    source: str
    id: int


def marks_of_lines(family: Family, lines: Collection[Line]) -> Mapping[Line, list[Mark]]:
    """By line what was said of its record, the earliest first; lines of which nothing was said are left out."""
    answers = answers_by_subject(family.pk)
    if not answers:
        return {}
    by_record: dict[SubjectKey, list[Answer]] = {}
    for record, answer in _by_record(answers):
        by_record.setdefault(record, []).append(answer)
    found = {
        line: [mark_of(each) for each in by_record[key]]
        for line in lines
        if (key := SubjectKey(RECORDS.get(line.source, ""), line.id)) in by_record
    }
    apart = any(line.source == "assessment-completed" for line in found) and works_apart(family.pk)
    return {line: _shown(line, marks, apart) for line, marks in found.items()}


def _shown(line: Line, marks: list[Mark], apart: bool) -> list[Mark]:
    return without_names(marks) if apart and line.source == "assessment-completed" else marks


def _by_record(answers: Mapping[SubjectKey, list[Answer]]) -> Iterator[tuple[SubjectKey, Answer]]:
    passages = [key for key in answers if key.subject_type in IN_RECORD]
    rows: dict[SubjectKey, Any] = dict(find_all(passages))
    for key, said in answers.items():
        record = SubjectKey(IN_RECORD[key.subject_type], rows[key].owner_id) if key in rows else key
        yield from ((record, each) for each in said)
