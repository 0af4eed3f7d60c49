"""Who can be what of whom: ages, deaths and the sex of parents, and nobody their own ancestor. Pure.

A tie says that `person` is the `kind` of `other`; kinds are those of `RelationshipKind`.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from casework.lives.checks import PARENT_FROM, PARENT_USUALLY_FROM, PREGNANCY, Life, oldest_on, years_between
from casework.refusal import Odd, Refusal
from casework.relationships.models import RelationshipKind as Kind
from casework.relationships.models import kind_with_article
from casework.trail.confirming import ask
from casework.words import say_date

BIRTH_PARENTS = frozenset({Kind.MOTHER, Kind.FATHER})
# Through these somebody descends from somebody: nobody is their own forebear by any of them.
ANCESTRAL = BIRTH_PARENTS | {Kind.ADOPTIVE_PARENT, Kind.GRANDPARENT}
# Who is the one to the other is the other to the one: such a tie stands once, whichever way it is written.
SYMMETRIC = frozenset({Kind.SIBLING, Kind.HALF_SIBLING, Kind.PARTNER, Kind.FORMER_PARTNER, Kind.COUSIN, Kind.OTHER})
COUPLES = frozenset({Kind.PARTNER, Kind.FORMER_PARTNER})
# How many years older somebody of this kind is, at least usually.
USUALLY_OLDER: dict[str, int] = {Kind.GRANDPARENT: 24, Kind.ADOPTIVE_PARENT: 10}
OLDER = frozenset({Kind.STEP_PARENT, Kind.FOSTER_CARER, Kind.GUARDIAN})
OLDEST_PARENT: dict[str, int] = {Kind.MOTHER: 55, Kind.FATHER: 80}
PARTNER_FROM, PARTNER_USUALLY_FROM = 13, 16
KEPT_ALIVE = timedelta(weeks=20)  # so long after a death of the mother a child has been delivered
BIRTHS_APART = 5  # years: further apart no two births are a slip of the hand
EARLY, LATE = timedelta(weeks=20), timedelta(weeks=8)  # how far from the expected day a child is born
SEX_OF: dict[str, str] = {Kind.MOTHER: "F", Kind.FATHER: "M"}
SEX_WORDS = {"F": "female", "M": "male"}


class Relative(Life, Protocol):
    """A life with the sex that is recorded: 'M', 'F' or 'U'."""

    sex: str


class Tie(NamedTuple):
    person: Relative
    kind: str
    other: Relative

    @property
    def sentence(self) -> str:
        return f"{self.person} is {kind_with_article(self.kind)} of {self.other}"


def same_tie(kind: str, person: int, other: int) -> tuple[str, frozenset[int] | tuple[int, int]]:
    """What two rows have in common that say the same; `person` and `other` are the ids of main entries."""
    return kind, frozenset((person, other)) if kind in SYMMETRIC else (person, other)


def check_tie(tie: Tie, today: date, field: str | None = None) -> None:
    """Refuse a tie that cannot be; ask whether an odd one is so."""
    for check in CHECKS:
        check(tie, today, field)


def check_no_circle(tie: Tie, person: int, other: int, forebears: Collection[int], field: str | None = None) -> None:
    """Refuse a tie by which somebody would be their own ancestor; `forebears` are those of `person`, by main entry."""
    if tie.kind in ANCESTRAL and (other == person or other in forebears):
        raise Refusal(
            f"{tie.sentence}: by what is recorded {tie.other} is a forebear of {tie.person}, and nobody is their own "
            "ancestor. Check who is what of whom.",
            field,
        )


def _last_birth(person: Life) -> date | None:
    return person.expected if person.unborn else person.born_to


def _first_birth(person: Life) -> date | None:
    return person.expected if person.unborn else person.born_from


def most_years(older: Life, younger: Life) -> int | None:
    """By how many years the one can be older than the other at most; None where a birth is not known."""
    first, last = _first_birth(older), _last_birth(younger)
    return years_between(first, last) if first and last else None


def least_years(older: Life, younger: Life) -> int | None:
    first, last = _first_birth(younger), _last_birth(older)
    return years_between(last, first) if first and last else None


def _check_parents_age(tie: Tie, today: date, field: str | None) -> None:
    years = most_years(tie.person, tie.other)
    if tie.kind not in BIRTH_PARENTS or years is None:
        return
    if years < PARENT_FROM:
        how = f"only {years} years older" if years > 0 else "not older" if years < 0 else "less than a year older"
        raise Refusal(
            f"{tie.sentence}: {tie.person} is {how}, which cannot be. Check who is what of whom, and the births.", field
        )
    if years < PARENT_USUALLY_FROM:
        ask(
            Odd(
                f"{tie.person} is only {years} years older than {tie.other}. Check who is what of whom.",
                field,
                brief=f"a parent is {years} years older than the child",
            )
        )
    _ask_old_parent(tie, field)


def _ask_old_parent(tie: Tie, field: str | None) -> None:
    years = least_years(tie.person, tie.other)
    if years is not None and years > OLDEST_PARENT[tie.kind]:
        ask(
            Odd(
                f"{tie.person} is {years} years older than {tie.other}. Check who is what of whom.",
                field,
                brief=f"a parent is {years} years older than the child",
            )
        )


def _check_others_age(tie: Tie, today: date, field: str | None) -> None:
    """A forebear or an adoptive parent is older; a step-parent, foster carer or guardian usually is."""
    years = most_years(tie.person, tie.other)
    if years is None or tie.kind not in USUALLY_OLDER.keys() | OLDER:
        return
    if years < 0 and tie.kind in USUALLY_OLDER:
        raise Refusal(f"{tie.sentence}: {tie.person} is not older, which cannot be. Check the births.", field)
    if years < USUALLY_OLDER.get(tie.kind, 0):
        how = f"only {years} years older than" if years > 0 else "not a year older than"
        ask(
            Odd(
                f"{tie.sentence}, and is {how} {tie.other}. Check who is what of whom.",
                field,
                brief=f"{kind_with_article(tie.kind)} is hardly older than the child",
            )
        )


def _check_parents_life(tie: Tie, today: date, field: str | None) -> None:
    """A mother lives at the birth, a father in the months before it, usually.

    A mother may die while she expects the child; a child may be delivered after her death.
    """
    first, died = _first_birth(tie.other), tie.person.died
    if tie.kind not in BIRTH_PARENTS or first is None or died is None or died >= first:
        return
    if tie.kind == Kind.MOTHER and died < first - (PREGNANCY if tie.other.unborn else KEPT_ALIVE):
        raise Refusal(
            f"{tie.person} died on {say_date(died)}, before {tie.other} was born, so cannot be the mother. Check both "
            "dates.",
            field,
        )
    if tie.kind == Kind.MOTHER and not tie.other.unborn:
        ask(
            Odd(
                f"{tie.person} died on {say_date(died)}, before {tie.other} was born. Check both dates.",
                field,
                brief="the mother died before the birth",
            )
        )
    if first - PREGNANCY > died:
        ask(
            Odd(
                f"{tie.person} died on {say_date(died)}, long before {tie.other} was born. Check both dates.",
                field,
                brief="the father died long before the birth",
            )
        )


def _check_couple(tie: Tie, today: date, field: str | None) -> None:
    for one in (tie.person, tie.other) if tie.kind in COUPLES else ():
        age = -1 if one.unborn else oldest_on(one, today)
        if age is None or age >= PARTNER_USUALLY_FROM:
            continue
        if age < PARTNER_FROM:
            raise Refusal(f"{tie.sentence}: {one} is a child of {max(age, 0)}. Check who is what of whom.", field)
        ask(
            Odd(
                f"{tie.sentence}, and {one} is {age}. Check who is what of whom; record a worry as one.",
                field,
                brief=f"a partner of {age}",
            )
        )


def _ask_sex(tie: Tie, today: date, field: str | None) -> None:
    wanted, sex = SEX_OF.get(tie.kind), tie.person.sex
    if wanted and sex in SEX_WORDS and sex != wanted:
        ask(
            Odd(
                f"{tie.person} is recorded as {SEX_WORDS[sex]}, and as {kind_with_article(tie.kind)} of {tie.other}. "
                "Check who is what of whom.",
                field,
                brief=f"{kind_with_article(tie.kind)} is recorded as {SEX_WORDS[sex]}",
            )
        )


PARENTAL = BIRTH_PARENTS | {Kind.ADOPTIVE_PARENT, Kind.STEP_PARENT, Kind.GRANDPARENT}
SAME_GENERATION = frozenset({Kind.SIBLING, Kind.HALF_SIBLING, Kind.PARTNER, Kind.FORMER_PARTNER})
BY_BLOOD = ANCESTRAL | {Kind.STEP_PARENT, Kind.SIBLING, Kind.HALF_SIBLING, Kind.AUNT_OR_UNCLE}
# Of each pair of sets: who is the one to somebody is hardly the other to them too, whichever way round it is written.
CONTRADICTIONS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (PARENTAL, SAME_GENERATION),
    (BY_BLOOD, COUPLES),
    (frozenset({Kind.SIBLING}), frozenset({Kind.HALF_SIBLING})),
    (frozenset({Kind.PARTNER}), frozenset({Kind.FORMER_PARTNER})),
    (frozenset({Kind.GRANDPARENT}), BIRTH_PARENTS | {Kind.ADOPTIVE_PARENT, Kind.STEP_PARENT}),
    (frozenset({Kind.AUNT_OR_UNCLE}), BIRTH_PARENTS | SAME_GENERATION),
    (BIRTH_PARENTS, frozenset({Kind.STEP_PARENT, Kind.FOSTER_CARER, Kind.COUSIN})),
    (frozenset({Kind.MOTHER}), frozenset({Kind.FATHER})),
)


def ask_contradiction(tie: Tie, stands: Tie, field: str | None = None) -> None:
    """Ask whether two are to each other what hardly goes with what stands of them: parent and sibling, say."""
    kinds = (tie.kind, stands.kind)
    if any((a in one and b in other) for one, other in CONTRADICTIONS for a, b in (kinds, kinds[::-1])):
        ask(
            Odd(
                f"It is recorded already that {stands.sentence}. That {tie.sentence} hardly goes with it: check who is "
                "what of whom.",
                field,
                brief=f"{kind_with_article(tie.kind)} and {kind_with_article(stands.kind)} of one person",
            )
        )


def check_one_life(one: Relative, other: Relative) -> None:
    """Refuse to link two entries whose births cannot both be of one person; ask where they only differ."""
    first, second = _span(one), _span(other)
    if first is None or second is None or (first[0] <= second[1] and second[0] <= first[1]):
        return
    apart = years_between(min(first[1], second[1]), max(first[0], second[0]))
    words = f"the births of {one} and {other} do not agree"
    if apart >= BIRTHS_APART or one.unborn != other.unborn:
        raise Refusal(
            f"By what is recorded {words}, so they are not one person. If one of the births is wrong, correct it first."
        )
    ask(Odd(f"By what is recorded {words}. Check that they are one person.", brief="two births that do not agree"))


def _span(person: Life) -> tuple[date, date] | None:
    """When somebody was born; of the unborn when they can be."""
    if person.unborn and person.expected:
        return person.expected - EARLY, person.expected + LATE
    return (person.born_from, person.born_to) if person.born_from and person.born_to else None


CHECKS: Iterable[Callable[[Tie, date, str | None], None]] = (
    _check_parents_age,
    _check_others_age,
    _check_parents_life,
    _check_couple,
    _ask_sex,
)
