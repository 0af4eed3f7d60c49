"""Adding a person, and keeping right what is known of one: name, birth, other names, numbers."""

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import FamilyMember
from casework.people.checks import (
    NUMBER_ERRORS,
    check_birth,
    check_dates_in_order,
    check_member,
    check_recorded_events,
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


@service
def add_person(
    family, *, name, is_child, by, at, known_as="", sex="U", born=None, expected=None, telephone="",
    in_household=True, from_date=None, form_key=None,
):  # fmt: skip
    """A person who becomes a member of the family; a second submission of the same form gives the same person."""
    require(by, family, Can.LEAD)
    lock(family)
    if form_key and (person := Person.objects.filter(form_key=form_key, memberships__family=family).first()):
        return person
    if not name.strip():
        raise Refusal("Give the person's name.", "name")
    check_birth(is_child, born, expected, timezone.localdate(at))
    check_sex(sex, expected)
    person = Person.objects.create(
        name=name.strip(), known_as=known_as.strip(), is_child=is_child, sex=sex, born=born, expected=expected,
        form_key=form_key,
    )  # fmt: skip
    FamilyMember.objects.create(family=family, person=person, in_household=in_household, from_date=from_date)
    if telephone.strip():
        add_contact(
            family, person, kind=ContactKind.TELEPHONE, value=telephone, from_date=timezone.localdate(at), by=by,
            form_key=form_key,
        )  # fmt: skip
    return person


@service
def put_right_person(family, member, *, seen, by, at, name, known_as, sex, born, expected, in_household):
    """Correct what is recorded of a person of the family; what stood before stays in the history.

    `seen` is `fingerprint_of_member` as the page showed it.
    """
    require(by, family, Can.LEAD)
    lock(family)
    member = (
        FamilyMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=member.pk, family=family)
    )
    check_fingerprint(seen, fingerprint_of_member(member))
    if not name.strip():
        raise Refusal("Give the person's name.", "name")
    check_birth(member.person.is_child, born, expected, timezone.localdate(at))
    check_sex(sex, expected)
    check_recorded_events(member.person, born)
    change(member.person, name=name.strip(), known_as=known_as.strip(), sex=sex, born=born, expected=expected)
    change(member, in_household=in_household)
    return member.person


# Other names


@service
def add_name(family, person, *, name, kind, by, from_date=None, until_date=None):
    """Another name of a person of the family; said twice, it stands once."""
    require(by, family, Can.RECORD)
    person = lock(person)
    check_member(family, person)
    values = _name_values(name, from_date, until_date)
    row, _ = PersonName.objects.get_or_create(person=person, kind=kind, name=values.pop("name"), defaults=values)
    return row


@service
def change_name(family, row, *, seen, name, kind, by, from_date=None, until_date=None):
    require(by, family, Can.RECORD)
    check_member(family, lock(row.person))
    row = PersonName.objects.get(pk=row.pk)
    check_fingerprint(seen, fingerprint_of_name(row))
    change(row, kind=kind, **_name_values(name, from_date, until_date))
    return row


def _name_values(name, from_date, until_date):
    if not name.strip():
        raise Refusal("Give the name.", "name")
    check_dates_in_order(from_date, until_date)
    return {"name": name.strip(), "from_date": from_date, "until_date": until_date}


# Numbers


@service
def save_numbers(family, person, *, seen, by, nhs_number="", upn="", former_upn="", upn_unknown=""):
    """The numbers by which health and education know a person; a changed one with a wrong check digit is refused."""
    require(by, family, Can.LEAD)
    person = lock(person)
    check_member(family, person)
    check_fingerprint(seen, fingerprint_of_numbers(person))
    values = {
        "nhs_number": compact_number(nhs_number),
        "upn": compact_number(upn),
        "former_upn": compact_number(former_upn),
    }
    for name, number in values.items():
        # One that came in wrong stays until somebody can put it right: it must not stand in the way of the others.
        if number and number != getattr(person, name) and (wrong := NUMBER_ERRORS[name](number)):
            raise Refusal(f"{wrong} Check it against its source.", name)
    if values["upn"] and upn_unknown:
        raise Refusal("Give the unique pupil number, or say why there is none: not both.", "upn_unknown")
    if upn_unknown and not Person.upn_unknown.field.may_choose(upn_unknown):
        raise Refusal("Choose the reason from those offered.", "upn_unknown")
    change(person, upn_unknown=upn_unknown, **values)
    return person
