"""What parental responsibility can be: who may hold it by what, and when."""

from datetime import date
from typing import Any

from casework.ages import ADULT, birthday
from casework.families.models import Family
from casework.lives.checks import END, RESPONSIBILITY, Fact, check_in_life
from casework.lives.roles import check_holder
from casework.people.models import Person, Sex
from casework.people.responsibility.models import Ground, ParentalResponsibility
from casework.people.responsibility.queries import held_for
from casework.refusal import Refusal

OF_AUTHORITIES = {Ground.CARE, Ground.INTERIM_CARE}
# A placement order gives it to adopters too, an emergency protection order to whoever applied for it.
OF_EITHER = {Ground.PLACEMENT, Ground.EMERGENCY_PROTECTION, Ground.OTHER}
# An order that says when it ends: without a day the team cannot be told.
WITH_AN_END = {Ground.EMERGENCY_PROTECTION, Ground.INTERIM_CARE}
NEVER_ENDS_BY_ITSELF = {Ground.BIRTH_MOTHER, Ground.MARRIED, Ground.CERTIFICATE, Ground.ADOPTION, Ground.PARENTAL_ORDER}


def checked_values(
    family: Family, child: Person, row: ParentalResponsibility | None, today: date, *, ground: str,
    holder: Person | None = None, authority: str = "", remark: str = "", from_date: date | None = None,
    ends_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The values of the columns; raises Refusal at the field that is wrong. `row` is the one that is corrected."""
    if ground not in Ground.values:
        raise Refusal("Choose by what it is held.", "ground")
    authority = authority.strip()
    _check_holder(family, child, holder, authority, row.holder if row else None)
    _check_ground(Ground(ground), holder, child)
    _check_dates(Ground(ground), child, from_date, ends_on, today)
    if holder:
        check_holder(holder, child, from_date or today, today, "holder")
    _check_once(child, row, ground, holder, authority)
    return {
        "holder": holder, "authority": authority, "ground": ground, "remark": remark.strip(), "from_date": from_date,
        "ends_on": ends_on,
    }  # fmt: skip


def _check_holder(family: Family, child: Person, holder: Person | None, authority: str, named: Person | None) -> None:
    if holder and authority:
        raise Refusal("Choose a person or name an authority, not both.", "authority")
    if not holder and not authority:
        raise Refusal("Choose who holds it, or name the authority.", "holder")
    if holder and holder.one_id == child.one_id:
        raise Refusal("Nobody holds parental responsibility for themselves. Choose somebody else.", "holder")
    if holder and holder != named and not family.people_ever().filter(pk=holder.pk).exists():
        raise Refusal("Choose somebody of this family. Add them to its people first.", "holder")


def _check_ground(ground: Ground, holder: Person | None, child: Person) -> None:
    if ground in OF_AUTHORITIES and holder:
        raise Refusal("A care order gives it to the local authority. Name the authority.", "ground")
    if holder is None and ground not in OF_AUTHORITIES | OF_EITHER:
        raise Refusal("An authority holds it by an order, such as a care order. Choose by which.", "ground")
    if ground == Ground.BIRTH_MOTHER and holder and holder.sex == Sex.MALE:
        raise Refusal(f"{holder} is recorded as male. Check who gave birth to {child}.", "ground")


def _check_dates(ground: Ground, child: Person, from_date: date | None, ends_on: date | None, today: date) -> None:
    if from_date and from_date > today:
        raise Refusal("It cannot begin in the future. Give the day since when it is held.", "from_date")
    if from_date:
        check_in_life(Fact(RESPONSIBILITY, from_date, child, "from_date"), today)
    if ends_on and ground in NEVER_ENDS_BY_ITSELF:
        raise Refusal("It does not end by itself on a day. Leave the day open.", "ends_on")
    if ends_on:
        check_in_life(Fact(END, min(ends_on, today), child, "ends_on"), today)
    if ends_on and child.born_to and ends_on > birthday(child.born_to, ADULT):
        raise Refusal(f"{child} is {ADULT} before that day, when an order has ended. Check the date.", "ends_on")
    if ends_on and from_date and ends_on < from_date:
        raise Refusal("The order ends before it began. Check both dates.", "ends_on")
    if ground in WITH_AN_END and not ends_on:
        raise Refusal("Give the day on which the order ends, so that the team is told before it.", "ends_on")


def _check_once(
    child: Person, row: ParentalResponsibility | None, ground: str, holder: Person | None, authority: str
) -> None:
    others = [other for other in held_for(child) if row is None or other.pk != row.pk]
    if ground == Ground.BIRTH_MOTHER and any(other.ground == ground for other in others):
        raise Refusal(f"Who gave birth to {child} is recorded already. Correct that if it is wrong.", "ground")
    same = (holder.one_id if holder else None, authority.casefold(), ground)
    if any((o.holder.one_id if o.holder else None, o.authority.casefold(), o.ground) == same for o in others):
        raise Refusal("That is recorded already.", "holder")


def check_end(row: ParentalResponsibility, ended_on: date, because: str, today: date) -> None:
    if ended_on > today:
        raise Refusal("It cannot have ended in the future. Give the day on which it ended.", "ended_on")
    check_in_life(Fact(END, ended_on, row.child, "ended_on"), today)
    if row.from_date and ended_on < row.from_date:
        raise Refusal("It cannot end before it began. Check the date.", "ended_on")
    if not because.strip():
        raise Refusal("Say why it ended.", "because")
