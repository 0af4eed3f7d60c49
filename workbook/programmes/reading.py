"""What is read in a Family Programme: its own records, and those of the children that are not kept apart (A5.6)."""

from collections import defaultdict

from django.db.models import F, Prefetch, Q

from casework import practice
from workbook.assessments.states import AssessmentState
from workbook.episodes.services import people_of
from workbook.programmes.models import DrawnPassage, ModulePassage, ProgrammeParent
from workbook.programmes.states import ProgrammeState


def programmes_of(family):
    """Every programme of the family, open ones first; each with its parents."""
    now = Prefetch("parents", ProgrammeParent.objects.select_related("person"))
    return family.familyprogramme_set.select_related("workbook", "opened_by").prefetch_related(now).order_by(
        F("state").desc(), "number"
    )  # fmt: skip


def open_programmes(family):
    return programmes_of(family).filter(state=ProgrammeState.OPEN).order_by("number")


def parents_of(programme):
    """With whom it is shared now: not with the dead, nor with who does not belong to the family any more.

    An ended programme goes on to say with whom it was shared.
    """
    standing = [parent.person for parent in programme.parents.all() if parent.left_on is None]
    if programme.state == ProgrammeState.ENDED:
        return standing
    members = {person.one_id for person in programme.family.people_now()}
    return [person for person in standing if person.died is None and person.one_id in members]


def seen_in(programme):
    """What a page saw of those with whom it is shared, as one text that it hands back."""
    return ",".join(str(pk) for pk in sorted(person.pk for person in parents_of(programme)))


def beside(programme):
    """The other programmes of the family that were open at the same time."""
    others = programme.family.familyprogramme_set.exclude(pk=programme.pk)
    others = others.filter(Q(ended_at=None) | Q(ended_at__gt=programme.opened_at))
    return others.filter(opened_at__lt=programme.ended_at) if programme.ended_at else others


def modules():
    return practice.current().modules


def module_of(key):
    """The module of the practice file; None where it has none of that key."""
    return next((module for module in modules() if module.key == key), None)


def modules_of_children():
    """Those that are written for each child (C20)."""
    return [module for module in modules() if module.each_child]


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
    shared = Q(programme__in=beside(programme), child__isnull=False, kept_apart_because="")
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
    now = {module.key: round_of(programme, module) for module in modules()}
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


def kept_in_another(programme):
    """The records of children that a programme beside it keeps apart: that they exist is all that is told here."""
    return programme.family.modulerecord_set.filter(programme__in=beside(programme)).exclude(kept_apart_because="")


def children_of(programme):
    """The children of the programme now: those of the Workbook's latest episode, or of the family without one."""
    episode = programme.workbook.episodes.first() if programme.workbook else None
    people = people_of(episode) if episode else programme.family.people_now()
    return [person for person in people if person.is_child]


def children_in_work(programme, day):
    """Of the children of the programme those who live on `day`, and whose case is not closed."""
    closed, open_cases = set(), set()
    for child, closed_on in programme.family.involvement_set.values_list("child", "closed_on"):
        (closed if closed_on else open_cases).add(child)
    for child in children_of(programme):
        ids = set(child.all_ids)
        if child.alive_on(day) and (ids & open_cases or not ids & closed):
            yield child


def children_ever(programme):
    """Those of now, and whoever something was written of before they left."""
    now = children_of(programme)
    known = {pk for child in now for pk in child.all_ids}
    left = {record.child_id: record.child for record in records_of(programme) if record.child_id}
    return [*now, *(child for pk, child in left.items() if pk not in known)]


def waiting(programme):
    """Whether an assessment of it waits for the manager: meanwhile the modules do not change."""
    return programme.assessments.filter(state=AssessmentState.SUBMITTED).exists()
