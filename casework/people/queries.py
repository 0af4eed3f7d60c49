"""Rows about persons, and the fingerprints of what their pages showed."""

from django.db.models import F, Q

from casework.people.models import Person
from casework.trail.rows import fingerprint
from casework.users.models import TeamMembership, User


def fingerprint_of_member(member):
    """What the page of a correction showed of a member."""
    person = member.person
    return fingerprint(person.name, person.known_as, person.sex, person.born, person.expected, member.in_household)


def people_in(family):
    """The persons who belong to the family now, for the choices of a form; who was entered twice stands once."""
    return Person.objects.filter(pk__in=family.members_now().order_by().values("person"))


def latest_membership(family, person_id):
    """The person's place in this family, the present one or the latest; None where there is none."""
    rows = family.familymember_set.filter(person_id=person_id).select_related("person")
    return rows.order_by(F("until_date").desc(nulls_first=True), "-pk").first()


def team_and_workers(family, today, roles, also):
    """The active users who hold one of `roles` in the family's team or are allocated to it, and `also` (ids)."""
    teams = family.familyteam_set.on(today).values("team")
    members = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles).values("user")
    allocated = family.allocation_set.on(today).order_by().values("worker")
    return User.objects.filter(Q(pk__in=also) | Q(pk__in=members, is_active=True) | Q(pk__in=allocated, is_active=True))


def as_saved(row):
    """The row as it is saved now, beside the one that a page had opened."""
    return type(row).objects.get(pk=row.pk)


def fingerprint_of_name(row):
    return fingerprint(row.name, row.kind, row.from_date, row.until_date)


def fingerprint_of_numbers(person):
    return fingerprint(person.nhs_number, person.upn, person.former_upn, person.upn_unknown)
