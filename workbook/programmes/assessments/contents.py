"""What a programme says, as data: what the manager reads, and what is frozen once it is agreed (A5.13).

Plain texts and days, so that it reads the same in years, whatever becomes of the rows and of the practice file.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from casework import practice
from casework.frozen.contents import Item, Part, day, fact, moment, named, part, passage, whom
from casework.passages.queries import people_ever
from casework.plans.models import Assessment, AssessmentKind
from casework.practice.schema import Module
from casework.words import say_age, say_date
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


def title_of(assessment: ProgrammeAssessment) -> str:
    return f"Family Programme {assessment.programme.number}: assessment {assessment.number}"


def parts_of(assessment: ProgrammeAssessment, today: date) -> Iterator[Part]:
    """Of what is frozen all but the modules: the outcome that is agreed, and of whom it is.

    Nobody else of the family: separated parents have programmes apart (A5.6).
    """
    yield part("", _facts(assessment, today))
    outcome = passage(assessment, heading="Outcome agreed by the manager", field="outcome")
    yield part("Outcome", [outcome, day("Read on", assessment.read_on)])


def module_parts(programme: FamilyProgramme) -> list[Part]:
    """The modules that the assessment is made of. Ask before it is completed: 7 and 8 begin blank then."""
    names = named(people_ever(programme.family))
    return [each for module, record in _written_records(programme) for each in _frozen_module(module, record, names)]


def _facts(assessment: ProgrammeAssessment, today: date) -> Iterator[Item]:
    programme = assessment.programme
    yield fact("Family Programme", str(programme.number))
    yield fact("Assessment", f"{assessment.number}: {occasion_of(assessment)}", assessment, "occasion")
    children = queries.children_in_work(programme, today)
    yield fact("Children", ", ".join(f"{each.full_name} ({say_age(each, today, short=True)})" for each in children))
    yield fact("Parents and carers", ", ".join(person.full_name for person in queries.parents_of(programme)))
    for each in builds_on(programme):
        other = each["transfer_in_report"]
        report = f", with the other authority’s report: {other}" if other else ""
        built = f"{each['child']}: child and family assessment, completed {say_iso(each['completed_on'])}{report}"
        yield fact("Builds on", built)
    yield fact("Submitted by", assessment.submitted_by.name)
    yield moment("Submitted", assessment.submitted_at)


def _written_records(programme: FamilyProgramme) -> Iterator[tuple[Module, ModuleRecord]]:
    """In the order of the practice file, each child's by itself."""
    records = [record for record in records_of(programme) if has_text(record)]
    for module in practice.current().modules:
        yield from ((module, record) for record in records if record.module == module.key)


def _frozen_module(module: Module, record: ModuleRecord, names: Mapping[int, str]) -> Iterator[Part]:
    child = f" – {record.child.full_name}" if record.child else ""
    yield part(f"Module {module.number}: {module.title}{child}", [])
    headings = headings_of(module, record)
    for key, heading in headings.items():
        items = [*_own(record, key, names), *_of_others(record, key, names)]
        if items:
            yield part(heading, items, level=3)


def _own(record: ModuleRecord, key: str, names: Mapping[int, str]) -> Iterator[Item]:
    """A child's own module is about that child."""
    for each in record.passages.all():
        if each.text and each.section == key:
            yield passage(each, heading="", about=whom([record.child_id] if record.child_id else each.about, names))


def _of_others(record: ModuleRecord, key: str, names: Mapping[int, str]) -> Iterator[Item]:
    """What was drawn from a worker's summary: the origin is there, so an answer to it is seen here too."""
    for each in record.drawn.all():
        if each.section == key:
            about = whom(each.passage.about, names)
            yield passage(each.passage, heading=_source(each), about=about, by=each.passage.owner.worker.name)


def _source(drawn: DrawnPassage) -> str:
    """'From the summary of Dora Dale, co-worker, Workbook episode 1, finalised Tue 3 Nov 2026'."""
    said = _drawn(drawn, {})
    words = f"From the summary of {said['author']}, {said['role'].lower()}, Workbook episode {said['episode']}"
    return f"{words}, finalised {said['finalised_on']}" if said["finalised_on"] else words


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
    written = [passage for passage in record.passages.all() if passage.text]
    for key, heading in headings_of(module, record).items():
        own = [_written(passage, names, record) for passage in written if passage.section == key]
        others = [_drawn(each, names) for each in record.drawn.all() if each.section == key]
        if own or others:
            yield {"heading": heading, "written": own, "drawn": others}


def headings_of(module: Module, record: ModuleRecord) -> dict[str, str]:
    """By key, in the order of the practice file; a heading that it does not know any more keeps its key."""
    headings = {section.key: section.heading for section in module.sections}
    used = {each.section for each in record.passages.all() if each.text} | {each.section for each in record.drawn.all()}
    return headings | {key: key for key in sorted(used - set(headings))}


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


def say_iso(day: str) -> str:
    """A day in ISO 8601, in words."""
    return say_date(datetime.fromisoformat(day).date())
