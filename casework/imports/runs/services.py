"""A run: its beginning and its end, and the undoing of what it did and nobody has worked with since."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from casework.allocations.clocks import cancel_first_visit, follow_lead
from casework.allocations.models import Allocation
from casework.case_summaries.clocks import start_case_summary_clock
from casework.duedates import services as duedates
from casework.families.headlines.queries import families_ever_of
from casework.families.headlines.services import carry_over, carry_over_names
from casework.families.models import Family, FamilyMember, InRoleQuerySet
from casework.imports.ledger.models import Imported, ImportedValue, ImportEnd, ImportKind, ImportRun, ImportUndone
from casework.imports.runs.queries import families_written_in_since, latest_standing
from casework.in_error import services as in_error
from casework.in_error.models import InErrorReason
from casework.people.models import Person
from casework.plans.models import ChildFact
from casework.practice.calendar import DAY
from casework.referrals.models import Involvement
from casework.refusal import Refusal
from casework.relationships.models import Relationship
from casework.trail.acting import service
from casework.trail.models import Recorded
from casework.trail.rows import change
from casework.users.models import Team, User

ONE_AT_A_TIME = 3471  # the advisory lock of the imports
TAKEN_BACK = "The import that made it was undone."
OTHER_REASON = "OTHERS"  # of worker_change_reasons
NAME_TAKEN_BACK = "Taken back with an import"


@contextmanager
def alone() -> Iterator[None]:
    """Raise Refusal while another import or undoing runs, in whichever session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise Refusal("Another import is running. Wait until it is done, and try again.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


@service
def begin(kind: ImportKind, path: Path, *, by: User, at: datetime, team: Team | None = None) -> ImportRun:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return ImportRun.objects.create(kind=kind, file_name=path.name[:200], sha256=digest, team=team, by=by, at=at)


@service
def end(run: ImportRun, figures: Counter[str], *, by: User, at: datetime) -> ImportEnd:
    return ImportEnd.objects.create(run=run, figures=dict(figures), at=at)


@service
def undo(run: ImportRun, *, because: str, by: User, at: datetime) -> tuple[Counter[str], list[Family]]:
    """Take back the rows that the run made, and put back the values that are still as it left them.

    Gives the figures, and the families in which people have written since: what the run made there stays. Refused
    where a later run stands, which is undone first. The numbers of the children are free again.
    """
    if not because.strip():
        raise Refusal("Say why the import is undone.", "because")
    if ImportUndone.objects.filter(run=run).exists():
        raise Refusal(f"Run {run.pk} is undone already. Nothing was changed.")
    if (latest := latest_standing()) != run:
        raise Refusal(f"Run {latest.pk if latest else 'none'} came after it. Undo that one first.")
    return _Undoing(run, by, at).all_of_it(because.strip())


class _Undoing:
    def __init__(self, run: ImportRun, by: User, at: datetime) -> None:
        self.run, self.by, self.at, self.today = run, by, at, timezone.localdate(at)
        self.figures: Counter[str] = Counter()
        self.families: set[int] = set()
        self.people: set[int] = set()

    def all_of_it(self, because: str) -> tuple[Counter[str], list[Family]]:
        for value in ImportedValue.objects.filter(run=self.run).order_by("-pk"):
            self._put_back(value)
        made = list(Imported.objects.filter(run=self.run, made=True).order_by("-pk"))
        rows = {entry.pk: row for entry in made if (row := _row(entry.table, entry.row))}
        stay = families_written_in_since(self.run, {pk for row in rows.values() for pk in _families_of(row)})
        for row in rows.values():
            if stay.isdisjoint(_families_of(row)):
                self._take_back(row)
            else:
                self.figures["stay"] += 1
        ImportUndone.objects.create(run=self.run, because=because[:300], by=self.by, at=self.at)
        carry_over(self.families, at=self.at)
        carry_over_names(self.people)
        return self.figures, list(Family.objects.filter(pk__in=stay).order_by("pk"))

    def _put_back(self, value: ImportedValue) -> None:
        row = _row(value.table, value.row)
        if row is None:
            return
        fields = {name: row._meta.get_field(name) for name in value.now}
        if any(getattr(row, name) != _read(fields[name], value.now[name]) for name in fields):
            self.figures["values left"] += 1
            return
        change(row, **{name: _read(fields[name], was) for name, was in value.was.items()})
        self.figures["values put back"] += 1
        self._note(row)
        if isinstance(row, Involvement) and "closed_on" in fields:
            duedates.cancel_for_family(row.family, child=row.child, at=self.at)
            if row.closed_on is None:
                start_case_summary_clock(row, at=self.at)

    def _take_back(self, row: Recorded) -> None:
        self._note(row)
        self.figures["taken back"] += 1
        if isinstance(row, Person):
            change(row, la_child_id=None, name=NAME_TAKEN_BACK, known_as="", upn="", former_upn="", nhs_number="")
        elif isinstance(row, Family):
            change(row, name=NAME_TAKEN_BACK)
            duedates.cancel_for_family(row, at=self.at)
        elif isinstance(row, FamilyMember):
            until = row.until_date or max(self.today, row.from_date or self.today)
            change(row, recorded_wrongly=True, until_date=until, ended_because=TAKEN_BACK)
        elif isinstance(row, Relationship):
            change(row, recorded_wrongly=True, until_date=row.until_date or self.today, ended_because=TAKEN_BACK)
        elif isinstance(row, Allocation):
            self._end_allocation(row)
        elif isinstance(row, Involvement | ChildFact):
            self._say_in_error(row)
        else:  # an answer to what is asked of somebody: of a person taken back it goes with them
            self.figures["taken back"] -= 1

    def _say_in_error(self, row: Involvement | ChildFact) -> None:
        if row.withdrawn_because:
            return
        in_error.record(row, reason=InErrorReason.OTHER, because=TAKEN_BACK, by=self.by, at=self.at)
        said: dict[str, Any] = {"withdrawn_because": in_error.said(InErrorReason.OTHER)}
        if isinstance(row, Involvement):
            said |= {"withdrawn_by": self.by, "withdrawn_at": self.at}
            duedates.cancel_for_family(row.family, child=row.child, at=self.at)
        change(row, **said)
        duedates.cancel_all_of(row, at=self.at)

    def _end_allocation(self, row: Allocation) -> None:
        """It never was. It ends before today, so that the same worker can be brought in again today."""
        if row.until_date is None:
            until = self.today - DAY
            days = {"from_date": min(row.from_date, until), "until_date": until}
            if row.lead_from and row.lead_until is None:
                days |= {"lead_from": min(row.lead_from, until), "lead_until": until}
            change(row, ended_because=OTHER_REASON, outcome=TAKEN_BACK, **days)
        duedates.cancel_all_of(row, at=self.at)
        cancel_first_visit(row.family, at=self.at)
        follow_lead(row.family, at=self.at)

    def _note(self, row: Recorded) -> None:
        families = _families_of(row)
        self.families |= families
        if isinstance(row, Person):
            self.people.add(row.pk)
        elif isinstance(row, Family):
            self.people |= set(row.familymember_set.order_by().values_list("person", flat=True))


def _row(table: str, pk: int) -> Any:
    return apps.get_model(table)._base_manager.filter(pk=pk).first()


def _read(field: Any, value: Any) -> Any:
    return field.to_python(value)


def _families_of(row: Model) -> set[int]:
    if isinstance(row, Family):
        return {row.pk}
    if isinstance(row, Person):
        return set(families_ever_of([row.pk])) | set(_once_in([row.pk]))
    family = getattr(row, "family_id", None)
    return {family} if family else set()


def _once_in(people: Iterable[int]) -> Iterable[int]:
    members = InRoleQuerySet(FamilyMember).filter(person__in=people)
    return members.order_by().values_list("family", flat=True)
