"""What parents and carers said of sharing with each other, and who is not taken to share without being asked (A5.6)."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from casework.families.models import Family, FamilyRole
from casework.people.models import Person
from casework.relationships.models import RelationshipKind
from casework.warnings.models import WarningKind
from casework.warnings.queries import current_warnings
from casework.words import say_date
from workbook.programmes.sharing.models import Sharing, SharingChoice

OUTSIDE = "Does not live in the household."
NON_CONTACT = "A bail or non-contact condition is in force: read the alert before you choose."


class Hindrance(NamedTuple):
    """Why somebody is not taken to share, in a sentence without any reason; `other` is with whom, None: with nobody."""

    sentence: str
    other: int | None = None


def parents_in(family: Family) -> list[Person]:
    """The living parents and carers who belong to the family now."""
    return [person for person in family.in_role_now(FamilyRole.PARENT) if person.died is None]


def choices_of(family: Family) -> list[SharingChoice]:
    """All that was said, the latest first."""
    return list(family.sharingchoice_set.select_related("parent", "with_whom", "by"))


def choices_now(family: Family) -> list[SharingChoice]:
    """What stands: of each two the latest that the one said of the other."""
    latest: dict[tuple[int, int], SharingChoice] = {}
    for each in choices_of(family):
        latest.setdefault((each.parent.one_id, each.with_whom.one_id), each)
    return list(latest.values())


def refusals_among(family: Family, people: Iterable[Person]) -> list[SharingChoice]:
    """Where one of `people` does not share with another of them."""
    ids = {person.one_id for person in people}
    return [each for each in choices_now(family) if each.choice == Sharing.DOES_NOT and each.both <= ids]


def why_own(family: Family, parents: Collection[Person]) -> list[SharingChoice]:
    """What `parents` themselves said of not sharing with others of the family: theirs to read, and nobody else's."""
    ids = {person.one_id for person in parents}
    return [
        each
        for each in choices_now(family)
        if each.choice == Sharing.DOES_NOT and each.parent.one_id in ids and each.with_whom.one_id not in ids
    ]


def presumed(family: Family) -> list[Person]:
    """The parents and carers who are chosen already when a page asks with whom a programme is shared.

    Never one outside the household or under a non-contact condition; of two who have parted, or of whom one does not
    share with the other, neither.
    """
    hindered = hindrances(family)
    alone = {pk for pk, why in hindered.items() if any(each.other is None for each in why)}
    left = [person for person in parents_in(family) if person.one_id not in alone]
    ids = {person.one_id for person in left}
    return [person for person in left if ids.isdisjoint(_not_with(hindered, person))]


def _not_with(hindered: dict[int, list[Hindrance]], person: Person) -> set[int]:
    return {each.other for each in hindered.get(person.one_id, ()) if each.other is not None}


def hindrances(family: Family) -> dict[int, list[Hindrance]]:
    """By the parent's `one_id` why they are not taken to share with the others; who is taken to share is left out."""
    parents = {person.one_id: person for person in parents_in(family)}
    found: dict[int, list[Hindrance]] = {}
    for pk in _outside(family) & parents.keys():
        found.setdefault(pk, []).append(Hindrance(OUTSIDE))
    for pk in _under_condition(family, parents.keys()):
        found.setdefault(pk, []).append(Hindrance(NON_CONTACT))
    for one, other in _parted(family):
        for pk, of in ((one, other), (other, one)):
            if pk in parents and of in parents:
                found.setdefault(pk, []).append(Hindrance(f"Former partner of {parents[of]}.", of))
    for each in refusals_among(family, parents.values()):
        sentence = f"{each.parent} does not share with {each.with_whom}, said on {say_date(each.said_on)}."
        for pk in each.both & parents.keys():
            [of] = each.both - {pk}
            found.setdefault(pk, []).append(Hindrance(sentence, of))
    return found


def _outside(family: Family) -> set[int]:
    return {member.person.one_id for member in family.members_now() if not member.in_household}


def _under_condition(family: Family, parents: Collection[int]) -> set[int]:
    """Those under a condition, in whichever family it was written; all of them, where one does not say whom."""
    conditions = [each for each in current_warnings(family) if each.kind == WarningKind.NON_CONTACT]
    if any(each.person is None for each in conditions):
        return set(parents)
    return {each.person.one_id for each in conditions if each.person} & set(parents)


def _parted(family: Family) -> list[tuple[int, int]]:
    rows = family.relationships_now().filter(kind=RelationshipKind.FORMER_PARTNER)
    return [(row.person.one_id, row.other.one_id) for row in rows]
