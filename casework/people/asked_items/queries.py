"""The answers to what is asked of a person, the codes that may be chosen, who may ask, and what is still to ask."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.utils import timezone

from casework.families.models import Family, FamilyMember
from casework.people.asked_items.models import CODES_BY_ITEM, ITEMS, Answer, AskedItem, Item
from casework.people.models import Person
from casework.people.queries import said_in, team_and_workers
from casework.trail.rows import fingerprint
from casework.users.models import User
from casework.users.roles import GRADES, PRACTITIONERS

# Answers of the census: here they are 'declined' and 'not yet known', with who will ask.
NO_ANSWERS = {"REFU", "NOBT"}


def choices_for(item: Item, today: date, still_allowed: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The codes that may be chosen today, and `still_allowed`: those saved while they could be chosen."""
    offered = [(code, label) for code, label in CODES_BY_ITEM[item.key].choices(today) if code not in NO_ANSWERS]
    known = {code for code, _ in offered}
    return offered + [(code, CODES_BY_ITEM[item.key].label(code)) for code in still_allowed if code not in known]


def answers_of(family: Family, person: Person) -> dict[str, AskedItem]:
    """The answers of the person saved now, by item, as `family` knows them: its own before another's."""
    rows = person.askeditem_set.filter(said_in(family, None, timezone.localdate())).select_related("to_ask")
    return {row.item: row for row in sorted(rows, key=lambda row: row.family_id == family.pk)}


def combined_answers_of(family: Family, person: Person, user: User | None = None) -> dict[str, AskedItem]:
    """As `answers_of`; what is not known of the person is taken from the same person entered twice."""
    answers: dict[str, AskedItem] = {}
    said = said_in(family, user, timezone.localdate())
    rows = AskedItem.objects.filter(said, person__in=person.all_ids).select_related("to_ask")
    for row in sorted(rows, key=lambda row: row.family_id != family.pk):
        own, other = row.person_id == person.pk, answers.get(row.item)
        if other is None or other.answer == Answer.NOT_YET_KNOWN or (own and row.answer != Answer.NOT_YET_KNOWN):
            answers[row.item] = row
    return answers


def fingerprint_of_answers(answers: Mapping[str, AskedItem]) -> str:
    """Of the answers of one person, as a page showed them."""
    rows = (answers.get(item.key) for item in ITEMS)
    return fingerprint(*(row and (row.answer, row.values, row.to_ask_id, row.detail) for row in rows))


def workers_to_ask(family: Family, today: date, *, also: Iterable[int] = ()) -> QuerySet[User]:
    """Who may be asked to ask: those allocated, practitioners and managers of the family's team, and `also` (ids)."""
    return team_and_workers(family, today, [*PRACTITIONERS, *GRADES], also)


class OpenQuestion(NamedTuple):
    """Of `person`, who belongs to the family, `item` (a key of ITEMS) is not yet known."""

    person: Person
    family_id: int
    family_name: str
    item: str


def open_questions(user: User, families: QuerySet[Family]) -> list[OpenQuestion]:
    """What `user` is to ask of the living in those of `families` to which they belong now, by person and item."""
    rows = AskedItem.objects.filter(to_ask=user, person__died=None, person__pregnancy_ended_on=None)
    rows = rows.filter(person__memberships__family__in=families, person__memberships__until_date=None)
    # Of somebody entered twice it is asked under the row that the other leads to, if that is in the family too, and
    # not at all where it is answered there.
    there = AskedItem.objects.filter(person=OuterRef("person__merged_into"), item=OuterRef("item"))
    family = OuterRef("person__memberships__family")
    both = FamilyMember.objects.filter(person=OuterRef("person__merged_into"), family=family, until_date=None)
    whose = Case(When(Exists(both), then=F("person__merged_into_id")), default=F("person_id"))
    rows = rows.filter(~Exists(there)).annotate(whose=whose)
    found = rows.order_by("whose", "item").values_list(
        "whose", "person__memberships__family_id", "person__memberships__family__name", "item"
    )
    people = Person.objects.in_bulk({person_id for person_id, *_ in found})
    return [OpenQuestion(people[person_id], family_id, name, item) for person_id, family_id, name, item in found]
