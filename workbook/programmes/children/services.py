"""Which children a programme is about: chosen, and those who join the work (A5.5, A5.6, C20)."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from casework.families.models import Family
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, check_fingerprint
from casework.users.models import User
from workbook.programmes import clocks, queries
from workbook.programmes.assessments import clocks as assessment_clocks
from workbook.programmes.checks import check_children, lock_open_programme
from workbook.programmes.children.queries import first_of, new_children, parents_of_each
from workbook.programmes.models import FamilyProgramme, ProgrammeChild


@service
def set_children(
    programme: FamilyProgramme, *, children: Collection[Person], fingerprint: str, by: User, at: datetime
) -> FamilyProgramme:
    """Whom the programme is about from today: its modules, what is missing, its clocks and its assessment follow.

    `fingerprint` is `children_fingerprint` as the page showed it; raises Conflict where it is another now.
    """
    programme = lock_open_programme(programme, by)
    names = ", ".join(str(child) for child in queries.children_of(programme))
    check_fingerprint(
        fingerprint,
        queries.children_fingerprint(programme),
        f"Somebody changed this since you opened the page: it is about {names or 'nobody'} now. Your choice is still "
        "here: compare, and save again.",
    )
    check_children(programme, children)
    if queries.waits_for_manager(programme):
        raise Refusal("It waits for the manager as an assessment. Take the assessment back first.", "children")
    chosen = {child.one_id: child for child in children}
    for row in programme.children.select_related("person"):
        kept = chosen.pop(row.person.one_id, None)
        change(row, left_on=None if kept else row.left_on or timezone.localdate(at))
    for child in chosen.values():
        ProgrammeChild.objects.create(family=programme.family, programme=programme, person=child)
    reconcile(programme.family, at=at)
    assessment_clocks.reconcile(programme, at=at)
    return programme


@in_service
def reconcile(family: Family, *, at: datetime) -> None:
    """Who is new in the work comes into the programmes of their parents; then what is due of each child (A5.10).

    Where no parent is on record it is the first programme, which is not kept apart. Idempotent: called by whatever
    changes who belongs, and by a sweep for the rest.
    """
    if programmes := list(queries.open_programmes(family)):
        ties = parents_of_each(family)
        for child in new_children(programmes):
            parents = ties.get(child.one_id, set())
            theirs = [each for each in programmes if parents & {person.one_id for person in queries.parents_of(each)}]
            for programme in theirs or [first_of(programmes)]:
                ProgrammeChild.objects.create(family=family, programme=programme, person=child)
    clocks.reconcile_children(family, at=at)
