"""Dates in a life and of a case: whether a fact of somebody can be so on its day. One check, asked by every door (C17).

Pure. A birth is known as two days, the first and the last on which it can have been (`born_from`, `born_to`): what is
refused is impossible whichever of them it was. What is only odd is an `Odd`, which can be confirmed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from casework.ages import years_lived
from casework.refusal import Refusal
from casework.words import say_date

PREGNANCY = timedelta(days=300)  # the longest; a birth is expected no later than that, and nothing is recorded before
LONG_OVERDUE = timedelta(weeks=8)
FIRST_RECORDS = 1948  # the year in which councils got children's departments
FURTHEST_AHEAD = timedelta(days=2 * 366)  # nobody plans a visit or a review for later
OLDEST = 120  # years: nobody is older, and no age is judged or read that is
PARENT_FROM, PARENT_USUALLY_FROM = 10, 13


class Life(Protocol):
    """Somebody as far as dates go; `Person` is one, and so may be a row of a file."""

    died: date | None
    expected: date | None
    pregnancy_ended_on: date | None

    @property
    def born_from(self) -> date | None: ...

    @property
    def born_to(self) -> date | None: ...

    @property
    def unborn(self) -> bool: ...


class What(NamedTuple):
    """A kind of fact: `noun` begins its sentences. Whether an unborn child may have it, and somebody who has died.

    `ahead`: it may be planned. `in_case`: it is part of the work with an open case of that child. `usually_in_case`:
    after a case closed it is odd without a new referral, but not before the first.
    """

    noun: str
    unborn: bool = False
    after_death: bool = False
    ahead: bool = False
    in_case: bool = False
    usually_in_case: bool = False


class Fact(NamedTuple):
    """`what` of `person` on `day`; `field` is the field of the form that asks for it."""

    what: What
    day: date
    person: Life
    field: str | None = None


# What an unborn child may have: whatever prepares for the birth. Nobody is examined, seen, or in care before it.
REFERRAL = What("A referral", unborn=True)
INVOLVEMENT_END = What("The end of a case", unborn=True, after_death=True)
HARM = What("Harm to a child")
ASSESSMENT = What("An assessment", unborn=True, in_case=True)
SECTION_47 = What("A section 47 enquiry", in_case=True)
PLAN = What("A plan", unborn=True, in_case=True)
EARLY_HELP = What("Early help", unborn=True, usually_in_case=True)
CARE_PLAN = What("A care plan of a child we care for", in_case=True)
CONFERENCE = What("A meeting about a child", unborn=True, after_death=True, in_case=True)
PLANNED_CONFERENCE = What("A meeting about a child", unborn=True, ahead=True, in_case=True)
MEETING = What("A meeting", unborn=True, after_death=True, ahead=True)
PRE_PROCEEDINGS = What("Pre-proceedings", unborn=True, in_case=True)
PROCEEDINGS = What("Care proceedings", in_case=True)
PRIVATE_LAW = What("Private law proceedings", usually_in_case=True)
CARE = What("A care episode", in_case=True)
END = What("The end of what was recorded", unborn=True, after_death=True)
SEEN = What("Being seen")
COPY = What("A copy that is given")
SAID = What("What somebody says")
VISIT = What("A record of work with the family", unborn=True, after_death=True)
PLANNED_VISIT = What("What is planned", unborn=True, after_death=True, ahead=True)
RELATIONSHIP = What("A relationship", unborn=True)
RESPONSIBILITY = What("Parental responsibility")
FAMILY_TIME = What("Family time", ahead=True)
SAFE_CONTACT = What("Safe contact", ahead=True)
MEMBERSHIP = What("Belonging to a family", unborn=True)
MOVE = What("A move", unborn=True)
KNOWN = What("What is known of a person", unborn=True, after_death=True, ahead=True)
ASKED = What("An answer", unborn=True, after_death=True)
DUE = What("The day by which something is to be done", unborn=True, after_death=True, ahead=True)
AGREEMENT = What("An agreement to lead", unborn=True, after_death=True)
AWAY = What("An absence", unborn=True, after_death=True, ahead=True)
REVIEW = What("A review", unborn=True, after_death=True, ahead=True)
EVENT = What("What happened", unborn=True, after_death=True)


def check_in_life(fact: Fact, today: date) -> None:
    """Refuse a fact of a day on which it cannot have been: before the birth, after the death, to come, long ago."""
    check_day(fact.what, fact.day, today, fact.field)
    _check_birth(fact)
    what, person = fact.what, fact.person
    if person.pregnancy_ended_on and fact.day > person.pregnancy_ended_on and not what.after_death:
        raise Refusal(f"The pregnancy ended on {say_date(person.pregnancy_ended_on)}. Check the date.", fact.field)
    if person.died and fact.day > person.died and not what.after_death:
        raise Refusal(
            f"{person} died on {say_date(person.died)}. {what.noun} cannot be of a later day: check the date.",
            fact.field,
        )


def check_said_birth(born: date, today: date) -> None:
    """Refuse a date of birth, said of nobody whom we know yet, that nobody alive can have."""
    if born > today:
        raise Refusal("The date of birth is in the future. Check the date.", "born")
    if years_lived(born, today) > OLDEST:
        raise Refusal(f"They would be {years_lived(born, today)}. Check the date of birth.", "born")


def check_day(what: What, day: date, today: date, field: str | None = None) -> None:
    """Refuse a day that is of nobody's life: in the future, or from before there were records."""
    if day.year < FIRST_RECORDS:
        raise Refusal(f"{what.noun} cannot be of the year {day.year}. Check the date.", field)
    if day > today and not what.ahead:
        raise Refusal(f"{what.noun} cannot be of a day to come, and {say_date(day)} is one. Check the date.", field)
    if day > today + FURTHEST_AHEAD:
        raise Refusal(f"{say_date(day)} is more than two years ahead. Check the date.", field)


