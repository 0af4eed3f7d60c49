"""Adding a person, and keeping right what is known of one: name, birth, other names, numbers."""

from copy import copy
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.headlines.services import carry_over_names
from casework.families.models import Family, FamilyMember
from casework.lives.checks import KNOWN, MEMBERSHIP, Fact, check_entered, check_expected_day, check_in_life
from casework.lives.recorded import check_correction
from casework.people.checks import (
    check_birth,
    check_dates_in_order,
    check_member,
    check_numbers,
    check_recorded_events,
    check_role,
    check_sex,
    compact_number,
)
from casework.people.contact_details.models import ContactKind
from casework.people.contact_details.services import add_contact
from casework.people.models import Person, PersonName
from casework.people.queries import fingerprint_of_member, fingerprint_of_name, fingerprint_of_numbers
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add_person(
    family: Family, *, name: str, role: str, by: User, at: datetime, known_as: str = "", sex: str = "U",
    born: date | None = None, expected: date | None = None, telephone: str = "", in_household: bool = True,
    from_date: date | None = None,
) -> Person:  # fmt: skip
    """A person who becomes a member of the family; `role` is a `FamilyRole`, what they are in this family."""
    require(by, family, Can.LEAD)
    lock(family)
    if not name.strip():
        raise Refusal("Give the person's name.", "name")
    check_role(role)
    check_birth(role, born, expected, timezone.localdate(at))
    check_sex(sex, expected)
    person = Person(name=name.strip(), known_as=known_as.strip(), sex=sex, born=born, expected=expected)
    check_entered(person, role, timezone.localdate(at))
    if expected:
        check_expected_day(expected, timezone.localdate(at))
    _check_since(person, from_date, timezone.localdate(at))
    person.save()
    FamilyMember.objects.create(family=family, person=person, role=role, in_household=in_household, from_date=from_date)
    if telephone.strip():
        add_contact(
            family, person, kind=ContactKind.TELEPHONE, value=telephone, from_date=timezone.localdate(at), by=by
        )
    carry_over_names([person.pk])
    return person


def _check_since(person: Person, from_date: date | None, today: date) -> None:
    if from_date:
        check_in_life(Fact(MEMBERSHIP, from_date, person, "from_date"), today)


@service
def put_right_person(
    member: FamilyMember, *, fingerprint: str, by: User, at: datetime, name: str, known_as: str, sex: str,
    born: date | None, expected: date | None, in_household: bool,
) -> Person:  # fmt: skip
    """Correct what is recorded of a person of the family; what was recorded before stays in the history.

    `fingerprint` is `fingerprint_of_member` as the page showed it.
    """
    require(by, member.family, Can.LEAD)
    lock(member.family)
    member = lock(member, "person")
    check_fingerprint(fingerprint, fingerprint_of_member(member))
    if not name.strip():
        raise Refusal("Give the person's name.", "name")
    check_birth(member.role, born, expected, timezone.localdate(at))
    check_sex(sex, expected)
    check_recorded_events(member.person, born)
    if expected and expected != member.person.expected:
        check_expected_day(expected, timezone.localdate(at))
    _check_age(member, timezone.localdate(at), born)
    check_correction(member.person, timezone.localdate(at), born=born, expected=expected, sex=sex)
    change(member.person, name=name.strip(), known_as=known_as.strip(), sex=sex, born=born, expected=expected)
    change(member, in_household=in_household)
    carry_over_names([member.person_id])
    return member.person


def _check_age(member: FamilyMember, today: date, born: date | None) -> None:
    """Of a birth that is another than before, for what the person is in this family."""
    if born != member.person.born:
        corrected = copy(member.person)
        corrected.born = born
        check_entered(corrected, member.role, today)


@service
def add_name(
    family: Family, person: Person, *, name: str, kind: str, by: User, from_date: date | None = None,
    until_date: date | None = None,
) -> PersonName:  # fmt: skip
    """Another name of a person of the family; idempotent by kind and name."""
    require(by, family, Can.RECORD)
    person = lock(person)
    check_member(family, person)
    values = _name_values(person, name, from_date, until_date)
    row, _ = PersonName.objects.get_or_create(person=person, kind=kind, name=values.pop("name"), defaults=values)
    carry_over_names([person.pk])
    return row


@service
def change_name(
    family: Family, row: PersonName, *, fingerprint: str, name: str, kind: str, by: User,
    from_date: date | None = None, until_date: date | None = None,
) -> PersonName:  # fmt: skip
    """Put another name right; raises Conflict where it is not as the page showed it."""
    require(by, family, Can.RECORD)
    check_member(family, lock(row.person))
    row = PersonName.objects.get(pk=row.pk)
    check_fingerprint(fingerprint, fingerprint_of_name(row))
    change(row, kind=kind, **_name_values(row.person, name, from_date, until_date))
    carry_over_names([row.person_id])
    return row


def _name_values(
    person: Person, name: str, from_date: date | None, until_date: date | None
) -> dict[str, str | date | None]:
    if not name.strip():
        raise Refusal("Give the name.", "name")
    check_dates_in_order(from_date, until_date)
    for field, day in (("from_date", from_date), ("until_date", until_date)):
        if day:
            check_in_life(Fact(KNOWN, day, person, field), day)
    return {"name": name.strip(), "from_date": from_date, "until_date": until_date}


@service
def save_numbers(
    family: Family, person: Person, *, fingerprint: str, by: User, nhs_number: str = "", upn: str = "",
    former_upn: str = "", upn_unknown: str = "",
) -> Person:  # fmt: skip
    """The numbers by which health and education know a person; a changed one with a wrong check digit is refused."""
    require(by, family, Can.LEAD)
    person = lock(person)
    check_member(family, person)
    check_fingerprint(fingerprint, fingerprint_of_numbers(person))
    values = {
        "nhs_number": compact_number(nhs_number),
        "upn": compact_number(upn),
        "former_upn": compact_number(former_upn),
    }
    check_numbers(person, values)
    if values["upn"] and upn_unknown:
        raise Refusal("Give the unique pupil number, or say why there is none: not both.", "upn_unknown")
    if upn_unknown and not Person.upn_unknown.field.may_choose(upn_unknown):
        raise Refusal("Choose the reason from those offered.", "upn_unknown")
    change(person, upn_unknown=upn_unknown, **values)
    carry_over_names([person.pk])
    return person
