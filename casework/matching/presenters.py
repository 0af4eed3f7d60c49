"""Whom somebody about to be entered may be: each with the reasons, and where they are known."""

from typing import NamedTuple

from django.urls import reverse

from casework.access import families_for, families_to_find
from casework.allocations.queries import family_lead
from casework.families.models import FamilyMember
from casework.matching.likeness import Likeness
from casework.matching.queries import likeness_by_person, people_to_find
from casework.people.models import Person
from casework.words import say_age

MAX_MATCHES = 6
MIN_LETTERS = 3  # fewer match everybody


class KnownFamily(NamedTuple):
    """One family in which the person is known; `url_id` is its id where the user may open it, else None."""

    family: str
    team: str
    lead: str
    url_id: int | None


class Match(NamedTuple):
    """`here` says that the person belongs to the family for which was asked already."""

    person: object
    likeness: Likeness
    known: list
    age: str = ""
    here: bool = False

    @property
    def reasons(self):
        return ", ".join(self.likeness.why)


def likely_matches(user, *, name, today, born=None, but_not=()):
    """At most MAX_MATCHES matches, the likeliest first; `but_not` are ids of persons that are not meant."""
    typed = " ".join(name.split())
    if len(typed) < MIN_LETTERS:
        return []
    people = people_to_find(user, today=today).filter(merged_into=None).exclude(pk__in=but_not)
    weighed = likeness_by_person(people, typed, born)
    best = sorted(weighed.items(), key=lambda pair: -pair[1].points)[:MAX_MATCHES]
    persons = Person.objects.in_bulk([pk for pk, _ in best])
    return [
        Match(persons[pk], how, known_families(user, persons[pk], today=today), say_age(persons[pk], today))
        for pk, how in best
    ]


def matches_for_new_person(user, family, *, name, born, today, sent=None):
    """The same for somebody about to be entered in `family`: who belongs to it already is said to.

    `sent` is the key of the form: whom it entered when it was sent before is not asked about.
    """
    here = set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))
    entered = Person.objects.filter(form_key=sent).values_list("pk", flat=True) if sent else []
    found = likely_matches(user, name=name, born=born, but_not=list(entered), today=today)
    return [match._replace(here=match.person.pk in here) for match in found]


def possible_duplicates(user, person, *, today):
    """Whom `person` may be the same as."""
    return likely_matches(user, name=person.name, born=person.born, but_not=[person.pk], today=today)


def duplicates_page(family, person, found):
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


def people_matched(matches):
    return Person.objects.filter(pk__in=[match.person.pk for match in matches])


def known_families(user, person, *, today):
    """In which families the person is known, as far as `user` may know it."""
    memberships = FamilyMember.objects.filter(person=person, until_date=None).select_related("family")
    findable = memberships.filter(family__in=families_to_find(user, today=today))
    openable = set(families_for(user, today=today).filter(familymember__in=findable).values_list("pk", flat=True))
    return [_known_family(member.family, member.family_id in openable, today) for member in findable]


def _known_family(family, openable, today):
    team = family.familyteam_set.on(today).select_related("team").first()
    lead = family_lead(family)
    return KnownFamily(
        str(family), str(team.team) if team else "", str(lead.worker) if lead else "", family.pk if openable else None
    )
