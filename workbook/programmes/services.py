"""Opening and ending a Family Programme, and with whom it is shared (A5.3, A5.4, A5.6)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.families.models import Family
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import in_service, service, tried
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User
from workbook.joins.services import hold_joining
from workbook.programmes import clocks, queries
from workbook.programmes.checks import check_children, check_parents, check_why_apart, lock_open_programme
from workbook.programmes.children import services as children_of_programmes
from workbook.programmes.children.queries import children_to_begin_with, first_of
from workbook.programmes.models import FamilyProgramme, ProgrammeChild, ProgrammeParent
from workbook.programmes.modules import queries as modules_queries
from workbook.programmes.modules.services import set_apart
from workbook.programmes.queries import lock_programme
from workbook.programmes.sharing.checks import check_they_share
from workbook.programmes.sharing.queries import parents_in, presumed
from workbook.programmes.sharing.services import remember_apart, remember_together
from workbook.programmes.states import PROGRAMME_STATES, ProgrammeState
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WorkbookState

# Without the reason, which is the other parent's.
KEPT_FROM_THE_FIRST = "It was agreed when the other programme was opened."


@in_service
def open_with_workbook(
    workbook: Workbook, parents: Collection[Person] | None, *, by: User, at: datetime
) -> FamilyProgramme:
    """The one programme that opens by itself with a Workbook; one that is open already goes on in it (A5.4, A5.5).

    `parents` are those with whom it is shared; None: those who are taken to share (A5.6). The first episode of the
    Workbook has begun.
    """
    family = workbook.family
    programmes = list(queries.open_programmes(family))
    for programme in programmes:
        change(programme, workbook=workbook)
        clocks.resume(programme, at=at)
    if not programmes:
        parents = _with_whom(family, presumed(family, by) if parents is None else parents)
        programmes = [_begin(family, workbook=workbook, parents=parents, children=None, by=by, at=at)]
    children_of_programmes.reconcile(family, at=at)
    return programmes[0]


def _with_whom(family: Family, parents: Collection[Person]) -> Collection[Person]:
    """Those with whom the programme of a new Workbook is shared; nobody, where the family has no parent or carer."""
    if parents or parents_in(family):
        check_parents(family, parents, "programme_with")
        check_they_share(family, parents, "programme_with")
    return parents


@service
def open_programme(
    family: Family,
    *,
    parents: Collection[Person],
    by: User,
    at: datetime,
    children: Collection[Person] | None = None,
    apart_because: str = "",
    kept_apart: Iterable[Person] = (),
) -> FamilyProgramme:
    """Open a Family Programme with `parents`, about `children`; with or without a Workbook (A5.3).

    None: all children of the work, of a second one those of its parents. A second one needs the reason why it is not
    shared with the parents of the first (A5.6), unless that was recorded before; `kept_apart` are those of the children
    whose direct work, as far as it is written, stays with the first alone.
    """
    require(by, family, Can.LEAD)
    family = lock(family)
    check_parents(family, parents)
    check_they_share(family, parents, "parents")
    others = list(queries.open_programmes(family))
    check_why_apart(others, parents, apart_because)
    apart_from = [person for other in others for person in queries.parents_of(other) if person not in parents]
    for other in others:
        _take_parents_out(other, parents, at)
    workbook = family.workbook_set.filter(state=WorkbookState.OPEN).first()
    if others and apart_because.strip():
        remember_apart(family, parents, apart_from, apart_because.strip(), by=by, at=at)
    programme = _begin(
        family, workbook=workbook, parents=parents, children=children, kept_apart=bool(others), by=by, at=at
    )
    for child in kept_apart if others else ():
        for module in modules_queries.modules_of_children():
            set_apart(first_of(others), module, child, because=KEPT_FROM_THE_FIRST, at=at)
    children_of_programmes.reconcile(family, at=at)
    return programme


def _begin(
    family: Family,
    *,
    workbook: Workbook | None,
    parents: Collection[Person],
    children: Collection[Person] | None,
    by: User,
    at: datetime,
    kept_apart: bool = False,
) -> FamilyProgramme:
    programme = FamilyProgramme.objects.create(
        family=family, workbook=workbook, number=family.familyprogramme_set.count() + 1, opened_at=at, opened_by=by,
        kept_apart=kept_apart,
    )  # fmt: skip
    for person in parents:
        ProgrammeParent.objects.create(family=family, programme=programme, person=person)
    remember_together(family, parents, by=by, at=at)
    if children is None:
        children = children_to_begin_with(programme, parents)
    if children:
        check_children(programme, children)
    for child in children:
        ProgrammeChild.objects.create(family=family, programme=programme, person=child)
    hold_joining(family)
    clocks.start(programme, at=at)
    return programme


def _take_parents_out(programme: FamilyProgramme, parents: Collection[Person], at: datetime) -> None:
    """Whoever gets a programme of their own leaves the other, which is not shared with them any more."""
    leaving = [row for row in programme.parents.filter(left_on=None) if row.person in parents]
    if leaving and not set(queries.parents_of(programme)) - set(parents):
        raise Refusal(
            f"Nobody would be left in Family Programme {programme.number}. Choose only those who do not share with the "
            "others, or end that programme first.",
            "parents",
        )
    for row in leaving:
        change(row, left_on=timezone.localdate(at))


@service
def set_parents(
    programme: FamilyProgramme, *, parents: Collection[Person], fingerprint: str, by: User, at: datetime
) -> FamilyProgramme:
    """Who works through the programme, and with whom it is shared, from today.

    `fingerprint` is `parents_fingerprint` as the page showed it; raises Conflict where it is another now.
    """
    programme = lock_open_programme(programme, by)
    names = ", ".join(str(person) for person in queries.parents_of(programme))
    check_fingerprint(
        fingerprint,
        queries.parents_fingerprint(programme),
        f"Somebody changed this since you opened the page: it is shared with {names or 'nobody'} now. Your choice "
        "is still here: compare, and save again.",
    )
    check_parents(programme.family, parents)
    check_they_share(programme.family, parents, "parents")
    for other in queries.open_programmes(programme.family).exclude(pk=programme.pk):
        _take_parents_out(other, parents, at)
    rows = {row.person_id: row for row in programme.parents.all()}
    chosen = {person.pk for person in parents}
    for person in parents:
        if person.pk not in rows:
            ProgrammeParent.objects.create(family=programme.family, programme=programme, person=person)
    for pk, row in rows.items():
        change(row, left_on=None if pk in chosen else row.left_on or timezone.localdate(at))
    remember_together(programme.family, parents, by=by, at=at)
    return programme


@service
def end(programme: FamilyProgramme, *, because: str, by: User, at: datetime) -> FamilyProgramme:
    """The programme is over; what it says stays (A2.7). What is shared of the children goes on in one still open."""
    family = lock(programme.family)
    require_grade(by, family, "end_programme")
    return end_locked(lock_programme(programme), because=because, at=at)


@in_service
def end_all(workbook: Workbook, *, because: str, at: datetime) -> None:
    """The Workbook closes, and its programmes end with it."""
    for programme in workbook.programmes.filter(state=ProgrammeState.OPEN).order_by("-number"):
        end_locked(lock_programme(programme), because=because, at=at)


@in_service
def end_locked(programme: FamilyProgramme, *, because: str, at: datetime) -> FamilyProgramme:
    PROGRAMME_STATES.require(programme.state, ProgrammeState.ENDED)
    if queries.waits_for_manager(programme):
        raise Refusal("An assessment of this programme waits for the manager. Complete or return it first.")
    if not because.strip():
        raise Refusal("Say why the programme ends.", "because")
    for record in programme.records.filter(kept_apart_because="").select_related("child"):
        if record.child and (others := modules_queries.others_about(programme, record.child)):
            change(record, programme=others[0])
    change(programme, state=ProgrammeState.ENDED, ended_at=at, ended_because=because.strip())
    clocks.cancel_all(programme, at=at)
    children_of_programmes.reconcile(programme.family, at=at)
    return programme


def reconcile_all(*, by: User, now: datetime) -> int:
    """Bring due dates up to date with what no service here is called for, such as a death put right.

    Return how many families were done. Idempotent; each family has a transaction of its own.
    """
    families = Family.objects.filter(familyprogramme__state=ProgrammeState.OPEN).distinct().order_by("pk")
    failed = "The clocks of the Family Programme of family %s could not be reconciled."
    return sum(tried(partial(_reconcile, family, by=by, at=now), failed, family.pk) for family in families)


@service
def _reconcile(family: Family, *, by: User, at: datetime) -> None:
    children_of_programmes.reconcile(lock(family), at=at)
