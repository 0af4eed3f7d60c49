"""The people whose names, sounds or births are like what was typed, over those whom the user may find."""

from collections.abc import Iterable
from datetime import date
from typing import Any

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

from casework.access import reach, reach_to_find, unrestricted
from casework.ages import Span
from casework.families.headlines.queries import PlainName
from casework.families.models import FamilyMember
from casework.masks.current import is_held_back, shown
from casework.matching.likeness import Likeness, likeness
from casework.people.models import Person, PersonName, birth_span
from casework.users.models import User

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
    found = FamilyMember.objects.filter(reach_to_find(user, today=today, family="family"), person=OuterRef("pk"))
    return Person.objects.filter(Exists(found))


def likely_people(
    user: User, *, name: str, born: Span | None, today: date, excluding: Iterable[int] = ()
) -> dict[int, Likeness]:
    """By id at most MAX_MATCHES whom the name and birth may mean, the likeliest first; never those of `excluding`."""
    typed = " ".join(name.split())
    if len(typed) < MIN_LETTERS:
        return {}
    people = people_to_find(user, today=today).filter(merged_into=None).exclude(pk__in=excluding)
    weighed = likeness_by_person(people, _names_of(people, user, today), typed, born)
    return dict(sorted(weighed.items(), key=lambda pair: -pair[1].points)[:MAX_MATCHES])


def people_with_ids(ids: Iterable[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=list(ids))


def memberships_to_find(user: User, people: Iterable[int], *, today: date) -> QuerySet[Any]:
    """The memberships, former ones too, of these persons (ids) in families of which `user` may know.

    Each knows, as `openable`, whether `user` may open the family.
    """
    openable = ExpressionWrapper(reach(user, today=today, family="family"), BooleanField())
    return (
        FamilyMember.objects.filter(reach_to_find(user, today=today, family="family"), person__in=list(people))
        .select_related("person", "family__headline__team", "family__headline__lead")
        .annotate(openable=openable)
    )


def _names_of(people: QuerySet[Person], user: User, today: date) -> QuerySet[PersonName]:
    """Their other names, but for those that a restricted family wrote which `user` may not find."""
    return PersonName.objects.filter(unrestricted(user, today=today, family="family"), person__in=people)


def likeness_by_person(
    people: QuerySet[Person], names: QuerySet[Any], typed: str, born: Span | None
) -> dict[int, Likeness]:
    """By id of the person the greatest likeness of any of their names, where it is enough.

    `names` are rows with a `name` and the `person` whose it is.

    A name that tells a protected place is none for a reader from whom it is kept.
    """
    found: dict[int, Likeness] = {}
    for pk, *birth, similarity, same_sound, name in _candidates(people, names, typed, born):
        if is_held_back(shown(name)):
            continue
        each = likeness(similarity=similarity, same_sound=same_sound, born=born, other_born=birth_span(*birth))
        if each.enough and (pk not in found or each.points > found[pk].points):
            found[pk] = each
    return found


def _candidates(people: QuerySet[Person], names: QuerySet[Any], typed: str, born: Span | None) -> QuerySet:
    """In one query, each condition by itself, so that each has its index; who fulfils several comes several times."""
    conditions = [Q(alike=True), Q(same_sound=True)]
    arms = [
        _like_column(rows, column, person, typed).filter(condition)[:MAX_CANDIDATES]
        for rows, column, person in ((people, "name", ""), (people, "known_as", ""), (names, "name", "person__"))
        for condition in ([*conditions, Q(**{f"{person}born": born.first})] if born and born.exact else conditions)
    ]
    first, *others = arms
    return first.union(*others, all=True)


def _like_column(rows: QuerySet, column: str, person: str, typed: str) -> QuerySet:
    name, wanted = PlainName(F(column)), PlainName(Value(typed))
    return (
        _with_names(rows, person, column)
        .annotate(
            **(
                {} if person else {"both_names": Concat(F("name"), Value(" "), F("known_as"), output_field=TextField())}
            ),
            alike=TrigramAlike(name, wanted),
            similarity=Similarity(name, wanted) if person or column != "name" else _called_similarity(name, wanted),
            same_sound=ExpressionWrapper(Q(Exact(NameSound(F(column)), NameSound(Value(typed)))), BooleanField()),
        )
        .order_by("-similarity", "pk")
        .values_list(
            f"{person}pk",
            f"{person}born",
            f"{person}about_age",
            f"{person}about_age_on",
            "similarity",
            "same_sound",
            column if person or column != "name" else "both_names",
        )
    )


def _with_names(rows: QuerySet, person: str, column: str) -> QuerySet:
    """Without what stands in place of a name that is not known: it is like that of everybody of whom no more is."""
    rows = rows.exclude(**{column: ""})
    return rows if person or column != "name" else rows.exclude(name_known=False)


def _called_similarity(name: Func, wanted: Func) -> Greatest:
    """'Ola Kowalska' is like Aleksandra Kowalska, known as Ola: the likeness of either name."""
    surname = Func(F("name"), Value("[^ ]*$"), function="substring", output_field=TextField())
    called = PlainName(Concat(F("known_as"), Value(" "), surname, output_field=TextField()))
    as_called = Case(When(known_as="", then=Value(0.0)), default=Similarity(called, wanted), output_field=FloatField())
    return Greatest(Similarity(name, wanted), as_called)
