"""Adding a person, and keeping right what is known of one: name, birth, other names, numbers."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.headlines.services import carry_over_names
from casework.families.models import Family, FamilyMember
from casework.lives.checks import KNOWN, MEMBERSHIP, Fact, check_expected_day, check_in_life
from casework.lives.roles import check_in_role, check_role
from casework.people.checks import (
    check_birth,
    check_dates_in_order,
    check_member,
    check_numbers,
    check_recorded_events,
    check_sex,
    compact_number,
)
from casework.people.clocks import follow_expected
from casework.people.contact_details.models import ContactKind
from casework.people.contact_details.services import add_contact
from casework.people.known_apart.services import say
from casework.people.misfits.services import tell_where_it_does_not_fit
from casework.people.models import Person, PersonName
from casework.people.not_known.checks import GivenBirth, check_corrected, check_given_birth, name_values
from casework.people.not_known.services import notify_asker
from casework.people.queries import fingerprint_of_member, fingerprint_of_name, fingerprint_of_numbers
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User


@service
def add_person(
    family: Family, *, name: str, role: str, by: User, at: datetime, name_not_known: bool = False,
    known_as: str = "", sex: str = "U", born: date | None = None, expected: date | None = None,
    about_age: int | None = None, about_age_on: date | None = None, birth_to_be_asked_by: User | None = None,
    telephone: str = "", in_household: bool = True, from_date: date | None = None,
) -> Person:  # fmt: skip
    """A person who becomes a member of the family; `role` is a `FamilyRole`, what they are in this family.

    Of the birth one thing is given: the day, the expected day, about which age, or of a child who will ask (A10.9).
    """
    require(by, family, Can.LEAD)
    lock(family)
    today = timezone.localdate(at)
    given = GivenBirth(born, expected, about_age, about_age_on, birth_to_be_asked_by).complete(today)
    check_role(role, unborn=expected is not None)
    check_birth(born, expected, today)
    check_sex(sex, expected)
    names = name_values(name, name_not_known, sex=sex, given=given, role=role)
    check_given_birth(family, given, role=role, person=None, today=today)
    person = Person(**names, said_in=family, known_as=known_as.strip(), sex=sex, **given.columns())
    _check_life(person, role, from_date, today)
    person.save()
    FamilyMember.objects.create(family=family, person=person, role=role, in_household=in_household, from_date=from_date)
    if telephone.strip():
        add_contact(family, person, kind=ContactKind.TELEPHONE, value=telephone, from_date=today, by=by)
    carry_over_names([person.pk])
    _follow_birth(family, person, before=None, by=by, at=at)
    return person


def _check_life(person: Person, role: str, from_date: date | None, today: date) -> None:
    """Of somebody who is added: the age for the role, the expected birth, and the first day in the family."""
    check_in_role(person, role, today, today)
    if person.expected:
        check_expected_day(person.expected, today)
    if from_date:
        check_in_life(Fact(MEMBERSHIP, from_date, person, "from_date"), today)


def _follow_birth(family: Family, person: Person, *, before: int | None, by: User, at: datetime) -> None:
    follow_expected(person, at=at)
    notify_asker(family, person, before=before, by=by, at=at)


@service
def put_right_person(
    member: FamilyMember, *, fingerprint: str, by: User, at: datetime, name: str, known_as: str, sex: str,
    born: date | None, expected: date | None, in_household: bool, name_not_known: bool = False,
    about_age: int | None = None, about_age_on: date | None = None, birth_to_be_asked_by: User | None = None,
) -> Person:  # fmt: skip
    """Correct what is recorded of a person of the family; what was recorded before stays in the history.

    `fingerprint` is `fingerprint_of_member` as the page showed it. What is newly said of the birth replaces what stood.
    """
    require(by, member.family, Can.LEAD)
    lock(member.family)
    member = lock(member, "person")
    check_fingerprint(fingerprint, fingerprint_of_member(member))
    person, today = member.person, timezone.localdate(at)
    given = GivenBirth(born, expected, about_age, about_age_on, birth_to_be_asked_by)
    given = given.in_place_of(person).complete(today)
    check_birth(given.born, given.expected, today)
    check_sex(sex, given.expected)
    names = name_values(name, name_not_known, sex=sex, given=given, role=member.role)
    check_given_birth(member.family, given, role=member.role, person=person, today=today)
    check_recorded_events(person, given.born)
    check_corrected(person, given, role=member.role, today=today, sex=sex)
    asked_before = person.birth_to_be_asked_by_id
    say(member.family, person, **names, known_as=known_as.strip(), sex=sex, **given.columns())
    change(member, in_household=in_household)
    carry_over_names([member.person_id])
    _follow_birth(member.family, person, before=asked_before, by=by, at=at)
    tell_where_it_does_not_fit([person], by=by, at=at)
    return person


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
    row, _ = PersonName.objects.get_or_create(
        family=family, person=person, kind=kind, name=values.pop("name"), defaults=values
    )
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
    say(family, person, upn_unknown=upn_unknown, **values)
    carry_over_names([person.pk])
    return person
