"""The people whose names, sounds or births are like what was typed, over those whom the user may find."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, Greatest
from django.db.models.lookups import Exact

from casework.access import families_for, families_to_find
from casework.families.headlines.queries import PlainName
from casework.families.models import Family, FamilyMember
from casework.matching.likeness import Likeness, likeness
from casework.people.models import Person, PersonName
from casework.users.models import Team, User

MAX_CANDIDATES = 60  # of each kind of name, before they are weighed
MAX_MATCHES = 6
MIN_LETTERS = 3  # fewer match everybody


class NameSound(Func):
    function, output_field = "name_sound", TextField()


class Similarity(Func):
    function, output_field = "similarity", FloatField()


class TrigramAlike(Func):
    """The operator that the trigram index serves; its threshold is PostgreSQL's own, 0.3."""

    template, arg_joiner, output_field = "(%(expressions)s)", " %% ", BooleanField()


def people_to_find(user: User, *, today: date) -> QuerySet[Person]:
    """The persons of whom `user` may know that they are known here."""
    families = families_to_find(user, today=today)
    return Person.objects.filter(Exists(FamilyMember.objects.filter(person=OuterRef("pk"), family__in=families)))


def likely_people(
    user: User, *, name: str, born: date | None, today: date, excluding: Iterable[int] = ()
) -> list[tuple[Person, Likeness]]:
    """At most MAX_MATCHES whom the name and birth may mean, the likeliest first; never those of `excluding` (ids)."""
    typed = " ".join(name.split())
    if len(typed) < MIN_LETTERS:
        return []
    people = people_to_find(user, today=today).filter(merged_into=None).exclude(pk__in=excluding)
    weighed = likeness_by_person(people, typed, born)
    best = sorted(weighed.items(), key=lambda pair: -pair[1].points)[:MAX_MATCHES]
    persons = Person.objects.in_bulk([pk for pk, _ in best])
    return [(persons[pk], found) for pk, found in best]


def people_with_ids(ids: Iterable[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=list(ids))


def member_ids(family: Family) -> set[int]:
    """The ids of the persons who belong to the family now."""
    return set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))


def team_of(family: Family, today: date) -> Team | None:
    """The team that works with the family on this day."""
    row = family.familyteam_set.on(today).select_related("team").first()
    return row.team if row else None


def memberships_to_find(user: User, person: Person, *, today: date) -> QuerySet[FamilyMember]:
    """The person's memberships now in families of which `user` may know."""
    memberships = FamilyMember.objects.filter(person=person, until_date=None).select_related("family")
    return memberships.filter(family__in=families_to_find(user, today=today))


def openable_of(user: User, memberships: QuerySet[FamilyMember], *, today: date) -> set[int]:
    """The ids of those of their families that `user` may open."""
    return set(families_for(user, today=today).filter(familymember__in=memberships).values_list("pk", flat=True))


def likeness_by_person(people: QuerySet[Person], typed: str, born: date | None) -> dict[int, Likeness]:
    """By id of the person the greatest likeness of any of their names, where it is enough."""
    found: dict[int, Likeness] = {}
    for pk, other_born, similarity, same_sound in _candidates(people, typed, born):
        each = likeness(similarity=similarity, same_sound=same_sound, born=born, other_born=other_born)
        if each.enough and (pk not in found or each.points > found[pk].points):
            found[pk] = each
    return found


def _candidates(people: QuerySet[Person], typed: str, born: date | None) -> Iterator[tuple]:
    names = PersonName.objects.filter(person__in=people)
    for rows, column, person in ((people, "name", ""), (people, "known_as", ""), (names, "name", "person__")):
        yield from _like_column(rows, column, person, typed, born)


def _like_column(rows: QuerySet, column: str, person: str, typed: str, born: date | None) -> QuerySet:
    name, wanted = PlainName(F(column)), PlainName(Value(typed))
    same_birth = Q(**{f"{person}born": born}) if born else Q(pk__in=[])
    return (
        rows.exclude(**{column: ""})
        .annotate(
            alike=TrigramAlike(name, wanted),
            similarity=Similarity(name, wanted) if person or column != "name" else _called_similarity(name, wanted),
            same_sound=ExpressionWrapper(Q(Exact(NameSound(F(column)), NameSound(Value(typed)))), BooleanField()),
        )
        .filter(Q(alike=True) | Q(same_sound=True) | same_birth)
        .order_by("-similarity", "pk")
        .values_list(f"{person}pk", f"{person}born", "similarity", "same_sound")[:MAX_CANDIDATES]
    )


def _called_similarity(name: Func, wanted: Func) -> Greatest:
    """'Ola Kowalska' is like Aleksandra Kowalska, known as Ola: the likeness of either name."""
    surname = Func(F("name"), Value("[^ ]*$"), function="substring", output_field=TextField())
    called = PlainName(Concat(F("known_as"), Value(" "), surname, output_field=TextField()))
    as_called = Case(When(known_as="", then=Value(0.0)), default=Similarity(called, wanted), output_field=FloatField())
    return Greatest(Similarity(name, wanted), as_called)
