"""What is needed of family time: with whom, how, where, and by whose decision."""

from datetime import date
from typing import Any

from casework.families.models import Family
from casework.lives.checks import FAMILY_TIME, Fact, check_in_life
from casework.people.checks import check_dates_in_order
from casework.people.family_time.models import FamilyTime, Supervision
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.refusal import Refusal
from casework.words import say_date

WITH_SOMEBODY_THERE = {Supervision.SUPPORTED, Supervision.SUPERVISED}


def checked_values(
    family: Family, child: Person, row: FamilyTime | None, *, supervision: str, decided_by: str, from_date: date,
    with_person: Person | None = None, with_whom: str = "", supervised_by: str = "", how_often: str = "",
    place: KeyContact | None = None, where: str = "", not_allowed: str = "", until_date: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The values of the columns, stripped; raises Refusal at the field that is wrong. `row` is the one that changes.

    Whom and which key contact another family named may stay.
    """
    if supervision not in Supervision.values:
        raise Refusal("Choose whether it is supervised.", "supervision")
    _check_other(family, child, with_person, with_whom.strip(), row.with_person if row else None)
    _check_how(Supervision(supervision), how_often.strip(), supervised_by.strip())
    if place and place.family_id != family.pk and (row is None or place.pk != row.place_id):
        raise Refusal("Choose a key contact of this family.", "place")
    if not decided_by.strip():
        raise Refusal("Say who decided it: the court, an agreement, the parents.", "decided_by")
    check_in_life(Fact(FAMILY_TIME, from_date, child, "from_date"), from_date)
    if with_person and supervision != Supervision.NO_TIME:
        _check_alive(with_person, from_date)
    check_dates_in_order(from_date, until_date)
    return {
        "with_person": with_person, "with_whom": with_whom.strip(), "supervision": supervision,
        "supervised_by": supervised_by.strip(), "how_often": how_often.strip(), "place": place, "where": where.strip(),
        "decided_by": decided_by.strip(), "not_allowed": not_allowed.strip(), "from_date": from_date,
        "until_date": until_date,
    }  # fmt: skip


def _check_other(
    family: Family, child: Person, with_person: Person | None, with_whom: str, named: Person | None
) -> None:
    if with_person and with_whom:
        raise Refusal("Choose a person or write who it is, not both.", "with_whom")
    if not with_person and not with_whom:
        raise Refusal("Choose with whom, or write who it is.", "with_person")
    if with_person and with_person.one_id == child.one_id:
        raise Refusal("Choose somebody else than the child.", "with_person")
    if with_person and with_person != named and not family.people_ever().filter(pk=with_person.pk).exists():
        raise Refusal("Choose somebody of this family, or write who it is.", "with_person")


def _check_alive(person: Person, day: date) -> None:
    """Nobody spends time with who is not born, or has died; a brother or sister of any age may."""
    if person.unborn:
        raise Refusal(f"{person} is not born yet. Choose somebody else.", "with_person")
    if person.died and day > person.died:
        raise Refusal(
            f"{person} died on {say_date(person.died)}. Choose somebody else, or check the date.", "with_person"
        )
    check_in_life(Fact(FAMILY_TIME, day, person, "with_person"), day)


def _check_how(supervision: Supervision, how_often: str, supervised_by: str) -> None:
    if supervision != Supervision.NO_TIME and not how_often:
        raise Refusal("Say how often, such as ‘Saturdays, 10 to 12’.", "how_often")
    if supervision in WITH_SOMEBODY_THERE and not supervised_by:
        raise Refusal("Say who supervises or supports it.", "supervised_by")
    if supervision not in WITH_SOMEBODY_THERE and supervised_by:
        raise Refusal("Choose ‘Supervised’ or ‘Supported’, or leave out by whom.", "supervised_by")
