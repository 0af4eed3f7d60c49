"""The people whose names, sounds or births are like what was typed, over those whom the user may find."""

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
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, Greatest
from django.db.models.lookups import Exact

from casework.access import families_to_find
from casework.families.models import FamilyMember
from casework.matching.likeness import likeness
from casework.people.models import Person, PersonName

MAX_CANDIDATES = 60  # of each kind of name, before they are weighed


class PlainName(Func):
    function, output_field = "plain_name", TextField()


class NameSound(Func):
    function, output_field = "name_sound", TextField()


class Similarity(Func):
    function, output_field = "similarity", FloatField()


class TrigramAlike(Func):
    """The operator that the trigram index serves; its threshold is PostgreSQL's own, 0.3."""

    template, arg_joiner, output_field = "(%(expressions)s)", " %% ", BooleanField()


def people_to_find(user, *, today):
    """The persons of whom `user` may know that they are known here."""
    families = families_to_find(user, today=today)
    return Person.objects.filter(Exists(FamilyMember.objects.filter(person=OuterRef("pk"), family__in=families)))


def likeness_by_person(people, typed, born):
    """By id of the person the greatest likeness of any of their names, where it is enough."""
    found = {}
    for pk, other_born, similarity, same_sound in _candidates(people, typed, born):
        how = likeness(similarity=similarity, same_sound=same_sound, born=born, other_born=other_born)
        if how.enough and (pk not in found or how.points > found[pk].points):
            found[pk] = how
    return found


def _candidates(people, typed, born):
    names = PersonName.objects.filter(person__in=people)
    for rows, column, person in ((people, "name", ""), (people, "known_as", ""), (names, "name", "person__")):
        yield from _like_column(rows, column, person, typed, born)


def _like_column(rows, column, person, typed, born):
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


def _called_similarity(name, wanted):
    """'Ola Kowalska' is like Aleksandra Kowalska, known as Ola: the likeness of the name, or of how it is said."""
    surname = Func(F("name"), Value("[^ ]*$"), function="substring", output_field=TextField())
    said = PlainName(Concat(F("known_as"), Value(" "), surname, output_field=TextField()))
    as_said = Case(When(known_as="", then=Value(0.0)), default=Similarity(said, wanted), output_field=FloatField())
    return Greatest(Similarity(name, wanted), as_said)
