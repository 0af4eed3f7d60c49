"""Who may say that two records are of one person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from casework.access import Can, reach
from casework.families.models import FamilyMember
from casework.lives.recorded import check_linked, check_none, not_kept
from casework.people.known_apart.queries import is_across_a_restriction
from casework.people.models import Person
from casework.people.one_life.checks import facts_of_both
from casework.plans.checks import EXCLUDED_BY
from casework.plans.models import LegalEpisode, Plan
from casework.refusal import Refusal
from casework.relationships.models import Relationship
from casework.users.models import User
from casework.words import say_date


def may_link(user: User, person: Person, *, today: date) -> bool:
    """Whether `user` keeps the people of a family to which `person` belongs or belonged."""
    condition = reach(user, Can.LEAD, today=today, family="family")
    return FamilyMember.objects.filter(condition, person=person).exists()


def check_unrelated(person: Person, other: Person) -> None:
    """Two who are recorded as related to each other are not one person."""
    related = Relationship.objects.filter(
        Q(person__in=person.all_ids, other__in=other.all_ids) | Q(person__in=other.all_ids, other__in=person.all_ids),
        recorded_wrongly=False,
    )
    check_none(
        related.select_related("person", "other"),
        lambda row: Refusal(
            f"{row.sentence}, and nobody is related to oneself. If that was recorded by mistake, correct it first."
        ),
    )


def check_not_across(person: Person, into: Person) -> None:
    """An entry that a restricted family alone has is linked with none of another family: that would be read there."""
    if is_across_a_restriction(person, into):
        raise Refusal(
            "One of the two is only in a family whose record is restricted. Link them when it is restricted no more."
        )


# What the apps to the right refuse of two entries as one person: each is given the two.
REFUSED_BY: list[Callable[[Person, Person], None]] = []


def check_as_one(person: Person, into: Person, today: date) -> dict[str, Any]:
    """The facts of the one life; raise a Refusal where what is recorded of the two cannot be of one person."""
    facts = facts_of_both(person, into)
    check_linked(person, into, facts, today)
    for model in (Plan, LegalEpisode):
        _check_runs_once(model, person, into)
    for check in REFUSED_BY:
        check(person, into)
    return facts


def _check_runs_once(model: Any, person: Person, into: Person) -> None:
    """Of one child no two of a kind run at the same time, nor two that exclude each other."""
    running = model.objects.not_withdrawn().filter(until_date=None).select_related("child")
    kinds = {row.kind for row in not_kept(running.filter(child__in=into.all_ids))}
    excluded = kinds | {EXCLUDED_BY[kind] for kind in kinds & EXCLUDED_BY.keys()}
    check_none(
        running.filter(child__in=person.all_ids, kind__in=excluded),
        lambda row: Refusal(
            f"{row.get_kind_display()} of {row.child} runs since {say_date(row.from_date)}, and one of {into} runs "
            "too, which cannot be of one child. End or withdraw one of them first."
        ),
    )


def require_both(by: User, person: Person, other: Person, today: date) -> None:
    """Raise a Refusal unless `by` keeps the people of a family of each of the two."""
    for one in (person, other):
        if not may_link(by, one, today=today):
            raise Refusal(f"You do not keep the people of a family to which {one} belongs. Ask their team manager.")
