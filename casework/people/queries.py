"""Rows about persons, and the fingerprints of what their pages showed."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import F, Q, QuerySet

from casework.families.models import CHILDREN, Family, FamilyMember, FamilyRole
from casework.people.models import Person, PersonName
from casework.relationships.models import Relationship
from casework.trail.rows import fingerprint
from casework.users.models import TeamMembership, User


def fingerprint_of_member(member: FamilyMember) -> str:
    """What the page of a correction showed of a member."""
    person = member.person
    return fingerprint(person.name, person.known_as, person.sex, person.born, person.expected, member.in_household)


def people_in(family: Family, *roles: str) -> QuerySet[Person]:
    """The persons who belong to the family now, in one of `roles` if any are named, for the choices of a form.

    Who was entered twice is there once.
    """
    members = family.members_now().order_by().filter(role__in=roles or FamilyRole.values)
    return Person.objects.filter(pk__in=members.values("person")).order_by(family.rank_of_person(), "born", "name")


def person_of_family(family: Family, person: Person) -> Person:
    """The person as saved now, who is or was of this family; raises Person.DoesNotExist for anybody else."""
    return family.people_ever().get(pk=person.pk)


def latest_membership(family: Family, person_id: int) -> FamilyMember | None:
    """The person's place in this family, the present one or the latest; None where there is none."""
    rows = family.familymember_set.filter(person_id=person_id).select_related("person")
    return rows.order_by(F("until_date").desc(nulls_first=True), "-pk").first()


def team_and_workers(family: Family, today: date, roles: Iterable[str], also: Iterable[int]) -> QuerySet[User]:
    """The active users who hold one of `roles` in the family's team or are allocated to it, and `also` (ids)."""
    teams = family.familyteam_set.on(today).values("team")
    members = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles).values("user")
    allocated = family.allocation_set.on(today).order_by().values("worker")
    return User.objects.filter(Q(pk__in=also) | Q(pk__in=members, is_active=True) | Q(pk__in=allocated, is_active=True))


def fingerprint_of_name(row: PersonName) -> str:
    return fingerprint(row.name, row.kind, row.from_date, row.until_date)


def fingerprint_of_numbers(person: Person) -> str:
    return fingerprint(person.nhs_number, person.upn, person.former_upn, person.upn_unknown)


def may_be_a_pupil(member: FamilyMember, today: date) -> bool:
    """Whether the person may have a pupil's numbers: a child of the family, or not 19 yet whatever they are in it."""
    born = member.person.born_to
    return member.role in CHILDREN or (born is not None and born + relativedelta(years=19) > today)


def other_names(person: Person) -> QuerySet[PersonName]:
    """The other names of the person and of the same person entered twice."""
    return PersonName.objects.filter(person__in=person.all_ids)


def relationships_of(family: Family, person: Person) -> QuerySet[Relationship]:
    """The relationships between this person and others of this family that hold now."""
    return family.relationships_now().filter(Q(person__in=person.all_ids) | Q(other__in=person.all_ids))
