"""The person's page: who they are, what was asked of them, and who is around them."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from casework.access import Can
from casework.families.models import CHILDREN, Family, FamilyMember, FamilyRole
from casework.people.asked_items.models import ITEMS, Answer, AskedItem
from casework.people.asked_items.queries import combined_answers_of, workers_to_ask
from casework.people.checks import nhs_number_error, upn_error
from casework.people.contact_details.presenters import MaskedContact, contacts_for
from casework.people.family_time.presenters import family_time_lines, former_family_time_lines
from casework.people.key_contacts.presenters import former_key_contacts_of, key_contacts_of
from casework.people.models import Person, PersonName
from casework.people.not_known.queries import something_is_not_known
from casework.people.own_right.presenters import own_right_context
from casework.people.queries import lives_there_since, may_be_a_pupil, other_names, relationships_of
from casework.people.responsibility.presenters import NOT_RECORDED, lines_of_child, lines_of_holder
from casework.people.safe_contacts.presenters import former_safe_contact_lines, safe_contact_lines
from casework.protections.models import Protection
from casework.protections.presenters import out_of_hours
from casework.protections.queries import protections_of, readers_with_access
from casework.users.models import User
from casework.words import isolated, say_age, say_birth, say_date

CORE_FIELDS = ("known_as", "sex", "born", "expected", "about_age", "about_age_on")


def recorded_values(member: FamilyMember) -> dict[str, Any]:
    """The initial values of the form of a correction."""
    person = member.person
    values = {name: getattr(person, name) for name in CORE_FIELDS}
    name = {"name": person.name if person.name_known else "", "name_not_known": not person.name_known}
    asker = {"birth_to_be_asked_by": person.birth_to_be_asked_by_id}
    return values | name | asker | {"in_household": member.in_household}


def who_may_ask(family: Family, person: Person, today: date) -> QuerySet[User]:
    """Those who may be named as asking for the birth, and who is named now."""
    return workers_to_ask(family, today, also=filter(None, [person.birth_to_be_asked_by_id]))


def person_page(family: Family, member: FamilyMember, user: User, today: date) -> dict[str, Any]:
    """All that the person's page shows to `user`; who has left the family, or died, is still read about."""
    person, access = member.person, family.access
    here = member.until_date is None
    contacts = contacts_for(user, family, person=person)
    whose = protections_of(person.all_ids, family)
    return {
        "heading": person.full_name,
        "caption": caption(member),
        "member": member,
        "has_plans": family.children_ever().filter(pk=person.pk).exists(),
        **duplicates_of(family, person),
        **own_right_context(family, person, user, today),
        "person": person,
        "core": list(core_facts(member, today)),
        "names": [(row, _since(row)) for row in other_names(family, person, user)],
        "asked": asked_facts(family, person, user),
        "missing": ", ".join(essentials_missing(member)),
        "numbers": list(number_facts(member, today)),
        "contacts": [contact for contact in contacts if not _is_former(contact, today)],
        "former_contacts": [contact for contact in contacts if _is_former(contact, today)],
        "key_contacts": key_contacts_of(family, today, person=person, user=user),
        "former_key_contacts": former_key_contacts_of(family, today, person=person, user=user),
        "relationships": relationship_sentences(family, person),
        **around(family, member, user, today),
        "may_record": access.can(Can.RECORD),
        "may_add": access.can(Can.RECORD) and here,
        "may_learn": access.can(Can.RECORD) and here and something_is_not_known(person),
        "may_lead": access.can(Can.LEAD) and here,
        "may_unprotect": access.can(Can.LEAD),
        "may_take_over": _unread(contacts) if access.can(Can.DECIDE) else [],
        "protections": list(whose),
        "out_of_hours": out_of_hours() if any(contact.protected for contact in contacts) else "",
    }


def around(family: Family, member: FamilyMember, user: User, today: date) -> dict[str, Any]:
    """Who holds parental responsibility for a child, or for whom a person holds it; family time; safe contact."""
    person, is_child = member.person, member.role in CHILDREN
    holders, former_holders = lines_of_child(family, person, user, today) if is_child else ([], [])
    return {
        "is_child": is_child,
        "holders": holders,
        "former_holders": former_holders,
        "none_holds_it": NOT_RECORDED,
        "holds_it": lines_of_holder(family, person, user, today),
        "family_time": family_time_lines(family, [person], user, today),
        "former_family_time": former_family_time_lines(family, [person], user, today),
        "safe_contact": safe_contact_lines(family, [person], user, today),
        "former_safe_contact": former_safe_contact_lines(family, [person], user, today),
    }


def _is_former(contact: MaskedContact, today: date) -> bool:
    return contact.until_date is not None and contact.until_date < today


def _unread(contacts: list[MaskedContact]) -> list[int]:
    """The ids of the protected ones that nobody who is named may read any more."""
    hidden = [contact for contact in contacts if not contact.readable]
    kept_by = Protection.objects.filter(pk__in={contact.protection_id for contact in hidden})
    unread = {row.pk for row in kept_by if not readers_with_access(row)}
    return [contact.pk for contact in hidden if contact.protection_id in unread]


def person_url(family: Family, person: Person | None = None) -> str:
    """The page of the person, or that of all people of the family."""
    return reverse("person", args=[family.pk, person.pk]) if person else reverse("people", args=[family.pk])


NOT_STATED = ("", "N0")
NUMBERS = ("nhs_number", "upn", "former_upn", "upn_unknown")


class PersonFact(NamedTuple):
    """`caution` is a sentence about what cannot be right."""

    label: str
    words: str
    small: str = ""
    caution: str = ""


