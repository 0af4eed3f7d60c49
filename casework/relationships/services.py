"""Who is what of whom: a relationship is added, ends on a day, or never was and was recorded wrongly.

Each is refused while relationships are locked, unless a manager says in `override_because` why it cannot wait (C23).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import lead_and_managers
from casework.families.models import Family
from casework.in_error import services as in_error
from casework.in_error.models import InErrorReason
from casework.lives.checks import RELATIONSHIP, Fact, check_in_life
from casework.lives.recorded import check_new_tie, stands_already
from casework.people.misfits.services import tell_where_it_does_not_fit
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.relationships import checks
from casework.relationships.checks import check_members, check_not_ended
from casework.relationships.models import Relationship, RelationshipKind, RelationshipOverride
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.words import say_date

ADDED, ENDED, WITHDRAWN = RelationshipOverride.Act


@service
def relate_to_all(
    family: Family, person: Person, *, kind: str, others: Sequence[Person], by: User, at: datetime,
    from_date: date | None = None, override_because: str = "",
) -> list[Relationship]:  # fmt: skip
    """`person` is the `kind` of each of `others`: all of it, or nothing. A `from_date` is not later than `at`."""
    require(by, family, Can.LEAD)
    lock(family)
    if kind not in RelationshipKind.values:
        raise Refusal("Choose the relationship from those offered.", "kind")
    today = timezone.localdate(at)
    if from_date and from_date > today:
        raise Refusal("This day lies in the future. Record it when it has come.", "from_date")
    if person in others:
        raise Refusal("Nobody is related to oneself. Choose different people.", "others")
    check_members(family, [person], "person")
    check_members(family, others, "others")
    standing = list(family.relationship_set.filter(kind=kind, until_date=None).select_related("person", "other"))
    found = {other.pk: stands_already(standing, kind, person, other) for other in others}
    existing = {pk: row for pk, row in found.items() if row}
    new = [other for other in others if other.pk not in existing]
    if not new:
        raise Refusal("That is recorded already. Choose whom it is not recorded of.", "others")
    for other in new:
        if from_date:
            check_in_life(Fact(RELATIONSHIP, from_date, person, "from_date"), today)
            check_in_life(Fact(RELATIONSHIP, from_date, other, "from_date"), today)
        check_new_tie(person, kind, other, today, "kind")
    overriding = checks.needs_override(family, by, override_because)
    for other in new:
        existing[other.pk] = row = Relationship.objects.create(
            family=family, person=person, kind=kind, other=other, from_date=from_date
        )
        if overriding:
            _record_override(row, ADDED, override_because, by, at)
    tell_where_it_does_not_fit([person, *new], by=by, at=at)
    return [existing[other.pk] for other in others]


@service
def relate(family: Family, person: Person, *, other: Person, by: User, at: datetime, **details: Any) -> Relationship:
    """`person` is the `kind` of `other`; both belong to the family. What stands already is the same row."""
    same = {"person": person, "other": other, "kind": details["kind"], "until_date": None}
    if existing := family.relationship_set.filter(**same).first():
        require(by, family, Can.LEAD)
        return existing
    return relate_to_all(family, person, others=[other], by=by, at=at, **details)[0]


@service
def end(
    relationship: Relationship, *, ended_on: date, because: str, by: User, at: datetime, override_because: str = ""
) -> Relationship:
    """`ended_on` is the last day on which it was so; the page goes on showing it as ended."""
    relationship = _lock_in_family(relationship, by)
    check_not_ended(relationship)
    if ended_on > timezone.localdate(at):
        raise Refusal("This day lies in the future. Record it when it has come.", "ended_on")
    for one in (relationship.person, relationship.other):
        check_in_life(Fact(RELATIONSHIP, ended_on, one, "ended_on"), timezone.localdate(at))
    if relationship.from_date and ended_on < relationship.from_date:
        raise Refusal(f"It began on {say_date(relationship.from_date)}. Give a later day.", "ended_on")
    ended = {"until_date": ended_on, "ended_because": because.strip()}
    return _change(relationship, ENDED, ended, override_because, by, at)


@service
def withdraw(
    relationship: Relationship, *, because: str, by: User, at: datetime, override_because: str = "",
    reason: str = InErrorReason.NOT_SO,
) -> Relationship:  # fmt: skip
    """It never was so: no page shows it any more; lead and managers are told."""
    relationship = _lock_in_family(relationship, by)
    if relationship.recorded_wrongly:
        raise Conflict("That it was recorded wrongly stands already. Nothing was changed.")
    if not because.strip():
        raise Refusal("Say what was wrong.", "because")
    today = timezone.localdate(at)
    until = relationship.until_date or max(today, relationship.from_date or today)
    wrong = {"recorded_wrongly": True, "until_date": until, "ended_because": in_error.said(reason)}
    told = lead_and_managers(relationship.family, today)
    in_error.record(relationship, reason=reason, because=because, told=told, by=by, at=at)
    return _change(relationship, WITHDRAWN, wrong, override_because, by, at)


def _lock_in_family(relationship: Relationship, by: User) -> Relationship:
    """The family is locked before its relationship is read, as by all who change relationships or their hold."""
    require(by, relationship.family, Can.LEAD)
    lock(relationship.family)
    return Relationship.objects.select_related("family", "person", "other").get(pk=relationship.pk)


def _change(
    relationship: Relationship, act: str, values: dict[str, Any], because: str, by: User, at: datetime
) -> Relationship:
    overriding = checks.needs_override(relationship.family, by, because)
    change(relationship, **values)
    if overriding:
        _record_override(relationship, act, because, by, at)
    return relationship


def _record_override(relationship: Relationship, act: str, because: str, by: User, at: datetime) -> None:
    RelationshipOverride.objects.create(
        family_id=relationship.family_id, relationship=relationship, act=act, because=because.strip(), by=by, at=at
    )
