"""The answers in words, and what somebody is still to ask, for My work."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from casework.families.models import Family
from casework.people.asked_items.models import ITEMS_BY_KEY, AskedItem
from casework.people.asked_items.queries import open_questions
from casework.people.not_known.queries import births_to_ask
from casework.users.models import User


def form_initial(answers: Mapping[str, AskedItem], today: date) -> dict[str, Any]:
    """What the form of these answers opens with."""
    initial: dict[str, Any] = {"asked_on": today}
    for key, row in answers.items():
        several = key in ITEMS_BY_KEY and ITEMS_BY_KEY[key].several
        value = row.values if several else next(iter(row.values), "")
        parts = {"answer": row.answer, "value": value, "detail": row.detail, "to_ask": row.to_ask_id}
        initial |= {f"{key}_{part}": given for part, given in parts.items()}
    return initial


class QuestionsToAsk(NamedTuple):
    """`items` are what is to be asked of one person, in one line; `url` is where they are answered."""

    person: str
    family_id: int
    person_id: int
    family: str
    items: str
    url: str


def questions_to_ask(user: User, families: QuerySet[Family], today: date) -> list[QuestionsToAsk]:
    """What `user` is to ask, by person, with births first, in those of `families` to which the person belongs now."""
    by_person: dict[tuple[int, int], list] = {}
    for question in open_questions(user, families):
        by_person.setdefault((question.person.pk, question.family_id), []).append(question)
    return birth_questions(user, families, today) + [
        QuestionsToAsk(
            str(questions[0].person), family_id, person_id, questions[0].family_name,
            ", ".join(AskedItem.item.field.label(question.item).lower() for question in questions),
            reverse("person-asked", args=[family_id, person_id]),
        )
        for (person_id, family_id), questions in by_person.items()
    ]  # fmt: skip


def birth_questions(user: User, families: QuerySet[Family], today: date) -> list[QuestionsToAsk]:
    """Whose date of birth `user` is to ask for."""
    return [
        QuestionsToAsk(
            str(person), family.pk, person.pk, family.name, "date of birth",
            reverse("person-known", args=[family.pk, person.pk]),
        )
        for person, family in births_to_ask(user, families, today)
    ]  # fmt: skip