def caption(member: FamilyMember) -> str:
    """The small line above the person's name."""
    return f"{member.get_role_display()}, {_household(member)[:1].lower()}{_household(member)[1:]}"


def core_facts(member: FamilyMember, today: date) -> Iterator[PersonFact]:
    """Name, birth, sex and household of a person, in the words of the page."""
    person = member.person
    known_as = f"known as {isolated(person.known_as)}" if person.known_as else ""
    yield PersonFact("Name", person.full_name, known_as)
    yield _birth_fact(person, today)
    if person.died:
        yield PersonFact("Died", say_date(person.died))
    yield PersonFact("Sex", person.get_sex_display())
    yield PersonFact("In this family", member.get_role_display(), member.role_because)
    yield PersonFact("Household", _household(member), _dates(lives_there_since(member), member.until_date))
    if person.la_child_id:
        yield PersonFact("Local authority’s number", person.la_child_id)


def _birth_fact(person: Person, today: date) -> PersonFact:
    if person.expected and person.pregnancy_ended_on:
        return PersonFact(
            "Expected", say_date(person.expected), f"the pregnancy ended on {say_date(person.pregnancy_ended_on)}"
        )
    if person.expected:
        return PersonFact("Expected", say_date(person.expected))
    age, birth = say_age(person, today), say_birth(person)
    age = age if person.died or person.born is None else f"aged {age}"
    asker = f"{person.birth_to_be_asked_by} will ask" if person.birth_to_be_asked_by else ""
    small = [age if person.birth or person.died else "", asker]
    return PersonFact("Born", birth[:1].upper() + birth[1:], "; ".join(filter(None, small)))


def _household(member: FamilyMember) -> str:
    if member.until_date:
        return "Not of this family any more"
    return "Lives in the family’s household" if member.in_household else "Lives elsewhere"


def _since(row: PersonName) -> str:
    return _dates(row.from_date, row.until_date)


def _dates(since: date | None, until: date | None) -> str:
    dates = (("since", since), ("until", until))
    return ", ".join(f"{word} {say_date(day)}" for word, day in dates if day)


def asked_facts(family: Family, person: Person, user: User | None = None) -> list[PersonFact]:
    """Each asked item with its answer, who asks, and when it was asked (A10.9)."""
    answers = combined_answers_of(family, person, user)
    return [_asked_fact(item.label, answers.get(item.key)) for item in ITEMS]


def _asked_fact(label: str, row: AskedItem | None) -> PersonFact:
    if row is None:
        return PersonFact(label, "Not asked yet")
    if row.answer == Answer.NOT_YET_KNOWN:
        return PersonFact(label, "Not yet known", f"{row.to_ask} will ask")
    asked_on = f"asked on {say_date(row.asked_on)}" if row.asked_on else ""
    if row.answer == Answer.DECLINED:
        return PersonFact(label, "Declined to say", asked_on)
    return PersonFact(label, row.get_values_display(), "; ".join(filter(None, (row.detail, asked_on))))


def number_facts(member: FamilyMember, today: date) -> Iterator[PersonFact]:
    """NHS number and pupil numbers, each with a caution where its check digit is wrong."""
    person = member.person
    rows = [person, *person.merged.all()]
    known = {name: next(filter(None, (getattr(row, name) for row in rows)), "") for name in NUMBERS}
    nhs, upn, former = (known[name] for name in ("nhs_number", "upn", "former_upn"))
    yield _number_fact("NHS number", _spaced(nhs), nhs and nhs_number_error(nhs))
    if not may_be_a_pupil(member, today) and not (upn or former):
        return
    why = Person.upn_unknown.field.label(known["upn_unknown"])
    yield _number_fact("Unique pupil number", upn, upn and upn_error(upn), why)
    if former:
        yield _number_fact("Former unique pupil number", former, upn_error(former))


def _number_fact(label: str, words: str, wrong: str, why: str = "") -> PersonFact:
    return PersonFact(label, words or "None recorded", why, f"{wrong} Check it against its source." if wrong else "")


def _spaced(number: str) -> str:
    """As health writes it: '943 476 5919'."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number


def essentials_missing(member: FamilyMember) -> list[str]:
    """What A10.9 calls essential of a child we work with and is not known yet; [] for others, and for the dead."""
    family, person = member.family, member.person
    if member.role != FamilyRole.CHILD or person.died or person.pregnancy_ended_on:
        return []
    answer = combined_answers_of(family, person).get("ethnicity")
    known = answer is not None and answer.answer != Answer.NOT_YET_KNOWN
    unstated = family.involvement_set.filter(child__in=person.all_ids, closed_on=None, need__in=NOT_STATED).exists()
    missing = {
        "name": not person.name_known,
        "exact date of birth" if person.birth else "date of birth": person.born is None and person.expected is None,
        "ethnicity": not known,
        "primary need": unstated,
    }
    return [what for what, is_missing in missing.items() if is_missing]


def duplicates_of(family: Family, person: Person) -> dict[str, Any]:
    """The names under which the same person was entered too, and the row into which this one was merged."""
    entered_as = [other.full_name for other in person.merged.all() if other.name != person.name]
    into = person.merged_into
    here = into is not None and family.familymember_set.filter(person=into).exists()
    return {"entered_as": entered_as, "same_as": into, "same_as_here": here}


def relationship_sentences(family: Family, person: Person) -> list[str]:
    """The sentences about this person and others of this family that hold now."""
    return list(dict.fromkeys(row.sentence for row in relationships_of(family, person)))
