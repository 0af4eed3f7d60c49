"""Whom somebody about to be entered may be: each with the reasons, and where they are known."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from casework.allocations.queries import family_lead
from casework.families.models import Family
from casework.matching.likeness import Likeness
from casework.matching.queries import (
    likely_people,
    member_ids,
    memberships_to_find,
    openable_of,
    team_of,
)
from casework.people.models import Person
from casework.users.models import User
from casework.words import say_age


class KnownFamily(NamedTuple):
    """One family in which the person is known; `url_id` is its id where the user may open it, else None."""

    family: str
    team: str
    lead: str
    url_id: int | None


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
    user: User, *, name: str, today: date, born: date | None = None, excluding: Iterable[int] = ()
) -> list[Match]:
    """The likeliest first; `excluding` are ids of persons that are not meant."""
    found = likely_people(user, name=name, born=born, today=today, excluding=excluding)
    return [
        Match(person, likeness, known_families(user, person, today=today), say_age(person, today))
        for person, likeness in found
    ]


def matches_for_new_person(user: User, family: Family, *, name: str, born: date | None, today: date) -> list[Match]:
    """The same for somebody about to be entered in `family`, with whether they belong to it already."""
    here = member_ids(family)
    found = likely_matches(user, name=name, born=born, today=today)
    return [match._replace(here=match.person.pk in here) for match in found]


def possible_duplicates(user: User, person: Person, *, today: date) -> list[Match]:
    """Whom `person` may be the same as."""
    return likely_matches(user, name=person.name, born=person.born, excluding=[person.pk], today=today)


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
    memberships = memberships_to_find(user, person, today=today)
    openable = openable_of(user, memberships, today=today)
    return [_known_family(member.family, member.family_id in openable, today) for member in memberships]


def _known_family(family: Family, openable: bool, today: date) -> KnownFamily:
    team, lead = team_of(family, today), family_lead(family)
    return KnownFamily(
        str(family), str(team) if team else "", str(lead.worker) if lead else "", family.pk if openable else None
    )
