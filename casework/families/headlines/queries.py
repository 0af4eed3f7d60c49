"""What the headline of a family repeats, read from its sources, and the headlines that differ from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import F, Func, Q, QuerySet, TextField
from django.utils import timezone

from casework.access.models import Restriction
from casework.allocations.models import Allocation
from casework.families.models import Family, FamilyMember, FamilyTeam, Headline, InRoleQuerySet
from casework.joins.models import FamilyJoin
from casework.people.known_apart.models import KnownApart
from casework.people.models import Person, PersonName
from casework.practice.calendar import DAY
from casework.referrals.models import Involvement
from casework.users.models import Team, User

Ids = Collection[int]
Values = dict[str, Any]
NUMBERS = ("la_child_id", "nhs_number", "upn", "former_upn")
APART_NUMBERS = NUMBERS[1:]  # the local authority gives one number to one person
SLICE = 500  # families that are compared at a time


class PlainName(Func):
    """In lower case and without accents, as names are searched for and sorted."""

    function, output_field = "plain_name", TextField()


class Period(NamedTuple):
    """`key` holds from a day until a day, both included; `until` None has no end."""

    key: int
    start: date
    until: date | None


def headline_values(families: Ids, today: date) -> dict[int, Values]:
    """By id of the family the columns of its headline that casework's own rows say, as they stand on `today`."""
    standing, names = standing_values(families, today), name_values(families)
    return {pk: standing[pk] | names[pk] for pk in names}


def standing_values(families: Ids, today: date) -> dict[int, Values]:
    """Team, lead, and whether the family's cases are open."""
    teams, leads = _teams(families, today), _leads(families, today)
    closed, never = _closed_on(families), _never_were(families)
    joined = set(FamilyJoin.objects.filter(joined__in=families, undone=False).values_list("joined", flat=True))
    return {
        pk: {
            "team_id": _on(teams[pk], today),
            "lead_id": _on(leads[pk], today),
            "changes_on": min(_changes([*teams[pk], *leads[pk]], today), default=None),
            "open": pk not in joined and pk not in never and closed.get(pk) is None,
            "joined": pk in joined,
            "closed_on": closed.get(pk),
        }
        for pk in families
    }


def _teams(families: Ids, today: date) -> dict[int, list[Period]]:
    rows = FamilyTeam.objects.filter(Q(until_date=None) | Q(until_date__gte=today), family__in=families)
    return _by_family(rows.values_list("family", "team", "from_date", "until_date"))


def _leads(families: Ids, today: date) -> dict[int, list[Period]]:
    """A lead lasts no longer than the worker's part."""
    rows = Allocation.objects.filter(Q(lead_until=None) | Q(lead_until__gte=today), family__in=families)
    rows = rows.filter(Q(until_date=None) | Q(until_date__gte=today), lead_from__isnull=False)
    columns = rows.order_by().values_list("family", "worker", "from_date", "lead_from", "until_date", "lead_until")
    return _by_family(
        (family, worker, max(filter(None, (start, lead_start))), min(filter(None, (until, lead_until)), default=None))
        for family, worker, start, lead_start, until, lead_until in columns
    )


def _by_family(rows: Iterable[tuple[int, int, date, date | None]]) -> dict[int, list[Period]]:
    periods: dict[int, list[Period]] = defaultdict(list)
    for family, key, start, until in rows:
        periods[family].append(Period(key, start, until))
    return periods


def _on(periods: list[Period], today: date) -> int | None:
    return next((each.key for each in periods if each.start <= today <= (each.until or today)), None)


def _changes(periods: list[Period], today: date) -> Iterator[date]:
    """The days to come on which one of these begins, or has ended."""
    for each in periods:
        yield from (day for day in (each.start, each.until and each.until + DAY) if day and day > today)


def _never_were(families: Ids) -> set[int]:
    """Those of whom nobody ever was: the import that made them was undone."""
    rows = InRoleQuerySet(FamilyMember).filter(family__in=families).order_by().values("family")
    return {row["family"] for row in rows.annotate(none=BoolAnd("recorded_wrongly")) if row["none"]}


def _closed_on(families: Ids) -> dict[int, date | None]:
    """By family with a case the day on which the last one closed; None while one is open."""
    found: dict[int, date | None] = {}
    for family, closed in Involvement.objects.filter(family__in=families).order_by().values_list("family", "closed_on"):
        before = found.get(family, closed)
        found[family] = max(before, closed) if before and closed else None
    return found


def name_values(families: Ids) -> dict[int, Values]:
    """The plain name by which each is sorted, and all names and numbers by which it may be searched for.

    Nothing of what another family says while it is restricted: neither what it wrote, nor an entry that it alone has.
    """
    people, known = _people(families), _known_of(families, timezone.localdate())
    named = Family.objects.filter(pk__in=families).annotate(plain=PlainName(F("name")))
    return {
        family.pk: {
            "sort_name": family.plain,
            "names": "\n".join(dict.fromkeys(_words(family, [known[one] for one in people[family.pk]]))),
        }
        for family in named
    }


