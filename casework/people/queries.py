"""Rows about persons, and the fingerprints of what their pages showed."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from casework.access import restricted_families, unrestricted
from casework.families.models import CHILDREN, Family, FamilyMember, FamilyRole
from casework.people.models import Person, PersonName, by_birth, entries_of_ones
from casework.relationships.models import Relationship
from casework.trail.reading import asked_once
from casework.trail.rows import fingerprint
from casework.users.models import TeamMembership, User

LAST_PUPIL = 19


def fingerprint_of_member(member: FamilyMember) -> str:
    """What the page of a correction showed of a member."""
    person = member.person
    return fingerprint(
        person.name, person.known_as, person.sex, person.born, person.expected, person.about_age, person.about_age_on,
        person.birth_to_be_asked_by_id, member.in_household,
    )  # fmt: skip


def people_in(family: Family, *roles: str) -> QuerySet[Person]:
    """The persons who belong to the family now, in one of `roles` if any are named, for the choices of a form.

    Who was entered twice is there once.
    """
    members = family.members_now().order_by().filter(role__in=roles or FamilyRole.values)
    return Person.objects.filter(pk__in=members.values("person")).order_by(family.rank_of_person(), by_birth(), "name")


def person_of_family(family: Family, person: Person) -> Person:
    """The person as saved now, who is or was of this family; raises Person.DoesNotExist for anybody else."""
    return family.people_ever().get(pk=person.pk)


def latest_membership(family: Family, person_id: int) -> FamilyMember | None:
    """The person's place in this family, the present one or the latest; None where there is none."""
    rows = family.familymember_set.filter(person_id=person_id).select_related("person")
    return rows.order_by(F("until_date").desc(nulls_first=True), "-pk").first()


def team_and_workers(family: Family, today: date, roles: Iterable[str], also: Iterable[int]) -> QuerySet[User]:
    """The active users who hold one of `roles` in the family's team or are allocated to it, and `also` (ids)."""
    teams = family.familyteam_set.on(today).values("team")
    members = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles).values("user")
    allocated = family.allocation_set.on(today).order_by().values("worker")
    return User.objects.filter(Q(pk__in=also) | Q(pk__in=members, is_active=True) | Q(pk__in=allocated, is_active=True))


def fingerprint_of_name(row: PersonName) -> str:
    return fingerprint(row.name, row.kind, row.from_date, row.until_date)


def fingerprint_of_numbers(person: Person) -> str:
    return fingerprint(person.nhs_number, person.upn, person.former_upn, person.upn_unknown)


def under(person: Person, years: int, today: date) -> bool:
    """Whether the person may be younger than so many years on `today`: False where nothing is known of the birth."""
    return person.birth is not None and not person.has_attained(years, today)


def lives_there_since(member: FamilyMember) -> date | None:
    """Since when the person lives where this membership says: one that only has another role goes on from the last."""
    if not member.role_because or member.from_date is None:
        return member.from_date
    before = FamilyMember.objects.filter(
        family=member.family_id, person=member.person_id, in_household=member.in_household, ended_because="",
        until_date=member.from_date - timedelta(days=1),
    ).first()  # fmt: skip
    return lives_there_since(before) if before else member.from_date


def may_be_a_pupil(member: FamilyMember, today: date) -> bool:
    """Whether the person may have a pupil's numbers: a child of the family, or not 19 yet whatever they are in it."""
    return member.role in CHILDREN or under(member.person, LAST_PUPIL, today)


def other_names(family: Family, person: Person, user: User | None) -> QuerySet[PersonName]:
    """The other names of the person and of the same person entered twice, as `user` reads them in `family`."""
    return PersonName.objects.filter(said_in(family, user, timezone.localdate()), person__in=person.all_ids)


def said_in(family: Family | int, user: User | None, today: date) -> Q:
    """The condition that a row about a person is read in the pages of `family`, to which the person belongs.

    What that family wrote, and what any other did, but for a restricted one that the user may not find. `user` None
    stands for whoever holds a paper, or reads a list.
    """
    found = _unrestricted_now(today) if user is None else unrestricted(user, today=today, family="family")
    return Q(family=family) | found


def relationships_of(family: Family, person: Person) -> QuerySet[Relationship]:
    """The relationships between this person and others of this family that hold now."""
    return family.relationships_now().filter(Q(person__in=person.all_ids) | Q(other__in=person.all_ids))


def read_in(family: Family, people: Iterable[Person] | None, user: User | None, today: date, *, field: str) -> Q:
    """The condition that a row about one of `people`, in `field`, is read in the pages of `family` by `user`.

    What the family wrote itself; and of those who belong to it now what any other family wrote, but for a restricted
    one that the user may not find. `people` None stands for all, `user` None for whoever holds a paper.
    """
    here = _ones_here(family)
    wanted = here if people is None else {person.one_id for person in people}
    # Asked of all who are here as well, so that the next of these questions on a page has the answer.
    entries = [(pk, one) for pk, one in _entries_of(frozenset(here | wanted)) if one in wanted]
    of_others = Q(**{f"{field}__in": [pk for pk, one in entries if one in here]}) & said_in(family, user, today)
    of_one = Q() if people is None else Q(**{f"{field}__in": [pk for pk, _ in entries]})
    return of_one & (Q(family=family) | of_others)


def names_of(people: Iterable[int], known: Iterable[Person] = ()) -> dict[int, str]:
    """By id what these persons (ids) are called, an entry as its main one; `known` are rows that were read already."""
    names = {person.pk: str(person) for person in known if person.merged_into_id is None}
    missing = {pk for pk in people if pk not in names}
    rows = Person.objects.select_related("merged_into").in_bulk(missing) if missing else {}
    return names | {pk: str(person.merged_into or person) for pk, person in rows.items()}


def _unrestricted_now(today: date) -> Q:
    return ~Q(family__in=restricted_families(today))


def _entries_of(ones: frozenset[int]) -> list[tuple[int, int]]:
    """The ids of all entries of these persons, each with the id that all entries of one share."""
    rows = entries_of_ones(ones).only("pk", "merged_into")
    return asked_once(("entries", ones), lambda: [(row.pk, row.one_id) for row in rows])


def _ones_here(family: Family) -> set[int]:
    """Of those who belong to the family now the ids that all entries of one person share."""
    members = family.familymember_set.filter(until_date=None).order_by()
    rows = members.values_list("person", "person__merged_into")
    return asked_once(("ones", family.pk), lambda: {merged or pk for pk, merged in rows})


def entries_here(family: Family) -> list[int]:
    """The ids of all entries of those who belong to the family now."""
    return [pk for pk, _ in _entries_of(frozenset(_ones_here(family)))]


def choosable(family: Family, *, besides: Person, named: Person | None = None) -> QuerySet[Person]:
    """Whoever belongs or belonged to the family, and the one whom another family's record named; not `besides`."""
    of_family = Q(pk__in=family.familymember_set.order_by().values("person"))
    also = Q(pk=named.pk) if named else Q(pk__in=[])
    return Person.objects.filter(of_family | also).exclude(pk__in=besides.all_ids)
