"""The modules of the practice file and the records of them that are read in a programme (A5.6, C20)."""

from collections import defaultdict

from django.db.models import Prefetch, Q

from casework import practice
from casework.practice.schema import Section
from workbook.programmes import queries
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import DrawnPassage, ModulePassage
from workbook.programmes.queries import children_of, concurrent_programmes
from workbook.programmes.states import ProgrammeState


def is_for_each_child(key):
    module = module_named(key)
    return module is not None and module.each_child


def practice_modules():
    return practice.current().modules


def module_named(key):
    """The module of the practice file; None where it has none of that key."""
    return next((module for module in practice_modules() if module.key == key), None)


def modules_of_children():
    """Those that are written for each child (C20)."""
    return [module for module in practice_modules() if module.each_child]


def round_of(programme, module):
    """0 for a module that carries on, otherwise the number of the assessment that is being prepared (A5.5)."""
    if module.carries_on:
        return 0
    return programme.assessments.filter(state=AssessmentState.COMPLETED).count() + 1


def records_ever(programme):
    """Every record that is read in this programme, those of earlier assessments too.

    A child's record stands in one programme and is read in each that was open beside it, unless it is kept apart: then
    in its own alone.
    """
    shared = Q(programme__in=concurrent_programmes(programme), child__isnull=False, kept_apart_because="")
    drawn = DrawnPassage.objects.filter(removed_because="").select_related(
        "drawn_by", "passage__owner__worker", "passage__owner__allocation", "passage__owner__episode"
    )
    return (
        programme.family.modulerecord_set.filter(Q(programme=programme) | shared)
        .select_related("child", "programme", "completed_by", "family")
        .prefetch_related("passages", Prefetch("drawn", drawn))
    )


def records_of(programme):
    """As `records_ever`, without those that belong to an earlier assessment: what the programme says now."""
    now = {module.key: round_of(programme, module) for module in practice_modules()}
    return _as_it_ended(
        programme, [each for each in records_ever(programme) if each.round == now.get(each.module, each.round)]
    )


def _as_it_ended(programme, records):
    """Of an ended programme what is shared stands as it stood at its end: what came later is the other's alone."""
    if programme.state != ProgrammeState.ENDED:
        return records
    theirs = [each for each in records if each.programme_id != programme.pk and each.begun_at <= programme.ended_at]
    then = ModulePassage.history.filter(owner__in=theirs, history_date__lte=programme.ended_at)
    passages = defaultdict(list)
    for passage in then.select_related("owner").order_by("id", "-history_date", "-history_id").distinct("id"):
        passages[passage.owner_id].append(passage)
    for record in theirs:
        record._prefetched_objects_cache["passages"] = passages[record.pk]
        drawn = [each for each in record.drawn.all() if each.drawn_at <= programme.ended_at]
        record._prefetched_objects_cache["drawn"] = drawn
    return [each for each in records if each.programme_id == programme.pk or each in theirs]


def record_for(programme, module, child=None):
    """The record of the module (and child) that is read in the programme now; None before the first text."""
    found = records_ever(programme).filter(module=module.key, round=round_of(programme, module))
    found = found.filter(child__in=child.all_ids) if child else found.filter(child=None)
    return next(iter(_as_it_ended(programme, list(found[:1]))), None)


def kept_apart_elsewhere(programme):
    """The records of children that a programme beside it keeps apart: that they exist is all that is told here."""
    return programme.family.modulerecord_set.filter(programme__in=concurrent_programmes(programme)).exclude(
        kept_apart_because=""
    )


def children_ever(programme):
    """Those of now, and whoever something was written of before they left."""
    now = children_of(programme)
    known = {pk for child in now for pk in child.all_ids}
    left = {record.child_id: record.child for record in records_of(programme) if record.child_id}
    return [*now, *(child for pk, child in left.items() if pk not in known)]


def programmes_of_record(record):
    """The programmes in which the record is read and written: its own, and those beside it unless it is kept apart."""
    if record.child_id is None or record.kept_apart_because:
        return [record.programme]
    return [record.programme, *queries.concurrent_programmes(record.programme).filter(state=ProgrammeState.OPEN)]


def sections_of(module, passages):
    """Those of the module, and any under which something was written before the practice file left them out."""
    known = {section.key for section in module.sections}
    gone = {passage.section for passage in passages if passage.text} - known
    return [*module.sections, *(Section(key=key, heading=key) for key in sorted(gone))]


def is_begun(record):
    """Whether something stands in it, be it drawn from a summary alone; `record` may be None."""
    return bool(record and (record.updated_at or record.drawn.all()))
