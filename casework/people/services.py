"""Keeping right what is known of a person (other names, asked items, numbers), and the professionals around them."""

from django.utils import timezone

from casework.access import Can, access_of, require
from casework.families.models import Family, Person
from casework.people import asked
from casework.people.items import BY_KEY
from casework.people.models import Answer, AskedItem, KeyContact, PersonName, Profession
from casework.people.numbers import compact, wrong_with_nhs_number, wrong_with_upn
from casework.practice import codes
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, fingerprint


def locked(person):
    """The person's row, held until the transaction ends: what is known of them changes under it."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def as_it_stands(row):
    """The row as it is saved now, beside the one that a page had opened."""
    return type(row).objects.get(pk=row.pk)


def check_member(family, person):
    if not family.familymember_set.filter(person=person, until_date=None).exists():
        raise Refusal("Choose somebody who belongs to this family now.")


def check_order(from_date, until_date):
    if from_date and until_date and until_date < from_date:
        raise Refusal("The last day lies before the first. Check both dates.", "until_date")


# Other names


@service
def add_name(family, person, *, name, kind, by, from_date=None, until_date=None):
    """Another name of a person of the family; said twice, it stands once."""
    require(by, family, Can.RECORD)
    person = locked(person)
    check_member(family, person)
    values = _name_values(name, from_date, until_date)
    row, _ = PersonName.objects.get_or_create(person=person, kind=kind, name=values.pop("name"), defaults=values)
    return row


@service
def change_name(family, row, *, seen, name, kind, by, from_date=None, until_date=None):
    require(by, family, Can.RECORD)
    check_member(family, locked(row.person))
    row = PersonName.objects.get(pk=row.pk)
    check_fingerprint(seen, fingerprint_of_name(row))
    change(row, kind=kind, **_name_values(name, from_date, until_date))
    return row


def fingerprint_of_name(row):
    return fingerprint(row.name, row.kind, row.from_date, row.until_date)


def _name_values(name, from_date, until_date):
    if not name.strip():
        raise Refusal("Give the name.", "name")
    check_order(from_date, until_date)
    return {"name": name.strip(), "from_date": from_date, "until_date": until_date}


# Asked items


@service
def save_asked(family, person, *, seen, said, asked_on, by, at):
    """Save what was said of the asked items (a dict from item to `asked.Said`); the others stay as they are (A10.9).

    What changes and was answered or declined was asked on `asked_on`.
    """
    require(by, family, Can.RECORD)
    person, today = locked(person), timezone.localdate(at)
    check_member(family, person)
    before = asked.answers_of(person)
    check_fingerprint(seen, asked.fingerprint_of(before))
    if asked_on > today:
        raise Refusal("You cannot have asked in the future. Give the day on which you asked.", "asked_on")
    for key, each in said.items():
        _check_said(family, BY_KEY[key], each, before.get(key), today)
    for key, each in said.items():
        _save_answer(person, key, each, before.get(key), asked_on)
    return person


def _check_said(family, item, said, row, today):
    kept = row.values if row else ()
    if wrong := asked.wrong_with(item, said, today=today, kept=kept):
        raise Refusal(wrong.sentence, f"{item.key}_{wrong.part}")
    new = said.to_ask is not None and (row is None or row.to_ask_id != said.to_ask.pk)
    if new and not access_of(said.to_ask, family, today=today).can(Can.RECORD):
        raise Refusal(f"{said.to_ask} does not work with this family. Choose somebody who does.", f"{item.key}_to_ask")


def _save_answer(person, key, said, row, asked_on):
    values = {"answer": said.answer, "values": list(said.values), "to_ask": said.to_ask, "detail": said.detail}
    asked_on = None if said.answer == Answer.NOT_YET_KNOWN else asked_on
    if row is None:
        AskedItem.objects.create(person=person, item=key, asked_on=asked_on, **values)
    elif any(getattr(row, name) != value for name, value in values.items()):
        change(row, asked_on=asked_on, **values)


# Numbers


@service
def put_numbers(family, person, *, seen, by, nhs_number="", upn="", former_upn="", upn_unknown=""):
    """The numbers by which health and education know a person; a changed one with a wrong check digit is refused."""
    require(by, family, Can.LEAD)
    person = locked(person)
    check_member(family, person)
    check_fingerprint(seen, fingerprint_of_numbers(person))
    values = {"nhs_number": compact(nhs_number), "upn": compact(upn), "former_upn": compact(former_upn)}
    for name, number in values.items():
        # One that came in wrong stays until somebody can put it right: it must not stand in the way of the others.
        if number and number != getattr(person, name) and (wrong := WRONG_WITH[name](number)):
            raise Refusal(f"{wrong} Check it against its source.", name)
    if values["upn"] and upn_unknown:
        raise Refusal("Give the unique pupil number, or say why there is none: not both.", "upn_unknown")
    if upn_unknown and upn_unknown not in {code.code for code in codes.read("upn_unknown").codes}:
        raise Refusal("Choose the reason from those offered.", "upn_unknown")
    change(person, upn_unknown=upn_unknown, **values)
    return person


WRONG_WITH = {"nhs_number": wrong_with_nhs_number, "upn": wrong_with_upn, "former_upn": wrong_with_upn}


def fingerprint_of_numbers(person):
    return fingerprint(person.nhs_number, person.upn, person.former_upn, person.upn_unknown)


# Key contacts


@service
def add_key_contact(family, *, profession, from_date, by, form_key=None, **values):
    """A professional around the children (A9.20); a second submission of the same form gives the same one."""
    require(by, family, Can.RECORD)
    # A form sent twice at one moment waits here for itself.
    Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    if form_key and (row := KeyContact.objects.filter(form_key=form_key, family=family).first()):
        return row
    values = _key_contact_values(family, profession=profession, from_date=from_date, **values)
    return KeyContact.objects.create(family=family, form_key=form_key, **values)


@service
def change_key_contact(row, *, seen, profession, from_date, by, **values):
    """Put a key contact right, or say until when they were one."""
    row = KeyContact.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=row.pk)
    require(by, row.family, Can.RECORD)
    check_fingerprint(seen, fingerprint_of_key_contact(row))
    change(row, **_key_contact_values(row.family, profession=profession, from_date=from_date, **values))
    return row


def fingerprint_of_key_contact(row):
    return fingerprint(
        row.profession, row.name, row.organisation, row.telephone, row.email, row.about, row.from_date, row.until_date
    )


def _key_contact_values(
    family, *, profession, from_date, name="", organisation="", telephone="", email="", about=(), until_date=None
):
    if profession not in Profession.values:
        raise Refusal("Choose who it is from those offered.", "profession")
    if not (name.strip() or organisation.strip()):
        raise Refusal("Give the name of the person or of the organisation.", "name")
    if not (telephone.strip() or email.strip()):
        raise Refusal("Give a telephone number or an e-mail address.", "telephone")
    check_order(from_date, until_date)
    members = set(family.familymember_set.values_list("person_id", flat=True))
    if not members.issuperset(person.pk for person in about):
        raise Refusal("Choose people of this family.", "about")
    return {
        "profession": profession, "name": name.strip(), "organisation": organisation.strip(),
        "telephone": telephone.strip(), "email": email.strip(), "about": sorted(person.pk for person in about),
        "from_date": from_date, "until_date": until_date,
    }  # fmt: skip
