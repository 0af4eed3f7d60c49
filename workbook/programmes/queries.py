"""Family Programmes, with whom each is shared, and its children (A5.6)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from casework.duedates.models import DueDateQuerySet
from casework.families.models import Family
from casework.people.models import Person
from casework.subjects import columns_of
from casework.trail.rows import fingerprint, lock
from workbook.episodes.queries import children_in_episode
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import FamilyProgramme, ProgrammeChild, ProgrammeParent
from workbook.programmes.states import ProgrammeState
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WorkbookState

OF_THE_PROGRAMME = (
    "modules_touched", "modules_first", "assessment_before_conference", "assessment_before_review",
    "assessment_after_change", "assessment_yearly",
)  # fmt: skip


def other_open_programmes(programme: FamilyProgramme) -> list[FamilyProgramme]:
    """Those of the family from which it is kept apart now."""
    return [other for other in open_programmes(programme.family) if other.pk != programme.pk]


def programmes_of(family: Family) -> QuerySet[FamilyProgramme]:
    """Every programme of the family, open ones first; each with its parents."""
    now = Prefetch("parents", ProgrammeParent.objects.select_related("person"))
    return family.familyprogramme_set.select_related("workbook", "opened_by").prefetch_related(now).order_by(
        F("state").desc(), "number"
    )  # fmt: skip


def open_programmes(family: Family) -> QuerySet[FamilyProgramme]:
    return programmes_of(family).filter(state=ProgrammeState.OPEN).order_by("number")


def parents_of(programme: FamilyProgramme) -> list[Person]:
    """With whom it is shared now: not with the dead, nor with who does not belong to the family any more.

    An ended programme goes on to say with whom it was shared.
    """
    parents = [parent.person for parent in programme.parents.all() if parent.left_on is None]
    if programme.state == ProgrammeState.ENDED:
        return parents
    members = {person.one_id for person in programme.family.people_now()}
    return [person for person in parents if person.died is None and person.one_id in members]


def parents_fingerprint(programme: FamilyProgramme) -> str:
    """What a page saw of those with whom it is shared, for the optimistic lock."""
    return fingerprint(*sorted(person.pk for person in parents_of(programme)))


def concurrent_programmes(programme: FamilyProgramme) -> QuerySet[FamilyProgramme]:
    """The other programmes of the family that were open at the same time."""
    others = programme.family.familyprogramme_set.exclude(pk=programme.pk)
    others = others.filter(Q(ended_at=None) | Q(ended_at__gt=programme.opened_at))
    return others.filter(opened_at__lt=programme.ended_at) if programme.ended_at else others


def children_of_work(programme: FamilyProgramme) -> list[Person]:
    """The children of the Workbook's latest episode, or of the family without one, whatever programme they are in."""
    return _children(programme.family, programme.workbook)


def children_to_choose(family: Family) -> list[Person]:
    """The children of the work now, of whom a programme may be opened."""
    return _children(family, family.workbook_set.filter(state=WorkbookState.OPEN).first())


def _children(family: Family, workbook: Workbook | None) -> list[Person]:
    episode = workbook.episodes.first() if workbook else None
    return children_in_episode(episode) if episode else family.children_now()


def children_of(programme: FamilyProgramme) -> list[Person]:
    """The children whom the programme is about, of those of the work now."""
    about = about_ids(programme)
    return [child for child in children_of_work(programme) if child.one_id in about]


def about_ids(programme: FamilyProgramme) -> set[int]:
    """The `one_id` of each child whom the programme is about now."""
    rows = ProgrammeChild.objects.filter(programme=programme, left_on=None)
    return {merged or pk for pk, merged in rows.values_list("person", "person__merged_into")}


def children_in_none(programme: FamilyProgramme) -> list[Person]:
    """The children of the work whom no open programme of the family is about."""
    about = {pk for each in open_programmes(programme.family) for pk in about_ids(each)}
    return [child for child in children_of_work(programme) if child.one_id not in about]


def children_fingerprint(programme: FamilyProgramme) -> str:
    """What a page saw of the children whom the programme is about, for the optimistic lock."""
    return fingerprint(*sorted(person.pk for person in children_of(programme)))


def children_in_work(programme: FamilyProgramme, day: date) -> Iterator[Person]:
    """Of the children of the programme those who live on `day`, and whose case is not closed."""
    closed, open_cases = set(), set()
    for child_id, closed_on in programme.family.involvement_set.values_list("child", "closed_on"):
        (closed if closed_on else open_cases).add(child_id)
    for child in children_of(programme):
        ids = set(child.all_ids)
        if child.alive_on(day) and (ids & open_cases or not ids & closed):
            yield child


def running_dues(programme: FamilyProgramme) -> DueDateQuerySet:
    """What is due of the programme, and of direct work with its children."""
    children = [pk for child in children_of(programme) for pk in child.all_ids]
    is_open = programme.state == ProgrammeState.OPEN
    of_children = Q(timescale="module_children", child__in=children) if is_open else Q(pk=None)
    own = Q(timescale__in=OF_THE_PROGRAMME, **columns_of(programme))
    return programme.family.due_dates.running().filter(own | of_children)


def waits_for_manager(programme: FamilyProgramme) -> bool:
    """Whether an assessment of it waits for the manager: meanwhile the modules do not change."""
    return programme.assessments.filter(state=AssessmentState.SUBMITTED).exists()


def lock_programme(programme: FamilyProgramme) -> FamilyProgramme:
    """The row held until the transaction ends; the family is locked before it."""
    return lock(programme, "family", "workbook")
