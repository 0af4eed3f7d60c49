"""What the services of warnings ask before they change anything."""

from datetime import date

from casework.families.models import Family
from casework.lives.checks import REVIEW, check_day
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.trail.versions import check_version
from casework.warnings.models import Caution, WarningKind

CHANGED = "Somebody changed this warning since you opened the page. Compare, and save again."


def check_current(caution: Caution, version: int) -> None:
    """Raise Conflict where the warning has ended, or was changed since the page was opened."""
    if caution.ended_on:
        raise Conflict("This warning has been ended already. Add it again if it holds once more.")
    check_version(caution, version, CHANGED)


def check_kind(kind: str) -> None:
    if kind not in WarningKind.values:
        raise Refusal("Choose the kind of warning from those offered.", "kind")


def check_detail(detail: str) -> None:
    if not detail.strip():
        raise Refusal("Say what whoever visits must know.", "detail")


def check_source(source: str, hint: str = "") -> None:
    if not source.strip():
        raise Refusal(f"Say where it is known from{hint}.", "source")


def check_person(family: Family, person: Person | None) -> None:
    """From whom the risk comes is or was of the family; nobody, where it is a dog or the house."""
    if person and not family.familymember_set.filter(person=person).exists():
        raise Refusal("Choose somebody who is or was of this family, or nobody.", "person")


def check_begin(from_date: date, today: date) -> None:
    if from_date > today:
        raise Refusal("The warning cannot begin in the future. Give the day from which it is known.", "from_date")


def check_review(review_on: date, today: date) -> None:
    if review_on <= today:
        raise Refusal("Give a day to come on which the warning is looked at again.", "review_on")
    check_day(REVIEW, review_on, today, "review_on")


def check_end(caution: Caution, ended_on: date, today: date) -> None:
    if ended_on > today:
        raise Refusal("The warning cannot end in the future. Give the day on which it ended.", "ended_on")
    if ended_on < caution.from_date:
        raise Refusal("The warning cannot end before it began. Check the date.", "ended_on")
