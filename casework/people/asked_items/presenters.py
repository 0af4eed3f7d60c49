"""The answers in words, and what somebody is still to ask, for My work."""

from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, When

from casework.families.models import FamilyMember
from casework.people.asked_items.models import ITEMS_BY_KEY, AskedItem
from casework.people.asked_items.queries import fingerprint_of_answers
from casework.people.models import Person


def form_initial(answers, today):
    """What the form of these answers opens with."""
    initial = {"seen": fingerprint_of_answers(answers), "asked_on": today}
    for key, row in answers.items():
        several = key in ITEMS_BY_KEY and ITEMS_BY_KEY[key].several
        value = row.values if several else next(iter(row.values), "")
        parts = {"answer": row.answer, "value": value, "detail": row.detail, "to_ask": row.to_ask_id}
        initial |= {f"{key}_{part}": given for part, given in parts.items()}
    return initial


class QuestionsToAsk(NamedTuple):
    person: str
    family_id: int
    person_id: int
    family: str
    items: str


def questions_to_ask(user, families):
    """What `user` is to ask, by person, in those of `families` (a query) to which the person belongs now."""
    rows = AskedItem.objects.filter(to_ask=user, person__died=None, person__pregnancy_ended_on=None)
    rows = rows.filter(person__memberships__family__in=families, person__memberships__until_date=None)
    # Of somebody entered twice it is asked under the one who stands in that family, and not where it is answered there.
    there = AskedItem.objects.filter(person=OuterRef("person__merged_into"), item=OuterRef("item"))
    family = OuterRef("person__memberships__family")
    both = FamilyMember.objects.filter(person=OuterRef("person__merged_into"), family=family, until_date=None)
    whose = Case(When(Exists(both), then=F("person__merged_into_id")), default=F("person_id"))
    rows = rows.filter(~Exists(there)).annotate(whose=whose)
    places = rows.order_by("whose", "item").values_list(
        "whose", "person__memberships__family_id", "person__memberships__family__name", "item"
    )
    by_person = {}
    for person_id, family_id, family, item in places:
        by_person.setdefault((person_id, family_id, family), []).append(AskedItem.item.field.label(item).lower())
    people = Person.objects.in_bulk({person_id for person_id, *_ in by_person})
    return [
        QuestionsToAsk(str(people[person_id]), family_id, person_id, family, ", ".join(items))
        for (person_id, family_id, family), items in by_person.items()
    ]
