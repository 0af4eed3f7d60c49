"""Checks of a birth, a death or a tie against all that is recorded already: they read rows, and ask."""

from collections.abc import Iterable
from copy import copy
from datetime import date

from casework.lives.checks import Fact, check_in_case, check_in_life
from casework.lives.kinship import Tie, check_no_circle, check_tie, same_tie
from casework.lives.queries import case_spans, facts_of, forebears_of, ties_of
from casework.people.models import Person
from casework.refusal import Odd, Refusal
from casework.relationships.models import Relationship
from casework.words import say_date


def check_fact_of_child(fact: Fact, child: Person, today: date) -> None:
    """In the life of the child and, where it is part of the work with a case, within a case."""
    check_in_life(fact, today)
    if fact.what.in_case:
        check_in_case(fact, case_spans(child))


def check_new_tie(person: Person, kind: str, other: Person, today: date, field: str | None = None) -> None:
    """Refuse a tie that cannot be of these two; ask whether an odd one is so."""
    tie = Tie(person, kind, other)
    check_no_circle(tie, person.one_id, other.one_id, forebears_of(person), field)
    check_tie(tie, today, field)


def stands_already(rows: Iterable[Relationship], kind: str, person: Person, other: Person) -> Relationship | None:
    """The row among `rows` that says so, perhaps the other way round or of another entry of the same person."""
    wanted = same_tie(kind, person.one_id, other.one_id)
    return next((row for row in rows if same_tie(row.kind, row.person.one_id, row.other.one_id) == wanted), None)


def check_correction(person: Person, today: date, **values: object) -> None:
    """`values`, columns of Person that would be changed, against every fact and tie that is recorded of the person.

    Refusals are at the field of the first value. Where nothing would change nothing is asked.
    """
    if all(getattr(person, name) == value for name, value in values.items()):
        return
    as_it_would_be = copy(person)
    for name, value in values.items():
        setattr(as_it_would_be, name, value)
    field = next(iter(values), None)
    for fact in facts_of(as_it_would_be):
        _check_recorded(fact, today, field)
    for row in ties_of(person):
        one = as_it_would_be if row.person.one_id == person.one_id else row.person
        other = as_it_would_be if row.other.one_id == person.one_id else row.other
        check_tie(Tie(one, row.kind, other), today, field)


def _check_recorded(fact: Fact, today: date, field: str | None) -> None:
    try:
        check_in_life(fact, max(today, fact.day))
    except Odd:
        raise
    except Refusal as refusal:
        raise Refusal(
            f"{fact.what.noun} of {say_date(fact.day)} is recorded of {fact.person}. Check this date, or first correct "
            "that.",
            field,
        ) from refusal


def check_one_person(person: Person, into: Person) -> None:
    """Refuse to link two entries of whom the one is a forebear of the other."""
    if into.one_id in forebears_of(person) or person.one_id in forebears_of(into):
        raise Refusal(f"By what is recorded {person} and {into} are parent and child, so they are not one person.")