def _check_birth(fact: Fact) -> None:
    what, day, person = fact.what, fact.day, fact.person
    if person.unborn:
        if not what.unborn:
            raise Refusal(f"{person} is not born yet. {what.noun} can be recorded after the birth.", fact.field)
        if person.expected and day < person.expected - PREGNANCY:
            raise Refusal(
                f"{person} is expected on {say_date(person.expected)}. {what.noun} cannot be from before the "
                "pregnancy: check the date.",
                fact.field,
            )
        return
    first = person.born_from
    if first is None or day >= first - (PREGNANCY if what.unborn else timedelta()):
        return
    at_the_earliest = "" if person.born_from == person.born_to else " at the earliest"
    before = "before the pregnancy" if what.unborn else "before the birth"
    raise Refusal(
        f"{person} was born on {say_date(first)}{at_the_earliest}. {what.noun} cannot be from {before}: check the "
        "date.",
        fact.field,
    )


def check_in_family(what: What, day: date, people: Iterable[Life], today: date, field: str | None = None) -> None:
    """Refuse a fact of a family from before anybody of it was born, or of a day that is of nobody's life."""
    check_day(what, day, today, field)
    births = [person.born_from or person.expected for person in people]
    known = [born for born in births if born]
    if known and len(known) == len(births) and day < min(known) - PREGNANCY:
        raise Refusal(
            f"On {say_date(day)} nobody of this family was born. {what.noun} cannot be of that day: check the date.",
            field,
        )


def check_since_case(what: What, day: date, began: date | None, today: date, field: str | None = None) -> None:
    """Refuse what is of the work with a family on a day before that work `began`; None: nothing is known of it."""
    check_day(what, day, today, field)
    if began and day < began:
        raise Refusal(
            f"The work with this family began on {say_date(began)}. {what.noun} cannot be of an earlier day: check the "
            "date.",
            field,
        )


def check_order(first: str, first_day: date, then: str, then_day: date, field: str | None = None) -> None:
    """Refuse what came before that from which it follows: 'The call was taken on …. The referral cannot be earlier.'"""
    if then_day < first_day:
        raise Refusal(f"{first} {say_date(first_day)}. {then} cannot be earlier: check the date.", field)


# --- Births, and how old somebody is for what they are ---


def years_between(born: date, day: date) -> int:
    """Whole years; fewer than none where `day` comes first."""
    return years_lived(born, day) if day >= born else -1 - years_lived(day, born)


def oldest_on(person: Life, day: date) -> int | None:
    """The age in years on `day` where the birth was as early as it can have been; None where nothing is known."""
    return years_between(person.born_from, day) if person.born_from else None


def youngest_on(person: Life, day: date) -> int | None:
    return years_between(person.born_to, day) if person.born_to else None


def check_expected_day(expected: date, today: date, field: str | None = "expected") -> None:
    """Refuse an expected birth that is further away than a pregnancy lasts, or long past."""
    if expected > today + PREGNANCY:
        raise Refusal(
            f"A birth expected on {say_date(expected)} is further away than a pregnancy lasts. Check the date.", field
        )
    if expected < today - LONG_OVERDUE:
        raise Refusal(
            f"The birth was expected on {say_date(expected)}, which is long past. If the child was born, give the date "
            "of birth.",
            field,
        )


def check_oldest(person: Life, today: date, field: str | None = "born") -> None:
    """Refuse a birth by which somebody, at the youngest, would be older than anybody is."""
    lived_until = min(person.died or today, today)
    youngest = youngest_on(person, lived_until)
    if youngest is not None and youngest > OLDEST:
        raise Refusal(f"{person} would be {youngest}. Check the date of birth.", field)
