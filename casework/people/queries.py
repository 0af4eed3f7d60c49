"""Rows about persons, and the fingerprints of what their pages showed."""

from django.db.models import F, Q
from django.http import Http404

from casework.people.models import Person
from casework.trail.rows import fingerprint
from casework.users.models import TeamMembership, User


def fingerprint_of_member(member):
    """What a page shows of a member, as one text that it hands back to say what it saw."""
    person = member.person
    values = (person.name, person.known_as, person.sex, person.born, person.expected)
    return "|".join(map(str, (*values, member.in_household)))


def people_in(family):
    """The persons who belong to the family now, for the choices of a form; who was entered twice stands once."""
    return Person.objects.filter(pk__in=family.members_now().order_by().values("person"))


def latest_membership(family, person_id):
    """The person's place in this family, the present one or the latest; Http404 where there is none."""
    rows = family.familymember_set.filter(person_id=person_id).select_related("person")
    row = rows.order_by(F("until_date").desc(nulls_first=True), "-pk").first()
    if row is None:
        raise Http404
    return row


def team_and_workers(family, today, roles, also):
    teams = family.familyteam_set.on(today).values("team")
    members = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles).values("user")
    allocated = family.allocation_set.on(today).order_by().values("worker")
    return User.objects.filter(Q(pk__in=also) | Q(pk__in=members, is_active=True) | Q(pk__in=allocated, is_active=True))


def locked_person(person):
    """The person's row, held until the transaction ends: what is known of them changes under it."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def as_saved(row):
    """The row as it is saved now, beside the one that a page had opened."""
    return type(row).objects.get(pk=row.pk)


def fingerprint_of_name(row):
    return fingerprint(row.name, row.kind, row.from_date, row.until_date)


def fingerprint_of_numbers(person):
    return fingerprint(person.nhs_number, person.upn, person.former_upn, person.upn_unknown)
