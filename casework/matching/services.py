"""One person, one row: somebody known already comes into a family, and two rows of one person are linked."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import lead_and_managers
from casework.births import services as births
from casework.deaths import services as deaths
from casework.families.headlines.services import carry_over_names
from casework.families.models import Family, FamilyMember
from casework.lives.checks import MEMBERSHIP, Fact, check_in_life
from casework.lives.kinship import check_one_life
from casework.lives.recorded import check_one_person
from casework.lives.roles import check_in_role
from casework.matching.asking.checks import asks_to_use
from casework.matching.asking.services import use
from casework.matching.checks import check_as_one, check_not_across, check_unrelated, require_both
from casework.matching.queries import people_to_find
from casework.notifications.services import notify
from casework.people.clocks import follow_expected
from casework.people.models import Person
from casework.people.not_known.checks import check_asker, check_somebody_asks
from casework.people.not_known.queries import is_to_be_asked
from casework.people.not_known.services import notify_asker
from casework.people.one_life.checks import facts_of_life
from casework.people.one_life.services import bring_together, record_of_life, take_apart
from casework.people.protecting.services import follow
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.apart import knowing
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.warnings import services as warnings

OTHER_ROLE = "Choose another role. If their date of birth is wrong, correct it in the family in which it is recorded."


@service
def bring_in(
    family: Family, person: Person, *, role: str, by: User, at: datetime, in_household: bool = False,
    from_date: date | None = None, birth_to_be_asked_by: User | None = None,
) -> FamilyMember:  # fmt: skip
    """Somebody who is known already becomes a member of `family` too, in a role of their own there.

    Of a child we work with whose birth is not known `birth_to_be_asked_by` will ask, unless somebody is named already.
    A family to which they belong, and whose record `by` may not open, has agreed first. Whoever works with them
    elsewhere is notified.

    The caller to the right admits them to the running Workbook episodes.
    """
    require(by, family, Can.LEAD)
    lock(family)
    today = timezone.localdate(at)
    if not people_to_find(by, today=today).filter(pk=person.pk).exists():
        raise Refusal("Choose somebody who was found.")
    if family.familymember_set.filter(person__in=person.all_ids, until_date=None).exists():
        raise Refusal(f"{person} belongs to this family already.")
    asks = asks_to_use(family, person, by, from_date, today)
    check_in_role(person, role, today, today, "role", remedy=OTHER_ROLE)
    if from_date and from_date > today:
        raise Refusal("Give a day that is not in the future.", "from_date")
    if from_date:
        check_in_life(Fact(MEMBERSHIP, from_date, person, "from_date"), today)
    _name_who_asks(family, person, role, birth_to_be_asked_by, by, at)
    member = FamilyMember.objects.create(
        family=family, person=person, role=role, in_household=in_household, from_date=from_date or today
    )
    use(asks, at=at)
    carry_over_names([person.pk])
    follow_expected(person, at=at)
    others = person.memberships.filter(until_date=None).exclude(family=family).select_related("family")
    for other in others:
        _notify_other_family(other.family, family, person, by, at)
    warnings.follow_into(family, [person], by=by, at=at)
    return member


def _name_who_asks(family: Family, person: Person, role: str, asker: User | None, by: User, at: datetime) -> None:
    """Whoever was named elsewhere goes on asking; nobody asks for a birth that is known."""
    if asker and is_to_be_asked(person):
        check_asker(family, asker, person, timezone.localdate(at))
        record_of_life(family, lock(person), birth_to_be_asked_by=asker)
        person.birth_to_be_asked_by = asker
        notify_asker(family, person, before=None, by=by, at=at)
    check_somebody_asks(person, role, "birth_to_be_asked_by")


def _notify_other_family(family: Family, told_by: Family, person: Person, by: User, at: datetime) -> None:
    users = sorted(lead_and_managers(family, timezone.localdate(at)) - {by}, key=lambda user: user.pk)
    notify("person_in_another_family", users, subject=person, family=family, told_by=told_by, by=by, at=at)


@service
def merge(person: Person, into: Person, *, because: str, by: User, at: datetime) -> Person:
    """`person` is the same as `into`, entered twice. A link: both rows and all that points to them stay.

    What is protected of one of them is protected of both.
    """
    require_both(by, person, into, timezone.localdate(at))
    if not because.strip():
        raise Refusal("Say how you know that the two are one.", "because")
    return link(person, into, because=because, by=by, at=at)


@in_service
def link(person: Person, into: Person, *, because: str, by: User, at: datetime) -> Person:
    """As `merge`, where it is known already that whoever says so may; what cannot be of one person is a Refusal."""
    person, into = _lock_both(person, into)
    check_not_across(person, into)
    if person.pk == into.pk or person.merged_into_id or into.merged_into_id or person.merged.exists():
        raise Refusal("One of the two is linked to somebody already. Undo that link first.")
    check_unrelated(person, into)
    check_one_person(person, into)
    check_one_life(person, into)
    facts = check_as_one(person, into, timezone.localdate(at))
    change(person, merged_into=into, merged_because=because.strip(), said_in=None)
    for family in Family.objects.filter(familymember__person__in=[person, into]).distinct().order_by("pk"):
        follow(family)
    before = {entry.pk: facts_of_life(entry) for entry in (person, into)}
    bring_together(person, into, facts)
    for entry in (person, into):
        _follow_life(entry, before[entry.pk], by=by, at=at)
    carry_over_names([person.pk, into.pk])
    warnings.follow_merge(person, into, by=by, at=at)
    return person


def _follow_life(entry: Person, before: dict[str, Any], *, by: User, at: datetime) -> None:
    """What ends, or goes on, where other facts stand of the entry than `before`."""
    if entry.died and not before["died"]:
        deaths.end_what_is_due([entry], by=by, at=at)
    if before["died"] and not entry.died:
        deaths.let_go_on([entry], at=at)
    ended, ended_before = entry.pregnancy_ended_on, before["pregnancy_ended_on"]
    if ended and not ended_before:
        births.end_with_pregnancy([entry], ended_on=ended, at=at)
    if ended_before and not ended:
        births.let_go_on([entry], ended_on=ended_before, at=at)
    follow_expected(entry, at=at)


@service
def unmerge(person: Person, *, by: User, at: datetime) -> Person:
    """The two are not one after all; each is a person of its own again, of whom stands what was said of it itself."""
    person = lock(person)
    if person.merged_into is None:
        return person
    require_both(by, person, person.merged_into, timezone.localdate(at))
    # As all read the two: what a restricted family knows apart of them stays with it.
    with knowing({}):
        person, into = _lock_both(person, person.merged_into)
        change(person, merged_into=None, merged_because="", said_in=None)
        for entry in (person, into):
            before = facts_of_life(entry)
            take_apart(entry)
            _follow_life(entry, before, by=by, at=at)
        carry_over_names([person.pk, into.pk])
    return person


def _lock_both(one: Person, other: Person) -> tuple[Person, Person]:
    """In the order of their ids, so that two who link the same two do not end in a deadlock."""
    rows = {person.pk: lock(person) for person in sorted((one, other), key=lambda person: person.pk)}
    return rows[one.pk], rows[other.pk]
