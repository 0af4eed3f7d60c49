"""The due date of an expected birth: the day after it is asked what became of it."""

from datetime import date, datetime

from casework import practice
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.duedates.queries import running_clock
from casework.families.models import FamilyMember
from casework.people.known_apart.models import KnownApart
from casework.people.models import Person
from casework.practice import calendar
from casework.trail.acting import in_service
from casework.trail.apart import knowing

EXPECTED_BIRTH = "expected_birth"


@in_service
def follow_expected(person: Person, *, at: datetime) -> None:
    """Bring the clocks of an expected birth to what stands of the person now; idempotent.

    Each family to which the unborn child belongs has one, about the membership, from the expected day; it is owned by
    who leads the work, or the team while nobody does. It is met by the birth, and falls away with the pregnancy, as far
    as its family knows of these: what a restricted one says moves no clock of another.
    """
    known = {row.family_id: row.values() for row in KnownApart.objects.filter(person=person).exclude(said=[])}
    for member in person.memberships.select_related("family"):
        with knowing({person.pk: known.get(member.family_id, {})}):
            _follow_in_family(member, Person.objects.get(pk=person.pk) if known else person, at)


def _follow_in_family(member: FamilyMember, person: Person, at: datetime) -> None:
    wanted = person.expected if person.unborn and not person.pregnancy_ended_on else None
    running = running_clock(EXPECTED_BIRTH, member)
    if person.born:
        duedates.meet(EXPECTED_BIRTH, member, at=at)
    elif wanted is None or member.until_date:
        duedates.cancel(EXPECTED_BIRTH, member, at=at)
    elif not running.filter(due_at=_due_at(wanted)).exists():
        duedates.cancel(EXPECTED_BIRTH, member, at=at)
        _start(member, wanted)


def _due_at(expected: date) -> datetime:
    return calendar.after(calendar.start_of_day(expected), practice.current().timescales.expected_birth)


def _start(member: FamilyMember, expected: date) -> None:
    lead = family_lead(member.family)
    duedates.start(
        EXPECTED_BIRTH,
        member,
        family=member.family,
        child=member.person,
        at=calendar.start_of_day(expected),
        owner=lead.worker if lead else None,
    )