class Known(NamedTuple):
    """Words by which somebody may be searched for; `only_in` are the families of which alone they are, None: of all."""

    words: list[str]
    only_in: set[int] | None


def _words(family: Any, of_people: list[list[Known]]) -> Iterator[str]:
    yield from (family.plain, family.reference.lower())
    for known in of_people:
        for words, only_in in known:
            if only_in is None or family.pk in only_in:
                yield from words


def _people(families: Ids) -> dict[int, list[int]]:
    """By family everybody who belongs or belonged to it, each by the id that all entries of one person share."""
    rows = FamilyMember.objects.filter(family__in=families).order_by("pk")
    people: dict[int, list[int]] = defaultdict(list)
    for family, person, merged_into in rows.values_list("family", "person", "person__merged_into"):
        people[family].append(merged_into or person)
    return people


def _known_of(families: Ids, today: date) -> dict[int, list[Known]]:
    """By the id that all entries of a person share, the plain names and numbers of all of them."""
    members = Person.objects.filter(memberships__family__in=families)
    of_members = Q(pk__in=members.values("pk")) | Q(pk__in=members.values("merged_into"))
    one = Q(merged_into__in=members.values("pk")) | Q(merged_into__in=members.values("merged_into"))
    people = Person.objects.filter(of_members | one).order_by("pk")
    columns = (PlainName("name"), PlainName("known_as"), *NUMBERS)
    homes, shut = _homes(people, today)
    known: dict[int, list[Known]] = defaultdict(list)
    ones: dict[int, int] = {}
    for pk, merged_into, *words in people.values_list("pk", "merged_into", *columns):
        ones[pk] = merged_into or pk
        known[ones[pk]].append(Known(_plain(words), homes[pk] if homes[pk] and homes[pk] <= shut else None))
    also = PersonName.objects.filter(person__in=list(ones)).order_by("pk")
    for pk, writer, word in also.values_list("person", "family", PlainName("name")):
        known[ones[pk]].append(Known([word], {writer} if writer in shut else None))
    apart = KnownApart.objects.filter(person__in=list(ones)).exclude(said=[]).order_by("pk")
    for pk, writer, *words in apart.values_list("person", "family", *columns[:2], *APART_NUMBERS):
        known[ones[pk]].append(Known(_plain(words), {writer}))
    return known


def _plain(words: Iterable[Any]) -> list[str]:
    return [str(word).lower() for word in words if word]


def _homes(people: QuerySet[Person], today: date) -> tuple[dict[int, set[int]], set[int]]:
    """By person (id) the ids of all their families, and the ids of those of them that are restricted."""
    homes: dict[int, set[int]] = defaultdict(set)
    rows = FamilyMember.objects.filter(person__in=people.order_by().values("pk")).order_by()
    for person, family in rows.values_list("person", "family"):
        homes[person].add(family)
    restricted = Restriction.objects.on(today).order_by().values_list("family", flat=True)
    return homes, set(restricted)


def team_and_lead(family: Family, today: date) -> tuple[Team | None, User | None]:
    """Of the day: as the headline says, unless something began or ended by its date and was not carried over yet."""
    headline = family.headline
    if headline.changes_on is None or headline.changes_on > today:
        return headline.team, headline.lead
    team = family.familyteam_set.on(today).select_related("team").first()
    lead = family.allocation_set.leading(today).select_related("worker").first()
    return team.team if team else None, lead.worker if lead else None


def families_ever_of(people: Iterable[int]) -> list[int]:
    """The ids of the families to which these persons (ids), or other entries of them, belong or belonged, in order."""
    ones = Person.objects.filter(pk__in=list(people))
    entries = Q(person__in=ones.values("pk")) | Q(person__in=ones.values("merged_into"))
    entries |= Q(person__merged_into__in=ones.values("pk")) | Q(person__merged_into__in=ones.values("merged_into"))
    return list(FamilyMember.objects.filter(entries).order_by("family").values_list("family", flat=True).distinct())


def due_to_change(today: date) -> QuerySet[Headline]:
    """The headlines of which something ends or begins by its date, on that day or before."""
    return Headline.objects.filter(changes_on__lte=today).order_by("pk")


def changes_in(families: Ids, values: dict[int, Values]) -> Iterator[tuple[int, Values]]:
    """Of these families (ids) those whose headlines differ from `values`, with what is to change."""
    existing = Headline.objects.in_bulk(families)
    for pk, wanted in values.items():
        headline = existing.get(pk)
        changed = {name: value for name, value in wanted.items() if getattr(headline, name, None) != value}
        if changed or headline is None:
            yield pk, changed
