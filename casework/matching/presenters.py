"""Whom somebody about to be entered may be: each with the reasons, and where they are known."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from casework.ages import Span
from casework.families.models import Family
from casework.matching.likeness import Likeness
from casework.matching.queries import likely_people, memberships_to_find
from casework.people.models import Person
from casework.users.models import User
from casework.words import say_age, say_date


class KnownFamily(NamedTuple):
    """One family in which the person is known, or was until a day; `url_id` is its id where the user may open it."""

    family: str
    team: str
    lead: str
    url_id: int | None
    until: str = ""


class Match(NamedTuple):
    """`here` says that the person belongs already to the family for which was asked."""

    person: Person
    likeness: Likeness
    known: list[KnownFamily]
    age: str = ""
    here: bool = False

    @property
    def reasons(self) -> str:
        return ", ".join(self.likeness.why)


def likely_matches(
    user: User, *, name: str, today: date, born: Span | None = None, excluding: Iterable[int] = (),
    family: Family | None = None,
) -> list[Match]:  # fmt: skip
    """The likeliest first; `excluding` are ids of persons that are not meant, `family` the one that is asked for."""
    found = likely_people(user, name=name, born=born, today=today, excluding=excluding)
    members: dict[int, list[Any]] = {pk: [] for pk in found}
    for member in memberships_to_find(user, found, today=today) if found else ():
        members[member.person_id].append(member)
    return [_match(found[pk], of_person, today, family) for pk, of_person in members.items()]


def _match(likeness: Likeness, members: list[Any], today: date, family: Family | None) -> Match:
    person, now = members[0].person, [member for member in members if member.until_date is None]
    # Not 'in no family now': they may be in one of which nothing may be told.
    known = now or sorted(members, key=lambda member: member.until_date)[-1:]
    here = family is not None and any(member.family_id == family.pk for member in now)
    return Match(person, likeness, [_known_family(member) for member in known], say_age(person, today), here)


def matches_for_new_person(user: User, family: Family, *, name: str, born: Span | None, today: date) -> list[Match]:
    """The same for somebody about to be entered in `family`, with whether they belong to it already."""
    return likely_matches(user, name=name, born=born, today=today, family=family)


def possible_duplicates(user: User, person: Person, *, today: date) -> list[Match]:
    """Whom `person` may be the same as."""
    name = person.name if person.name_known else person.known_as
    return likely_matches(user, name=name, born=person.birth, excluding=[person.pk], today=today)


def duplicates_page(family: Family, person: Person, found: list[Match]) -> dict[str, Any]:
    """What the page shows on which two records of one person are linked, or taken apart."""
    duplicates = list(person.merged.all())
    return {
        "person": person,
        "matches": found,
        "duplicates": duplicates,
        "may_link": bool(found) and not person.merged_into and not duplicates,
    }


def known_families(user: User, person: Person, *, today: date) -> list[KnownFamily]:
    """In which families the person is known, as far as `user` may know it."""
    return [_known_family(row) for row in memberships_to_find(user, [person.pk], today=today).filter(until_date=None)]


def _known_family(member: Any) -> KnownFamily:
    """`member` as `memberships_to_find` gives it."""
    team, lead = member.family.headline.team, member.family.headline.lead
    url_id = member.family_id if member.openable else None
    return KnownFamily(
        str(member.family),
        str(team or ""),
        str(lead or ""),
        url_id,
        say_date(member.until_date) if member.until_date else "",
    )
