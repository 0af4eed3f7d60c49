"""The people whom somebody about to be entered may be, over those whom the user may find."""

from typing import NamedTuple

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
from django.urls import reverse

from casework.access import families_for, families_to_find
from casework.allocations.reading import family_lead
from casework.families.models import FamilyMember, Person
from casework.matching.likeness import likeness
from casework.people.models import PersonName
from casework.words import say_age

MOST = 6
CANDIDATES = 60  # of each kind of name, before they are weighed
SHORTEST = 3  # letters; fewer match everybody


class Known(NamedTuple):
    """One family in which the person is known; `url_id` is its id where the user may open it, else None."""

    family: str
    team: str
    lead: str
    url_id: int | None


class Match(NamedTuple):
    """`here` says that the person belongs to the family for which was asked already."""

    person: object
    likeness: object
    known: list
    age: str = ""
    here: bool = False

    @property
    def reasons(self):
        return ", ".join(self.likeness.why)


class Plain(Func):
    function, output_field = "plain_name", TextField()


class Sound(Func):
    function, output_field = "name_sound", TextField()


class Similarity(Func):
    function, output_field = "similarity", FloatField()


class Alike(Func):
    """The operator that the trigram index serves; its threshold is PostgreSQL's own, 0.3."""

    template, arg_joiner, output_field = "(%(expressions)s)", " %% ", BooleanField()


def people_to_find(user, *, today):
    """The persons of whom `user` may know that they are known here."""
    families = families_to_find(user, today=today)
    return Person.objects.filter(Exists(FamilyMember.objects.filter(person=OuterRef("pk"), family__in=families)))


def likely_matches(user, *, name, today, born=None, but_not=()):
    """At most MOST matches, the likeliest first; `but_not` are ids of persons that are not meant."""
    typed = " ".join(name.split())
    if len(typed) < SHORTEST:
        return []
    people = people_to_find(user, today=today).filter(merged_into=None).exclude(pk__in=but_not)
    weighed = _weighed(people, typed, born)
    best = sorted(weighed.items(), key=lambda pair: -pair[1].points)[:MOST]
    persons = Person.objects.in_bulk([pk for pk, _ in best])
    return [
        Match(persons[pk], how, known_of(user, persons[pk], today=today), say_age(persons[pk], today))
        for pk, how in best
    ]


def matches_for(user, family, *, name, born, today, sent=None):
    """The same for somebody about to be entered in `family`: who belongs to it already is said to.

    `sent` is the key of the form: whom it entered when it was sent before is not asked about.
    """
    here = set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))
    entered = Person.objects.filter(form_key=sent).values_list("pk", flat=True) if sent else []
    found = likely_matches(user, name=name, born=born, but_not=list(entered), today=today)
    return [match._replace(here=match.person.pk in here) for match in found]


def same_as(user, person, *, today):
    """Whom `person` may be the same as."""
    return likely_matches(user, name=person.name, born=person.born, but_not=[person.pk], today=today)


def page_of(family, person, found):
    """What the page shows on which two records of one person are linked, or taken apart."""
    twice = list(person.merged.all())
    return {
        "heading": f"Is {person} entered twice?",
        "person": person,
        "matches": found,
        "twice": twice,
        "may_link": bool(found) and not person.merged_into and not twice,
        "submit_label": "Link the two",
        "cancel_url": reverse("people", args=[family.pk]),
    }


def persons_of(matches):
    return Person.objects.filter(pk__in=[match.person.pk for match in matches])


def _weighed(people, typed, born):
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
        yield from _alike(rows, column, person, typed, born)


def _alike(rows, column, person, typed, born):
    name, wanted = Plain(F(column)), Plain(Value(typed))
    same_birth = Q(**{f"{person}born": born}) if born else Q(pk__in=[])
    return (
        rows.exclude(**{column: ""})
        .annotate(
            alike=Alike(name, wanted),
            similarity=Similarity(name, wanted) if person or column != "name" else _called(name, wanted),
            same_sound=ExpressionWrapper(Q(Exact(Sound(F(column)), Sound(Value(typed)))), BooleanField()),
        )
        .filter(Q(alike=True) | Q(same_sound=True) | same_birth)
        .order_by("-similarity", "pk")
        .values_list(f"{person}pk", f"{person}born", "similarity", "same_sound")[:CANDIDATES]
    )


def _called(name, wanted):
    """'Ola Kowalska' is like Aleksandra Kowalska, known as Ola: the likeness of the name, or of how it is said."""
    surname = Func(F("name"), Value("[^ ]*$"), function="substring", output_field=TextField())
    said = Plain(Concat(F("known_as"), Value(" "), surname, output_field=TextField()))
    as_said = Case(When(known_as="", then=Value(0.0)), default=Similarity(said, wanted), output_field=FloatField())
    return Greatest(Similarity(name, wanted), as_said)


def known_of(user, person, *, today):
    """In which families the person is known, as far as `user` may know it."""
    memberships = FamilyMember.objects.filter(person=person, until_date=None).select_related("family")
    findable = memberships.filter(family__in=families_to_find(user, today=today))
    openable = set(families_for(user, today=today).filter(familymember__in=findable).values_list("pk", flat=True))
    return [_known(member.family, member.family_id in openable, today) for member in findable]


def _known(family, openable, today):
    team = family.familyteam_set.on(today).select_related("team").first()
    lead = family_lead(family)
    return Known(
        str(family), str(team.team) if team else "", str(lead.worker) if lead else "", family.pk if openable else None
    )
