"""What a programme still lacks before it can be an assessment, each gap leading to where it is filled (A5.13)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.people.models import Person
from casework.practice.schema import Module
from casework.refusal import Refusal
from casework.words import london_date, say_date
from workbook.programmes import queries as programme_queries
from workbook.programmes.assessments.contents import has_text
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import ASSESSMENT_STATES, AssessmentState
from workbook.programmes.models import FamilyProgramme, ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.states import ProgrammeState
from workbook.summaries.states import SETTLED


class Gap(NamedTuple):
    """One thing missing, with the page on which it is filled."""

    sentence: str
    url: str


def missing_in(programme: FamilyProgramme, *, today: date) -> list[Gap]:
    """Each module has text, that of direct work for each child who is in the work; 7 and 8 those of this assessment."""
    records = queries.records_of(programme)
    written = [record for record in records if has_text(record)]
    gaps = []
    for module in practice.current().modules:
        theirs = [record for record in written if record.module == module.key]
        if module.each_child:
            gaps += _of_children(programme, module, theirs, today)
        elif not theirs:
            gaps.append(Gap(f"Module {module.number}, {module.title}, is not written.", _write(programme, module)))
    return [*gaps, *_taken_back(programme, records)]


def _of_children(
    programme: FamilyProgramme, module: Module, written: Iterable[ModuleRecord], today: date
) -> Iterator[Gap]:
    for child in programme_queries.children_in_work(programme, today):
        ids = child.all_ids
        unwritten = not any(record.child_id in ids for record in written)
        if unwritten and not _kept_elsewhere(programme, module, child):
            sentence = f"Module {module.number}, {module.title}, is not written of {child}."
            yield Gap(sentence, _write(programme, module, child))


def _kept_elsewhere(programme: FamilyProgramme, module: Module, child: Person) -> bool:
    """Another programme keeps this child's apart, and this one has none: then it need not say anything of it (A5.6)."""
    apart = queries.kept_apart_elsewhere(programme).filter(module=module.key, child__in=child.all_ids)
    return queries.record_for(programme, module, child) is None and apart.exists()


def _taken_back(programme: FamilyProgramme, records: Iterable[ModuleRecord]) -> Iterator[Gap]:
    """A passage that was drawn from a summary which its author has taken back since is not what anybody agreed to."""
    modules = {module.key: module for module in practice.current().modules}
    for record in records:
        for drawn in record.drawn.all():
            summary = drawn.passage.owner
            if summary.state not in SETTLED and record.module in modules:
                module = modules[record.module]
                yield Gap(
                    f"Module {module.number} draws on the summary of {summary.worker}, who has taken it back. Wait "
                    "until it is finalised again, or remove the passage.",
                    _read(programme, module, record.child),
                )


def _write(programme: FamilyProgramme, module: Module, child: Person | None = None) -> str:
    return _address("module-write", programme, module, child)


def _read(programme: FamilyProgramme, module: Module, child: Person | None) -> str:
    return _address("module", programme, module, child)


def _address(name: str, programme: FamilyProgramme, module: Module, child: Person | None) -> str:
    parts = [programme.family_id, programme.pk, module.key]
    return reverse(name, args=[*parts, child.pk] if child else parts)


def check_submission(
    programme: FamilyProgramme, under_way: ProgrammeAssessment | None, occasion: str, at: datetime
) -> None:
    """The assessment may be submitted, for an occasion of the practice file, and nothing is missing."""
    if under_way:
        ASSESSMENT_STATES.require(under_way.state, AssessmentState.SUBMITTED)
    if not ProgrammeAssessment.occasion.field.may_choose(occasion):
        raise Refusal("Choose what the assessment is for.", "occasion")
    check_complete(programme, at)


def check_complete(programme: FamilyProgramme, at: datetime) -> None:
    """Nothing is missing from the programme."""
    gaps = missing_in(programme, today=timezone.localdate(at))
    if gaps:
        raise Refusal(f"Something is still missing. {' '.join(gap.sentence for gap in gaps)}")


def check_oversight(assessment: ProgrammeAssessment, read_on: date, outcome: str, at: datetime) -> None:
    """The manager read it after it was submitted, and says what is agreed."""
    if read_on > timezone.localdate(at):
        raise Refusal("This day lies in the future. Give the day on which you read it.", "read_on")
    if read_on < london_date(assessment.submitted_at):
        raise Refusal(
            f"It was submitted on {say_date(assessment.submitted_at)}, so it cannot have been read before.", "read_on"
        )
    if not outcome.strip():
        raise Refusal("Write the outcome that is agreed, and why.", "outcome")


def open_programme_of(programme: FamilyProgramme) -> FamilyProgramme:
    """The programme fetched again; raises a Refusal once it has ended."""
    programme = FamilyProgramme.objects.select_related("family", "workbook").get(pk=programme.pk)
    if programme.state != ProgrammeState.OPEN:
        raise Refusal("This Family Programme has ended. Open one again to assess the family.")
    return programme
