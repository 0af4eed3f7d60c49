"""The due dates of the Family Programme (A5.1, A5.9, A5.10, C6). Called by services, in their transactions."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Model

from casework import practice
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.duedates.queries import running_clock
from casework.families.models import Family, FamilyMember
from casework.people.models import Person
from casework.practice.calendar import start_of_day
from casework.words import london_date
from workbook.programmes import queries as programmes_queries
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules import queries as modules_queries

# The modules that are completed first, by number (A5.9).
FIRST = (1, 2, 3)


class DirectWorkOwed(NamedTuple):
    """The membership of a child with whom no direct work is recorded, and since when it is owed."""

    member: FamilyMember
    since: datetime


def start(programme: FamilyProgramme, *, at: datetime) -> None:
    restart_touched(programme, at=at)
    _start("modules_first", programme, programme.family, at=at)


def resume(programme: FamilyProgramme, *, at: datetime) -> None:
    """One that goes on in a new Workbook is due again, where its clocks fell away with the case."""
    if not running_clock("modules_touched", programme).exists():
        restart_touched(programme, at=at)


def restart_touched(programme: FamilyProgramme, *, at: datetime) -> None:
    """A module was written in: the four weeks begin anew (A5.1)."""
    duedates.meet("modules_touched", programme, at=at)
    _start("modules_touched", programme, programme.family, at=at)


def pause_touched(programme: FamilyProgramme, *, at: datetime) -> None:
    """It waits for the manager, so nobody may write in it: the four weeks begin anew once it is given back."""
    duedates.cancel("modules_touched", programme, at=at)


def meet_first_modules(programme: FamilyProgramme, *, at: datetime) -> None:
    """Met once each of the first modules has been completed, though it may have been taken up again since (A5.12)."""
    first = {module.key for module in practice.current().modules if module.number in FIRST}
    done = {record.module for record in modules_queries.records_of(programme) if record.completed_at}
    if first <= done:
        duedates.meet("modules_first", programme, at=at)


def cancel_all(programme: FamilyProgramme, *, at: datetime) -> None:
    for timescale in programmes_queries.OF_THE_PROGRAMME:
        duedates.cancel(timescale, programme, at=at)


def meet_direct_work(family: Family, child: Person, *, at: datetime) -> None:
    """Direct work with the child was recorded."""
    for member in family.members_now().filter(person__in=child.all_ids):
        duedates.meet("module_children", member, at=at)


def reconcile_children(family: Family, *, at: datetime) -> None:
    """Each child in the work, and nobody else, has a due date until direct work with them is recorded (A5.10).

    Its subject is the child's membership of the family; it is started once, from the opening or from the day on which
    the child joined or was born. Idempotent: called by whatever changes who belongs, and by a sweep for the rest.
    """
    wanted = {owed.member.pk: owed for owed in _without_direct_work(family, at)}
    for due in family.due_dates.running().filter(timescale="module_children"):
        if due.subject_id in wanted:
            wanted.pop(due.subject_id)
        else:
            duedates.cancel("module_children", family.familymember_set.get(pk=due.subject_id), at=at)
    for member, since in wanted.values():
        _start("module_children", member, family, at=since, child=member.person)


def _without_direct_work(family: Family, at: datetime) -> Iterator[DirectWorkOwed]:
    programmes = list(programmes_queries.open_programmes(family))
    if not programmes:
        return
    opened = _since_about(programmes, london_date(at))
    records = [record for programme in programmes for record in modules_queries.records_of(programme)]
    written = {record.child_id for record in records if record.updated_at}
    for member in family.members_now():
        child = member.person
        if child.one_id in opened and not child.died and written.isdisjoint(child.all_ids):
            first = opened[child.one_id]
            yield DirectWorkOwed(member, max(first.opened_at, _joined(first, member)))


def _since_about(programmes: Iterable[FamilyProgramme], day: date) -> dict[int, FamilyProgramme]:
    """The first of the programmes about each child in the work, by the child's `one_id`."""
    first: dict[int, FamilyProgramme] = {}
    for programme in programmes:
        for child in programmes_queries.children_in_work(programme, day):
            first.setdefault(child.one_id, programme)
    return first


def _joined(programme: FamilyProgramme, member: FamilyMember) -> datetime:
    """The moment from which the child has been there to be worked with; where no day was said, when it was recorded."""
    child = member.person
    if child.born and start_of_day(child.born) > programme.opened_at:
        return start_of_day(max(child.born, member.from_date or child.born))
    episodes = programme.workbook.episodes.all() if programme.workbook else ()
    first = child.episode_memberships.filter(episode__in=episodes).order_by("from_date").first()
    days = [day for day in (first and first.from_date, member.from_date) if day]
    return start_of_day(max(days)) if days else member.history.earliest().history_date


def _start(timescale: str, subject: Model, family: Family, **details: Any) -> None:
    lead = family_lead(family)
    duedates.start(timescale, subject, family=family, owner=lead.worker if lead else None, **details)
