"""Ties are added, changed and ended, as the family speaks of them (A5.18)."""

from datetime import date, datetime
from typing import Any

from casework.access import Can, require
from casework.ecomap.models import EcomapTie
from casework.families.models import Family
from casework.lives.checks import EVENT, check_in_family
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import recorded_key_contact
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import change_version, check_version
from casework.users.models import User
from casework.words import london_date, say_date

CHANGED = "Somebody changed this tie since you opened the page. What you chose is still here: compare, and save again."


@service
def add(family: Family, *, by: User, at: datetime, **details: Any) -> EcomapTie:
    """`details` as in `_checked_values`."""
    require(by, family, Can.RECORD)
    lock(family)
    values = _checked_values(family, **details, today=london_date(at))
    return EcomapTie.objects.create(family=family, **values)


@service
def change(tie: EcomapTie, *, version: int, by: User, at: datetime, **details: Any) -> EcomapTie:
    """Record how it is now; how it was before stays in the history."""
    require(by, tie.family, Can.RECORD)
    tie = lock(tie, "family")
    _check_current(tie, version)
    change_version(tie, **_checked_values(tie.family, **details, now=tie.key_contact, today=london_date(at)))
    return tie


@service
def end(tie: EcomapTie, *, ended_on: date, because: str, version: int, by: User, at: datetime) -> EcomapTie:
    """End the tie with the day `ended_on`; below the picture it stays among those of the past."""
    require(by, tie.family, Can.RECORD)
    tie = lock(tie, "family")
    _check_current(tie, version)
    if ended_on > london_date(at):
        raise Refusal("This day lies in the future. Record it when it has come.", "ended_on")
    if ended_on < tie.from_date:
        raise Refusal(f"The tie began on {say_date(tie.from_date)}. Give that day or a later one.", "ended_on")
    change_version(tie, until_date=ended_on, ended_because=because.strip())
    return tie


def _check_current(tie: EcomapTie, version: int) -> None:
    if tie.until_date:
        raise Refusal(f"This tie ended on {say_date(tie.until_date)}, so it does not change any more. Add a new one.")
    check_version(tie, version, CHANGED)


def _checked_values(
    family: Family, *, person: Person | None, with_whom: str, kind: str, strength: str, flow: str, about: str,
    from_date: date, today: date, now: KeyContact | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The values of a tie of `person`, or of the whole family where that is None, since `from_date`.

    `now` is the key contact with which it is; it stays where nothing else is said.
    """
    if person is not None and not family.familymember_set.filter(person=person).exists():
        raise Refusal("Choose somebody of this family, or the family as a whole.", "person")
    if not with_whom.strip() and not now:
        raise Refusal("Say with whom or with what the tie is.", "with_whom")
    if from_date > today:
        raise Refusal("This day lies in the future. Record the tie when there is one.", "from_date")
    check_in_family(EVENT, from_date, [person] if person else family.people_ever(), today, "from_date")
    known = recorded_key_contact(family, with_whom) if with_whom.strip() else now
    return {
        "person": person, "with_whom": "" if known else with_whom.strip(), "key_contact": known, "kind": kind,
        "strength": strength, "flow": flow, "about": about.strip(), "from_date": from_date,
    }  # fmt: skip
