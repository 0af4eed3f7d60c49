"""Who lives in the household, and who belongs to the family, from when until when.

A move ends the membership the day before and begins another: each membership says where the person lived then.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family, FamilyMember
from casework.lives.checks import END, MEMBERSHIP, MOVE, Fact, check_in_life
from casework.lives.roles import check_in_role
from casework.matching.asking.checks import asks_to_use
from casework.matching.asking.services import use
from casework.people.models import Person
from casework.people.protecting.services import live_in
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.words import say_date

OTHER_DAY = "Choose another day, or first correct the date of birth."


@service
def move(
    family: Family,
    people: Sequence[Person],
    *,
    in_household: bool,
    moved_on: date,
    because: str,
    by: User,
    at: datetime,
) -> list[FamilyMember]:
    """`people` moved into the household, or out of it, on that day: all of them, or nobody."""
    require(by, family, Can.LEAD)
    lock(family)
    if not people:
        raise Refusal("Tick at least one person who moved.", "people")
    _check_past(moved_on, at, "moved_on")
    moved = [
        _move(family, person, in_household, moved_on, because.strip(), timezone.localdate(at)) for person in people
    ]
    if in_household:
        live_in(family, people)
    return moved


def _move(
    family: Family, person: Person, in_household: bool, moved_on: date, because: str, today: date
) -> FamilyMember:
    member = _membership(family, person, "people")
    if member.in_household == in_household:
        where = "in" if in_household else "outside"
        raise Refusal(f"{person} is recorded as living {where} the household already. Untick {person}.", "people")
    if person.died:
        raise Refusal(f"{person} died on {say_date(person.died)}. Untick {person}.", "people")
    check_in_life(Fact(MOVE, moved_on, person, "moved_on"), today)
    if member.from_date and moved_on <= member.from_date:
        since = say_date(member.from_date)
        raise Refusal(f"Where {person} lives now is recorded since {since}. Give a later day.", "moved_on")
    change(member, until_date=moved_on - timedelta(days=1))
    return FamilyMember.objects.create(
        family=family, person=person, role=member.role, in_household=in_household, from_date=moved_on, because=because
    )


@service
def leave(family: Family, person: Person, *, left_on: date, because: str, by: User, at: datetime) -> FamilyMember:
    """The person does not belong to the family after that day; who is open as a child in need stays until closed."""
    require(by, family, Can.LEAD)
    lock(family)
    same = {"person": person, "until_date": left_on, "ended_because": because.strip()}
    if before := family.familymember_set.filter(**same).first():
        return before
    member = _membership(family, person)
    _check_past(left_on, at, "left_on")
    if not because.strip():
        raise Refusal("Say why this person does not belong to the family any more.", "because")
    if person.died:
        raise Refusal(f"{person} died on {say_date(person.died)} and stays on the family's record.")
    if person.unborn:
        raise Refusal(f"{person} is not born yet. If there will be no birth, record that the pregnancy ended.")
    if family.involvement_set.filter(child=person, closed_on=None).exists():
        raise Refusal(
            f"{person} is open as a child in need with this family, so a manager closes that first. If {person} lives "
            "elsewhere now, record a move instead."
        )
    check_in_life(Fact(END, left_on, person, "left_on"), timezone.localdate(at))
    if member.from_date and left_on < member.from_date:
        raise Refusal(f"{person} has belonged to it since {say_date(member.from_date)}. Give a later day.", "left_on")
    change(member, until_date=left_on, ended_because=because.strip())
    return member


@service
def come_back(
    family: Family, person: Person, *, from_date: date, in_household: bool, because: str, by: User, at: datetime
) -> FamilyMember:
    """Somebody who had left belongs to the family again; no membership is opened twice.

    A family to which they belong meanwhile, and whose record `by` may not open, has agreed first.
    """
    require(by, family, Can.LEAD)
    lock(family)
    current = family.familymember_set.filter(person__in=person.all_ids, until_date=None).first()
    if current:
        raise Refusal(f"{person} belongs to this family now.")
    _check_past(from_date, at, "from_date")
    asks = asks_to_use(family, person, by, from_date, timezone.localdate(at))
    last = family.familymember_set.filter(person=person).order_by("-until_date").first()
    if last is None or last.until_date is None or person.pregnancy_ended_on:
        raise Refusal("Choose somebody who belonged to this family before.")
    check_in_life(Fact(MEMBERSHIP, from_date, person, "from_date"), timezone.localdate(at))
    check_in_role(person, last.role, from_date, timezone.localdate(at), "from_date", remedy=OTHER_DAY)
    if from_date <= last.until_date:
        raise Refusal(f"{person} left on {say_date(last.until_date)}. Give a later day.", "from_date")
    member = FamilyMember.objects.create(
        family=family, person=person, role=last.role, in_household=in_household, from_date=from_date,
        because=because.strip(),
    )  # fmt: skip
    use(asks, at=at)
    if in_household:
        live_in(family, [person])
    return member


def _membership(family: Family, person: Person, field: str | None = None) -> FamilyMember:
    member = family.members_now().filter(person=person).first()
    if member is None:
        raise Refusal(f"{person} does not belong to this family now.", field)
    return member


def _check_past(day: date, at: datetime, field: str) -> None:
    if day > timezone.localdate(at):
        raise Refusal("This day lies in the future. Record it when it has come.", field)
