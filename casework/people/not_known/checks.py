"""What may be recorded of a birth or a name that is not known, or not exactly (A10.9)."""

from copy import copy
from datetime import date
from typing import Any, NamedTuple, Self

from casework.access import Can, access_of
from casework.ages import ADULT
from casework.families.models import CHILDREN, Family, FamilyRole
from casework.lives.checks import KNOWN, OLDEST, check_day, check_expected_day
from casework.lives.recorded import check_correction
from casework.lives.roles import check_in_role
from casework.people.models import NO_NAME, Person, Sex
from casework.people.not_known.queries import is_to_be_asked
from casework.refusal import Refusal
from casework.users.models import User
from casework.words import is_invisible

WORDS_FOR_CHILDREN = {Sex.FEMALE: "Girl", Sex.MALE: "Boy", Sex.UNKNOWN: "Child"}
WORDS_FOR_ADULTS = {Sex.FEMALE: "Woman", Sex.MALE: "Man", Sex.UNKNOWN: "Adult"}
WHO_WILL_ASK = "Choose who will ask when the child was born."
NOTHING_GIVEN = (
    "Give the child's date of birth, the expected date, or about how old the child is. If none is known, choose who "
    "will ask."
)


# The columns of a person that say when they were born.
BIRTH = ("born", "expected", "about_age", "about_age_on")


class GivenBirth(NamedTuple):
    """What is said of a birth: the day, the expected day, about which age on which day, or nothing; and who will ask.

    Its names are those of the columns of Person.
    """

    born: date | None = None
    expected: date | None = None
    about_age: int | None = None
    about_age_on: date | None = None
    birth_to_be_asked_by: User | None = None

    @property
    def known(self) -> bool:
        return bool(self.born or self.expected)

    def complete(self, today: date) -> Self:
        """An age without a day was said today; nobody asks for what is known."""
        about_age_on = self.about_age_on or (today if self.about_age is not None else None)
        return self._replace(
            about_age_on=about_age_on, birth_to_be_asked_by=None if self.known else self.birth_to_be_asked_by
        )

    def in_place_of(self, person: Person) -> Self:
        """Where a day is given now, it replaces the age about right that stood and was sent again beside it."""
        stood = self.about_age in (None, person.about_age) and self.about_age_on == person.about_age_on
        if stood and (self.known or self.about_age is None):
            return self._replace(about_age=None, about_age_on=None)
        return self

    def columns(self) -> dict[str, Any]:
        return self._asdict()


def check_given_birth(family: Family, given: GivenBirth, *, role: str, person: Person | None, today: date) -> None:
    """Of a child we work with somebody is named who will ask; `person` as saved now, None for a new one."""
    if sum(value is not None for value in (given.born, given.expected, given.about_age)) > 1:
        raise Refusal("Give one of them: the date of birth, the expected date, or about which age.", "about_age")
    if given.about_age_on and given.about_age is None:
        raise Refusal("Give about how old the person was on that day, or clear the day.", "about_age")
    if given.about_age is not None and not 0 <= given.about_age <= OLDEST:
        raise Refusal(f"Give about which age in years, up to {OLDEST}.", "about_age")
    if given.about_age_on and given.about_age_on > today:
        raise Refusal("This day lies in the future. Give the day on which the age was said.", "about_age_on")
    if given.about_age_on:
        check_day(KNOWN, given.about_age_on, today, "about_age_on")
    asked = role == FamilyRole.CHILD and not (person and person.died)
    if asked and not given.known and given.birth_to_be_asked_by is None:
        nothing = given.about_age is None
        raise Refusal(NOTHING_GIVEN if nothing else WHO_WILL_ASK, "born" if nothing else "birth_to_be_asked_by")
    check_asker(family, given.birth_to_be_asked_by, person, today)


def check_somebody_asks(person: Person, role: str, field: str = "role") -> None:
    """Whoever is to be a child we work with from now on has a birth that is known, or somebody who will ask for it."""
    if role != FamilyRole.CHILD or not is_to_be_asked(person) or person.died:
        return
    where = "Say it first: ‘Record what became known’, on the page of" if field == "role" else "Choose who will ask of"
    raise Refusal(f"Nobody is named who will ask when {person} was born. {where} {person}.", field)


def check_corrected(person: Person, given: GivenBirth, *, role: str, today: date, sex: str) -> None:
    """What is newly said of a birth: the age for the role in this family, and all that is recorded already."""
    birth = {name: getattr(given, name) for name in BIRTH}
    if any(getattr(person, name) != value for name, value in birth.items()):
        corrected = copy(person)
        for name, value in birth.items():
            setattr(corrected, name, value)
        check_in_role(corrected, role, today, today)
        if given.expected and given.expected != person.expected:
            check_expected_day(given.expected, today)
    check_correction(person, today, **birth, sex=sex)


def check_asker(family: Family, asker: User | None, person: Person | None, today: date) -> None:
    """Who will ask works with the family; whoever was named before may stay."""
    if asker is None or (person and person.birth_to_be_asked_by_id == asker.pk):
        return
    if not access_of(asker, family, today=today).can(Can.RECORD):
        raise Refusal(f"{asker} does not work with this family. Choose somebody who does.", "birth_to_be_asked_by")


def check_name(name: str, name_not_known: bool) -> None:
    if is_invisible(name) and not name_not_known:
        raise Refusal("Give the person's name. If nobody knows it yet, say so.", "name")
    if not is_invisible(name) and name_not_known:
        raise Refusal("Give the name, or say that it is not known: not both.", "name_not_known")


def name_values(name: str, name_not_known: bool, *, sex: str, given: GivenBirth, role: str) -> dict[str, Any]:
    """The columns of a name: as it is given, or what stands in its place until it is known."""
    check_name(name, name_not_known)
    stands = called(sex, given, role=role) if name_not_known else name.strip()
    return {"name": stands, "name_known": not name_not_known}


def called(sex: str, given: GivenBirth, *, role: str) -> str:
    """'Girl of about 5, name not known': what one calls somebody of whom no more is known."""
    if given.expected:
        return f"Unborn child, {NO_NAME}"
    grown = role not in CHILDREN if given.about_age is None else given.about_age >= ADULT
    who = (WORDS_FOR_ADULTS if grown else WORDS_FOR_CHILDREN)[Sex(sex)]
    if given.about_age is None:
        return f"{who}, {NO_NAME}"
    age = f"about {given.about_age}" if given.about_age else "under 1"
    return f"{who} of {age}, {NO_NAME}"
