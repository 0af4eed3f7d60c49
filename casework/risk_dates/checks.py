"""What is needed of a date of risk."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.families.models import Family
from casework.people.models import Person
from casework.refusal import Refusal
from casework.risk_dates.models import RiskDate, RiskDateKind


def checked_values(
    family: Family, today: date, *, kind: str, day: date, about: Iterable[Person] = (), note: str = "",
    named: Iterable[int] = (),
) -> dict[str, Any]:  # fmt: skip
    """The values of the columns; raises Refusal at the field that is wrong. `named` are ids that stood there before."""
    if kind not in RiskDateKind.values:
        raise Refusal("Choose what kind of date it is.", "kind")
    if day < today:
        raise Refusal("That day is past. A date of risk lies ahead.", "day")
    if kind == RiskDateKind.OTHER and not note.strip():
        raise Refusal("Say what happens on that day.", "note")
    known = {*family.familymember_set.order_by().values_list("person_id", flat=True), *named}
    ids = sorted(person.pk for person in about)
    if not known.issuperset(ids):
        raise Refusal("Choose people of this family.", "about")
    return {"kind": kind, "day": day, "about": ids, "note": note.strip()}


def check_stands(row: RiskDate) -> None:
    if row.ended_on:
        raise Refusal("This date was called off already. Add it again if it stands once more.")
