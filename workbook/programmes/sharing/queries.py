"""What parents and carers said of sharing with each other, and who is not taken to share without being asked (A5.6)."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from casework.access import families_for
from casework.families.models import Family, FamilyRole
from casework.joins.queries import ids_of_joined
from casework.people.models import Person, entries_of_ones
from casework.relationships.models import Relationship, RelationshipKind
from casework.users.models import User
from casework.warnings.models import WarningKind
from casework.warnings.queries import current_warnings
from casework.words import say_date
from workbook.programmes.sharing.models import Sharing, SharingChoice

TIES_OF_PARTNERS = (RelationshipKind.PARTNER, RelationshipKind.FORMER_PARTNER)
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
    """All that was said in it and in those that were joined to it, what was said last first."""
    return list(_in_order(SharingChoice.objects.filter(family__in=[family.pk, *ids_of_joined(family)])))


def _in_order(rows: QuerySet[SharingChoice]) -> QuerySet[SharingChoice]:
    """By the day on which it was said: what is recorded late was not said later."""
    return rows.select_related("parent", "with_whom", "by", "family").order_by("-said_on", "-at", "-pk")


def choices_now(family: Family) -> list[SharingChoice]:
    """What stands: of each two what the one said last of the other."""
    return _standing(choices_of(family))


def _standing(choices: Iterable[SharingChoice]) -> list[SharingChoice]:
    """Of `choices`, the latest first, the first of each two."""
    latest: dict[tuple[int, int], SharingChoice] = {}
    for each in choices:
        latest.setdefault((each.parent.one_id, each.with_whom.one_id), each)
    return list(latest.values())


def refusals_elsewhere(family: Family, people: Iterable[Person], reader: User) -> list[SharingChoice]:
    """Where one of `people` last said in another family, which `reader` may open, that they do not share with another.

    Of a family that is kept from the reader nothing is told: not even that something was said.
    """
    entries = entries_of_ones({person.one_id for person in people})
    here = [family.pk, *ids_of_joined(family)]
    families = families_for(reader).values("pk").union(Family.objects.filter(pk__in=here).values("pk"))
    said = _in_order(SharingChoice.objects.filter(parent__in=entries, with_whom__in=entries, family__in=families))
    return [each for each in _standing(said) if each.choice == Sharing.DOES_NOT and each.family_id not in here]


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


def presumed(family: Family, reader: User) -> list[Person]:
    """The parents and carers who are chosen already when a page asks with whom a programme is shared.

    Never one outside the household or under a non-contact condition; of two who have parted, or of whom one does not
    share with the other here or in another family that `reader` may open, neither.
    """
    hindered = hindrances(family, reader)
    alone = {pk for pk, why in hindered.items() if any(each.other is None for each in why)}
    left = [person for person in parents_in(family) if person.one_id not in alone]
    ids = {person.one_id for person in left}
    return [person for person in left if ids.isdisjoint(_not_with(hindered, person))]


def _not_with(hindered: dict[int, list[Hindrance]], person: Person) -> set[int]:
    return {each.other for each in hindered.get(person.one_id, ()) if each.other is not None}


def hindrances(family: Family, reader: User) -> dict[int, list[Hindrance]]:
    """By the parent's `one_id` why they are not taken to share with the others; who is taken to share is left out.

    What was said in another family is told to a `reader` who may open that family.
    """
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
    for each, where in _refusals(family, parents.values(), reader):
        sentence = f"{each.parent} does not share with {each.with_whom}, said on {say_date(each.said_on)}{where}."
        for pk in each.both & parents.keys():
            [of] = each.both - {pk}
            found.setdefault(pk, []).append(Hindrance(sentence, of))
    return found


def _refusals(family: Family, parents: Collection[Person], reader: User) -> list[tuple[SharingChoice, str]]:
    """Those of this family, then those of others; with the words that say where."""
    here = refusals_among(family, parents)
    pairs = {(each.parent.one_id, each.with_whom.one_id) for each in here}
    elsewhere = [
        each
        for each in refusals_elsewhere(family, parents, reader)
        if (each.parent.one_id, each.with_whom.one_id) not in pairs
    ]
    return [*((each, "") for each in here), *((each, f" in the family {each.family}") for each in elsewhere)]


def _outside(family: Family) -> set[int]:
    return {member.person.one_id for member in family.members_now() if not member.in_household}


def _under_condition(family: Family, parents: Collection[int]) -> set[int]:
    """Those under a condition, in whichever family it was written; all of them, where one does not say whom."""
    conditions = [each for each in current_warnings(family) if each.kind == WarningKind.NON_CONTACT]
    if any(each.person is None for each in conditions):
        return set(parents)
    return {each.person.one_id for each in conditions if each.person} & set(parents)


def _parted(family: Family) -> list[tuple[int, int]]:
    """Pairs of whom it is known last that they have parted: a tie as partners that ended says so too."""
    rows = family.relationship_set.filter(kind__in=TIES_OF_PARTNERS, recorded_wrongly=False)
    last: dict[frozenset[int], bool] = {}
    for row in sorted(rows.select_related("person", "other"), key=_how_late):
        together = (row.kind == RelationshipKind.PARTNER) == (row.until_date is None)
        last[frozenset((row.person.one_id, row.other.one_id))] = together
    return [(min(pair), max(pair)) for pair, together in last.items() if not together and len(pair) == 2]


def _how_late(row: Relationship) -> tuple[bool, bool, date, int]:
    """What holds now comes after what ended, and of what holds that they are partners."""
    holds = row.until_date is None
    return holds, holds and row.kind == RelationshipKind.PARTNER, row.until_date or date.max, row.pk
