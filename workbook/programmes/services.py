"""Opening and ending a Family Programme, and with whom it is shared (A5.3, A5.4, A5.6)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.families.models import ADULTS, Family
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import in_service, service, tried
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User
from workbook.joins.services import hold_joining
from workbook.programmes import clocks, queries
from workbook.programmes.checks import check_parents, lock_open_programme
from workbook.programmes.models import FamilyProgramme, ProgrammeParent
from workbook.programmes.modules import queries as modules_queries
from workbook.programmes.modules.services import set_apart
from workbook.programmes.queries import lock_programme
from workbook.programmes.states import PROGRAMME_STATES, ProgrammeState
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WorkbookState


@in_service
def open_with_workbook(workbook: Workbook, people: Iterable[Person], *, by: User, at: datetime) -> FamilyProgramme:
    """The one programme that opens by itself with a Workbook; one that is open already goes on in it (A5.4, A5.5).

    The first episode of the Workbook has begun.
    """
    family = workbook.family
    programmes = list(queries.open_programmes(family))
    for programme in programmes:
        change(programme, workbook=workbook)
        clocks.resume(programme, at=at)
    if not programmes:
        roles = family.roles()
        parents = [person for person in people if roles[person.pk] in ADULTS and person.died is None]
        programmes = [_begin(family, workbook=workbook, parents=parents, by=by, at=at)]
    clocks.reconcile_children(family, at=at)
    return programmes[0]


@service
def open_programme(
    family: Family,
    *,
    parents: Collection[Person],
    by: User,
    at: datetime,
    apart_because: str = "",
    kept_apart: Iterable[Person] = (),
) -> FamilyProgramme:
    """Open a Family Programme with `parents`; with or without a Workbook (A5.3).

    A second one needs the reason why it is not shared with the parents of the first (A5.6); `kept_apart` are those of
    the children whose direct work, as far as it is written, stays with the first alone.
    """
    require(by, family, Can.LEAD)
    family = lock(family)
    check_parents(family, parents)
    others = list(queries.open_programmes(family))
    if others and not apart_because.strip():
        raise Refusal(
            "A Family Programme is open already. A second one is only for parents who do not consent to share with "
            "each other: say why it is kept apart.",
            "apart_because",
        )
    for other in others:
        _take_parents_out(other, parents, at)
    workbook = family.workbook_set.filter(state=WorkbookState.OPEN).first()
    programme = _begin(
        family, workbook=workbook, parents=parents, apart_because=apart_because.strip() if others else "",
        by=by, at=at,
    )  # fmt: skip
    for child in kept_apart if others else ():
        for module in modules_queries.modules_of_children():
            set_apart(_first(others), module, child, because=apart_because.strip(), at=at)
    clocks.reconcile_children(family, at=at)
    return programme


def _first(others: Sequence[FamilyProgramme]) -> FamilyProgramme:
    """The one that is shared with everybody but those who have one of their own; otherwise the eldest."""
    return next((other for other in others if not other.apart_because), others[0])


def _begin(
    family: Family,
    *,
    workbook: Workbook | None,
    parents: Collection[Person],
    by: User,
    at: datetime,
    apart_because: str = "",
) -> FamilyProgramme:
    programme = FamilyProgramme.objects.create(
        family=family, workbook=workbook, number=family.familyprogramme_set.count() + 1, opened_at=at, opened_by=by,
        apart_because=apart_because,
    )  # fmt: skip
    for person in parents:
        ProgrammeParent.objects.create(family=family, programme=programme, person=person)
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
    for other in queries.open_programmes(programme.family).exclude(pk=programme.pk):
        _take_parents_out(other, parents, at)
    rows = {row.person_id: row for row in programme.parents.all()}
    chosen = {person.pk for person in parents}
    for person in parents:
        if person.pk not in rows:
            ProgrammeParent.objects.create(family=programme.family, programme=programme, person=person)
    for pk, row in rows.items():
        change(row, left_on=None if pk in chosen else row.left_on or timezone.localdate(at))
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
    remaining = queries.open_programmes(programme.family).exclude(pk=programme.pk).first()
    for record in programme.records.exclude(child=None).filter(kept_apart_because="") if remaining else ():
        change(record, programme=remaining)
    change(programme, state=ProgrammeState.ENDED, ended_at=at, ended_because=because.strip())
    clocks.cancel_all(programme, at=at)
    clocks.reconcile_children(programme.family, at=at)
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
    clocks.reconcile_children(lock(family), at=at)
