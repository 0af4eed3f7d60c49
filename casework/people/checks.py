"""What may be recorded of a person: dates in a life, and check digits of the numbers that health and education use."""

import re
from datetime import date

from django.utils import timezone
from stdnum.gb import nhs, upn

from casework.families.models import Family
from casework.lives.checks import KNOWN, check_day
from casework.people.models import Person, Sex
from casework.refusal import Refusal
from casework.trail.acting import recorded_at


def check_recorded_events(person: Person, born: date | None) -> None:
    """A birth is an act of its own, and a death comes after it."""
    if person.unborn and born:
        raise Refusal(f"{person} is expected. If {person} was born, record the birth: ‘Record a change’.", "born")
    check_death_after(person, born)


def check_death_after(person: Person, born: date | None) -> None:
    if person.died and born and born > person.died:
        raise Refusal("The date of birth lies after the day of the death. Check the date.", "born")


def check_birth(born: date | None, expected: date | None, today: date) -> None:
    if born and born > today:
        raise Refusal("The date of birth is in the future. For an unborn child give the expected date instead.", "born")
    if born and expected:
        raise Refusal("Give the date of birth or the expected date, not both.", "expected")


def check_sex(sex: str, expected: date | None) -> None:
    if sex not in Sex.values:
        raise Refusal("Choose the sex from those offered.", "sex")
    if expected and sex != Sex.UNKNOWN:
        raise Refusal("For an unborn child choose ‘Unknown or unborn’.", "sex")


NO_NHS_NUMBER = "0" * 10
PERMANENT_UPN = re.compile(r"[A-Z][0-9]{12}")
TEMPORARY_UPN = re.compile(r"[A-Z][0-9]{11}[A-Z]")


def compact_number(number: str) -> str:
    """The number as it is stored: without the spaces and hyphens in which people write it, in capitals."""
    return re.sub(r"[\s-]", "", number).upper()


def nhs_number_error(number: str) -> str:
    """NHS Data Dictionary, 'NHS NUMBER': ten digits, of which the last checks the others by modulus 11.

    Ten zeros pass that check, and stand in other systems for a number that nobody knows.
    """
    if not re.fullmatch(r"[0-9]{10}", number):
        return "An NHS number has ten digits."
    if number == NO_NHS_NUMBER:
        return "An NHS number is never all zeros."
    if nhs.checksum(number) != 0:
        return "The NHS number’s last digit does not fit the others: one of them is mistyped."
    return ""


def upn_error(number: str) -> str:
    """Department for Education, unique pupil number: rule 1510 of its censuses checks the first letter by modulus 23.

    A permanent one is a letter and twelve digits; a temporary one ends in a letter, which counts by its place in the
    alphabet without I, O and S (Government Data Standards Catalogue, 'Unique Pupil Number', version 2.0).
    """
    if not (PERMANENT_UPN.fullmatch(number) or TEMPORARY_UPN.fullmatch(number)):
        return "A unique pupil number is a letter and twelve digits; a temporary one ends in a letter."
    if number[12] in "IOS":
        return "A temporary unique pupil number never ends in I, O or S."
    # Not `upn.validate`: its list of local authorities ends before 2019 and lacks Dorset (838) and later ones.
    if upn.calc_check_digit(number[1:]) != number[0]:
        return "The unique pupil number’s first letter does not fit the rest: one of them is mistyped."
    return ""


def check_member(family: Family, person: Person) -> None:
    if not family.familymember_set.filter(person=person, until_date=None).exists():
        raise Refusal("Choose somebody who belongs to this family now.")


def check_belongs(family: Family, person: Person) -> None:
    """As `check_member`, under whichever entry of the person."""
    if not family.familymember_set.filter(person__in=person.all_ids, until_date=None).exists():
        raise Refusal(f"{person} does not belong to this family now.")


def check_dates_in_order(from_date: date | None, until_date: date | None) -> None:
    """Both are of our time, as seen when they are recorded, and the first is not after the last."""
    today = timezone.localdate(recorded_at())
    for name, day in (("from_date", from_date), ("until_date", until_date)):
        if day:
            check_day(KNOWN, day, today, name)
    if from_date and until_date and until_date < from_date:
        raise Refusal("The last day lies before the first. Check both dates.", "until_date")


NUMBER_ERRORS = {"nhs_number": nhs_number_error, "upn": upn_error, "former_upn": upn_error}


def check_numbers(person: Person, values: dict[str, str]) -> None:
    """Refuse a changed number whose check digit is wrong.

    One that came in wrong stays until somebody can put it right: the other numbers can be saved all the same.
    """
    for name, number in values.items():
        if number and number != getattr(person, name) and (wrong := NUMBER_ERRORS[name](number)):
            raise Refusal(f"{wrong} Check it against its source.", name)
