"""Which programmes are about a child who is new in the work, and with which children a new one begins (A5.6)."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from casework.families.models import Family
from casework.people.models import Person
from casework.relationships.models import RelationshipKind
from workbook.programmes import queries
from workbook.programmes.models import FamilyProgramme, ProgrammeChild

OF_A_PARENT = {
    RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.STEP_PARENT, RelationshipKind.CARER,
}  # fmt: skip


def first_of(programmes: Sequence[FamilyProgramme]) -> FamilyProgramme:
    """The one that is shared with everybody but those who have one of their own; otherwise the eldest."""
    return next((each for each in programmes if not each.kept_apart), programmes[0])


def parents_of_each(family: Family) -> dict[int, set[int]]:
    """By the child's `one_id` the `one_id` of each recorded parent or carer."""
    found: dict[int, set[int]] = {}
    for tie in family.relationships_now().filter(kind__in=OF_A_PARENT):
        found.setdefault(tie.other.one_id, set()).add(tie.person.one_id)
    return found


def children_to_begin_with(programme: FamilyProgramme, parents: Collection[Person]) -> list[Person]:
    """All of the work; of one that is kept apart those whose parent works through it, where that is on record."""
    children = queries.children_of_work(programme)
    return theirs_of(programme.family, children, parents) if programme.kept_apart else children


def theirs_of(family: Family, children: Collection[Person], parents: Collection[Person]) -> list[Person]:
    """Those of whom one of `parents` is on record as parent or carer; all where none is."""
    ids = {person.one_id for person in parents}
    ties = parents_of_each(family)
    return [child for child in children if ties.get(child.one_id, set()) & ids] or list(children)


def new_children(programmes: Sequence[FamilyProgramme]) -> list[Person]:
    """The children of the work whom none of these open programmes was ever about, nor one that ended beside them."""
    since = min(each.opened_at for each in programmes)
    beside = Q(programme__in=programmes) | Q(programme__family=programmes[0].family, programme__ended_at__gt=since)
    rows = ProgrammeChild.objects.filter(beside)
    known = {merged or pk for pk, merged in rows.values_list("person", "person__merged_into")}
    return [child for child in queries.children_of_work(programmes[0]) if child.one_id not in known]
