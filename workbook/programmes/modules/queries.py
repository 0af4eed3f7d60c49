"""The modules of the practice file and the records of them that are read in a programme (A5.6, C20)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from casework import practice
from casework.people.models import Person
from casework.practice.schema import Module, Section
from casework.trail.reading import asked_once
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import BEFORE_SUPERVISION
from workbook.programmes import queries
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModulePassage, ModuleRecord
from workbook.programmes.queries import about_ids, children_of, concurrent_programmes
from workbook.programmes.states import ProgrammeState


def is_for_each_child(key: str) -> bool:
    """Of a module of the practice file; False where it has none of that key."""
    module = module_named(key)
    return module is not None and module.each_child


def practice_modules() -> Sequence[Module]:
    return practice.current().modules


def module_named(key: str) -> Module | None:
    """The module of the practice file; None where it has none of that key."""
    return next((module for module in practice_modules() if module.key == key), None)


def modules_of_children() -> list[Module]:
    """Those that are written for each child (C20)."""
    return [module for module in practice_modules() if module.each_child]


def round_of(programme: FamilyProgramme, module: Module) -> int:
    """0 for a module that carries on; otherwise the number of the assessment that is being prepared (A5.5)."""
    if module.carries_on:
        return 0
    return programme.assessments.filter(state=AssessmentState.COMPLETED).count() + 1


def records_ever(programme: FamilyProgramme) -> QuerySet[ModuleRecord]:
    """Every record that is read in this programme, those of earlier assessments too.

    A child's record belongs to one programme and is read in each concurrent one about that child, unless it is kept
    apart: then in its own alone.
    """
    about = about_ids(programme)
    of_theirs = Q(child__in=about) | Q(child__merged_into__in=about)
    shared = of_theirs & Q(programme__in=concurrent_programmes(programme), kept_apart_because="")
    drawn = DrawnPassage.objects.filter(removed_because="").select_related(
        "drawn_by", "passage__owner__worker", "passage__owner__allocation", "passage__owner__episode"
    )
    return (
        programme.family.modulerecord_set.filter(Q(programme=programme) | shared)
        .select_related("child", "programme", "completed_by", "family")
        .prefetch_related("passages", Prefetch("drawn", drawn))
    )


def records_of(programme: FamilyProgramme) -> list[ModuleRecord]:
    """As `records_ever`, without those that belong to an earlier assessment: what the programme says now."""
    now = {module.key: round_of(programme, module) for module in practice_modules()}
    return _as_it_ended(
        programme, [each for each in records_ever(programme) if each.round == now.get(each.module, each.round)]
    )


def _as_it_ended(programme: FamilyProgramme, records: list[ModuleRecord]) -> list[ModuleRecord]:
    """Of an ended programme what is shared is read as it was at its end: what came later is the other's alone."""
    if programme.state != ProgrammeState.ENDED:
        return records
    assert programme.ended_at is not None  # an_ended_programme_says_when_and_why
    theirs = [each for each in records if each.programme_id != programme.pk and each.begun_at <= programme.ended_at]
    then = ModulePassage.history.filter(owner__in=theirs, history_date__lte=programme.ended_at)
    passages = defaultdict(list)
    for passage in then.select_related("owner").order_by("id", "-history_date", "-history_id").distinct("id"):
        passages[passage.owner_id].append(passage)
    for record in theirs:
        prefetched = vars(record)["_prefetched_objects_cache"]  # Django's own, which the stubs do not name
        prefetched["passages"] = passages[record.pk]
        drawn = [each for each in record.drawn.all() if each.drawn_at <= programme.ended_at]
        prefetched["drawn"] = drawn
    return [each for each in records if each.programme_id == programme.pk or each in theirs]


def text_subject(record: ModuleRecord) -> str:
    """Under which what is typed of the record is kept until it is saved."""
    return f"record {record.pk}"


def record_for(programme: FamilyProgramme, module: Module, child: Person | None = None) -> ModuleRecord | None:
    """The record of the module (and child) that is read in the programme now; None before the first text."""
    found = records_ever(programme).filter(module=module.key, round=round_of(programme, module))
    found = found.filter(child__in=child.all_ids) if child else found.filter(child=None)
    return next(iter(_as_it_ended(programme, list(found[:1]))), None)


def kept_apart_elsewhere(programme: FamilyProgramme) -> QuerySet[ModuleRecord]:
    """The records of children that a concurrent programme keeps apart; only that they exist may be shown here."""
    return programme.family.modulerecord_set.filter(programme__in=concurrent_programmes(programme)).exclude(
        kept_apart_because=""
    )


def children_ever(programme: FamilyProgramme) -> list[Person]:
    """Those of now, and whoever something was written of before they left."""
    now = children_of(programme)
    known = {pk for child in now for pk in child.all_ids}
    left = {record.child_id: record.child for record in records_of(programme) if record.child}
    return [*now, *(child for pk, child in left.items() if pk not in known)]


def programmes_of_record(record: ModuleRecord) -> list[FamilyProgramme]:
    """The programmes in which the record is read and written: its own, and concurrent ones unless it is kept apart."""
    if record.child is None or record.kept_apart_because:
        return [record.programme]
    return [record.programme, *others_about(record.programme, record.child)]


def others_about(programme: FamilyProgramme, child: Person) -> list[FamilyProgramme]:
    """The other open programmes that are about this child."""
    others = queries.concurrent_programmes(programme).filter(state=ProgrammeState.OPEN)
    return [each for each in others if child.one_id in about_ids(each)]


def sections_of(module: Module, passages: Iterable[ModulePassage]) -> list[Section]:
    """Those of the module, and any under which something was written before the practice file left them out."""
    known = {section.key for section in module.sections}
    dropped = {passage.section for passage in passages if passage.text} - known
    return [*module.sections, *(Section(key=key, heading=key) for key in sorted(dropped))]


def is_begun(record: ModuleRecord | None) -> bool:
    """Whether something was written or drawn in it."""
    return bool(record and (record.updated_at or record.drawn.all()))


def episode_before_supervision(programme: FamilyProgramme) -> WorkbookEpisode | None:
    """The episode of its Workbook that is supervised next; None without a Workbook, or between two episodes."""
    if programme.workbook is None:
        return None
    return programme.workbook.episodes.filter(state__in=BEFORE_SUPERVISION).first()


def texts_at(records: Iterable[ModuleRecord], moment: datetime) -> dict[int, str]:
    """What each passage of these records said at that moment, by its id, in one query."""
    rows = ModulePassage.history.filter(owner__in=[record.pk for record in records], history_date__lte=moment)
    return dict(rows.order_by("id", "-history_date", "-history_id").distinct("id").values_list("id", "text"))


def works_apart(family_id: int) -> bool:
    """Whether parents of the family work in programmes that are kept apart."""
    rows = FamilyProgramme.objects.filter(family=family_id, kept_apart=True)
    return asked_once(("works apart", family_id), rows.exists)
