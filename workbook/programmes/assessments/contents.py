"""What a programme says, as data: what the manager reads, and what is frozen once it is agreed (A5.13).

Plain texts and days, so that it reads the same in years, whatever becomes of the rows and of the practice file.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, cast

from casework import practice
from casework.passages.queries import people_ever
from casework.plans.models import Assessment, AssessmentKind
from casework.practice.schema import Module
from casework.users.models import User
from casework.words import london_date, say_age, say_date, say_when
from workbook.programmes import queries
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModulePassage, ModuleRecord
from workbook.programmes.modules.queries import records_of
from workbook.summaries.states import SETTLED


def programme_text(programme: FamilyProgramme) -> list[dict[str, Any]]:
    """The modules as they are now, each child's by itself, with what was drawn from the workers' summaries (C21)."""
    names = {person.pk: str(person) for person in people_ever(programme.family)}
    records: dict[str, list[ModuleRecord]] = {}
    for record in records_of(programme):
        records.setdefault(record.module, []).append(record)
    return [
        _module(module, record, names)
        for module in practice.current().modules
        for record in records.get(module.key, [])
        if has_text(record)
    ]


def has_text(record: ModuleRecord) -> bool:
    """Whether the lead worker has written something; what is drawn from others does not count."""
    return any(passage.text for passage in record.passages.all())


def digest(value: Any) -> str:
    """The SHA-256 of what was read or frozen, 64 hex characters; the same for the same words in any order of keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def frozen_contents(
    assessment: ProgrammeAssessment, modules: list[dict[str, Any]], *, by: User, at: datetime
) -> dict[str, Any]:
    """All that the paper shows; `modules` is the text that the manager has read."""
    programme, today = assessment.programme, london_date(at)
    return {
        "family": {"name": str(programme.family), "reference": programme.family.reference},
        "programme": programme.number,
        "number": assessment.number,
        "occasion": occasion_of(assessment),
        "parents": [person.full_name for person in queries.parents_of(programme)],
        "children": [
            {"name": child.full_name, "age": say_age(child, today, short=True)}
            for child in queries.children_in_work(programme, today)
        ],
        "builds_on": builds_on(programme),
        "modules": modules,
        "submitted": {"by": assessment.submitted_by.name, "at": assessment.submitted_at.isoformat()},
        "oversight": {
            "by": by.name,
            "job_title": by.job_title,
            "at": at.isoformat(),
            "read_on": cast("date", assessment.read_on).isoformat(),  # completed_with_the_managers_oversight
            "outcome": assessment.outcome,
        },
    }  # fmt: skip


def occasion_of(assessment: ProgrammeAssessment) -> str:
    """In the words of the practice file; the key itself where the file does not know it any more."""
    return assessment.get_occasion_display()


def builds_on(programme: FamilyProgramme) -> list[dict[str, str]]:
    """The completed child and family assessments of the children: the programme goes on from them (A5.15)."""
    children = {pk: child for child in queries.children_of(programme) for pk in child.all_ids}
    ended = Assessment.objects.not_withdrawn().filter(
        family=programme.family, kind=AssessmentKind.SINGLE, child__in=children, ended_on__isnull=False
    )
    return [
        {
            "child": children[each.child_id].name,
            "completed_on": cast("date", each.ended_on).isoformat(),
            "transfer_in_report": each.transfer_in_report,
        }
        for each in ended.order_by("child__born", "ended_on")
    ]


def _module(module: Module, record: ModuleRecord, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "number": module.number,
        "title": module.title,
        "child": record.child.full_name if record.child else "",
        "aims": list(module.aims),
        "sections": list(_sections(module, record, names)),
    }


def _sections(module: Module, record: ModuleRecord, names: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """In the order of the practice file; a heading that it does not know any more keeps its key."""
    headings = {section.key: section.heading for section in module.sections}
    written = [passage for passage in record.passages.all() if passage.text]
    drawn = list(record.drawn.all())
    used = {each.section for each in written} | {each.section for each in drawn}
    keys = [*headings, *sorted(used - set(headings))]
    for key in keys:
        own = [_written(passage, names, record) for passage in written if passage.section == key]
        others = [_drawn(each, names) for each in drawn if each.section == key]
        if own or others:
            yield {"heading": headings.get(key, key), "written": own, "drawn": others}


def _written(passage: ModulePassage, names: Mapping[int, str], record: ModuleRecord) -> dict[str, Any]:
    """A child's own module is about that child, so it names nobody."""
    about = [] if record.child_id else [names.get(pk, "") for pk in passage.about]
    return {"text": passage.text, "about": about}


def _drawn(drawn: DrawnPassage, names: Mapping[int, str]) -> dict[str, Any]:
    """Without its text while the author has taken the summary back."""
    passage, summary = drawn.passage, drawn.passage.owner
    return {
        "text": passage.text if summary.state in SETTLED else "",
        "about": [names.get(pk, "") for pk in passage.about],
        "author": summary.worker.name,
        "role": summary.allocation.get_role_display(),
        "episode": summary.episode.number,
        "finalised_on": say_date(summary.finalised_at) if summary.finalised_at else "",
    }


def in_words(frozen: dict[str, Any]) -> dict[str, Any]:
    """The frozen contents with their days and moments in words; nothing of it is written back."""
    oversight = frozen["oversight"] | {
        "at": say_when(datetime.fromisoformat(frozen["oversight"]["at"])),
        "read_on": say_iso(frozen["oversight"]["read_on"]),
    }
    submitted = frozen["submitted"] | {"at": say_when(datetime.fromisoformat(frozen["submitted"]["at"]))}
    builds_on = [each | {"completed_on": say_iso(each["completed_on"])} for each in frozen["builds_on"]]
    return frozen | {"oversight": oversight, "submitted": submitted, "builds_on": builds_on}


def say_iso(day: str) -> str:
    """A day in ISO 8601, in words."""
    return say_date(datetime.fromisoformat(day).date())
