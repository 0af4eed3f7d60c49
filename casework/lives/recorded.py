"""Checks of a birth, a death or a tie against all that is recorded already: they read rows, and ask.

A refusal says only what whoever asks may read. What another family's record says is not told; what a family says that
is restricted refuses nothing, since the refusal itself would tell that there is something: its managers are told
(`casework/people/misfits`).
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import date
from itertools import product
from typing import Any, NamedTuple, TypeVar

from casework.families.models import FamilyMember, FamilyRecord
from casework.lives.cases import check_ends_with_case, check_in_case
from casework.lives.checks import Fact, check_in_life
from casework.lives.facts import facts_of
from casework.lives.kinship import Tie, ask_contradiction, check_no_circle, check_tie, same_tie
from casework.lives.queries import ancestry_of, case_spans, knowing, ties_of
from casework.lives.roles import check_in_role
from casework.people.models import Person
from casework.refusal import Odd, Refusal
from casework.relationships.models import Relationship
from casework.words import say_date

ELSEWHERE = "This does not fit what is recorded elsewhere. Ask your manager."
Row = TypeVar("Row", bound=FamilyRecord)


def check_fact_of_child(fact: Fact, child: Person, today: date) -> None:
    """In the life of the child and, where it is part of the work with a case, within a case."""
    check_in_life(fact, today)
    if fact.what.in_case or fact.what.usually_in_case:
        check_in_case(fact, case_spans(child))


def check_end_of_fact(fact: Fact, ended_on: date | None, child: Person, field: str) -> None:
    """What began in a case that has closed ended with it; see `check_ends_with_case`."""
    if fact.what.in_case:
        check_ends_with_case(fact, ended_on, case_spans(child), field)


def check_new_tie(person: Person, kind: str, other: Person, today: date, field: str | None = None) -> None:
    """Refuse a tie that cannot be of these two; ask whether an odd one is so."""
    tie, forebears = Tie(person, kind, other), ancestry_of(person)
    check_no_circle(tie, person.one_id, other.one_id, forebears.readable, field)
    try:
        check_no_circle(tie, person.one_id, other.one_id, forebears.known, field)
    except Refusal as refusal:
        raise Refusal(ELSEWHERE, field) from refusal
    check_tie(tie, today, field)
    _ask_other_ties(tie, person, other, field)


def _ask_other_ties(tie: Tie, person: Person, other: Person, field: str | None) -> None:
    """What the two are to each other already, by what the actor may read."""
    rows = [row for row in ties_of(person) if other.one_id in (row.person.one_id, row.other.one_id)]
    known = knowing(row.family_id for row in rows)
    for row in rows:
        if row.family_id in known.readable and row.until_date is None:
            ask_contradiction(tie, Tie(row.person, row.kind, row.other), field)


def stands_already(rows: Iterable[Relationship], kind: str, person: Person, other: Person) -> Relationship | None:
    """The row among `rows` that says so, perhaps the other way round or of another entry of the same person."""
    wanted = same_tie(kind, person.one_id, other.one_id)
    return next((row for row in rows if same_tie(row.kind, row.person.one_id, row.other.one_id) == wanted), None)


def not_kept(rows: Iterable[Row]) -> list[Row]:
    """Those that no family wrote which is kept from the actor."""
    found = list(rows)
    known = knowing(row.family_id for row in found)
    return [row for row in found if row.family_id in known.not_kept]


def check_none(rows: Iterable[Row], refusal_of: Callable[[Row], Refusal]) -> None:
    """Refuse for a row that stands in the way: by what it is where the actor may read it, else without details.

    What stands in a family that is kept from the actor is in nobody's way.
    """
    found = not_kept(rows)
    known = knowing(row.family_id for row in found)
    for row in sorted(found, key=lambda row: row.family_id not in known.readable):
        refusal = refusal_of(row)
        raise refusal if row.family_id in known.readable else Refusal(ELSEWHERE, refusal.field)


class Misfit(NamedTuple):
    """What the record of `family` (an id; None: the person's own) refuses."""

    family: int | None
    refusal: Refusal


def check_correction(person: Person, today: date, **values: object) -> None:
    """`values`, columns of Person that would be changed, against every fact, role and tie of the person.

    Refusals are at the field of the first value. What did not fit before is not asked again.
    """
    _check_as(person, values, today, next(iter(values), None))


def check_linked(person: Person, into: Person, facts: dict[str, Any], today: date) -> None:
    """What a correction of either would ask, who has the `facts` of both from now on; and what the two are to others.

    It is of two entries that are not linked yet.
    """
    for one in (person, into):
        _check_as(one, facts, today, None)
    ties, others = _readable_now(ties_of(person)), _readable_now(ties_of(into))
    for row, other in product(ties, others):
        if _third(row, person) == _third(other, into):
            ask_contradiction(Tie(row.person, row.kind, row.other), Tie(other.person, other.kind, other.other))


def _readable_now(rows: list[Relationship]) -> list[Relationship]:
    known = knowing(row.family_id for row in rows)
    return [row for row in rows if row.family_id in known.readable and row.until_date is None]


def _third(row: Relationship, person: Person) -> int:
    """With whom this tie of the person is, by main entry."""
    return row.other.one_id if row.person.one_id == person.one_id else row.person.one_id


def _check_as(person: Person, values: dict[str, Any], today: date, field: str | None) -> None:
    if all(getattr(person, name) == value for name, value in values.items()):
        return
    as_it_would_be = copy(person)
    for name, value in values.items():
        setattr(as_it_would_be, name, value)
    misfits = list(misfits_of(as_it_would_be, today, field, before=person))
    known = knowing(misfit.family for misfit in misfits)
    for misfit in misfits:
        if misfit.family in known.readable:
            raise misfit.refusal
    for misfit in misfits:
        if misfit.family in known.not_kept and not isinstance(misfit.refusal, Odd):
            raise Refusal(ELSEWHERE, misfit.refusal.field)


def misfits_of(
    person: Person, today: date, field: str | None = None, *, before: Person | None = None
) -> Iterator[Misfit]:
    """What is recorded of somebody, as `person` says they are, and cannot be or is odd; of a change what is new."""
    for fact, family in facts_of(person):
        refusal = _refusal_of(_check_recorded, fact, today, field)
        if refusal and not (before and _refusal_of(_check_recorded, fact._replace(person=before), today, field)):
            yield Misfit(family, refusal)
    for member in FamilyMember.objects.filter(person__in=person.all_ids):
        day = member.until_date or today
        yield from _new(member.family_id, check_in_role, person, before, (member.role, day, today, field))
    for row in ties_of(person):
        yield from _new(row.family_id, _check_tie_as, person, before, (row, today, field))


def _new(
    family: int, check: Callable[..., None], person: Person, before: Person | None, values: tuple
) -> Iterator[Misfit]:
    refusal = _refusal_of(check, person, *values)
    if refusal is None:
        return
    stood = _refusal_of(check, before, *values) if before else None
    if stood is None or stood.sentence != refusal.sentence:
        yield Misfit(family, refusal)


def _check_tie_as(person: Person, row: Relationship, today: date, field: str | None) -> None:
    one = person if row.person.one_id == person.one_id else row.person
    other = person if row.other.one_id == person.one_id else row.other
    check_tie(Tie(one, row.kind, other), today, field)


def _refusal_of(check: Callable[..., None], *values: object) -> Refusal | None:
    try:
        check(*values)
    except Refusal as refusal:
        return refusal
    return None


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


def kept_misfits(person: Person, today: date) -> set[int]:
    """The families, kept from the actor, by whose record the person as saved now cannot be."""
    found = {misfit.family for misfit in misfits_of(person, today) if not isinstance(misfit.refusal, Odd)}
    forebears = ancestry_of(person)
    if person.one_id in forebears.all - forebears.known:
        found |= {row.family_id for row in ties_of(person)}
    return {family for family in found - set(knowing(found).not_kept) if family is not None}


def check_one_person(person: Person, into: Person) -> None:
    """Refuse to link two entries of whom the one is a forebear of the other."""
    for forebear, other in ((into, person), (person, into)):
        forebears = ancestry_of(other)
        if forebear.one_id in forebears.readable:
            raise Refusal(f"By what is recorded {person} and {into} are parent and child, so they are not one person.")
        if forebear.one_id in forebears.all:
            raise Refusal(ELSEWHERE)
