"""While a summary of the family is open its relationships do not change, but for a manager's override (C23).

The hold is placed and lifted by the app to the right that knows the summaries. Births, deaths and pregnancies that end
are acts of their own: they never ask here.
"""

from collections.abc import Iterable

from casework import practice
from casework.access import FamilyAccess, access_of, may_take
from casework.families.models import Family
from casework.holds.checks import HoldReason, holds_against
from casework.holds.models import Held
from casework.people.models import Person
from casework.refusal import Refusal
from casework.relationships.models import Relationship
from casework.users.models import User
from casework.users.roles import Role
from casework.words import say_date


def locking_is_practised() -> bool:
    """Whether the practice file locks relationships at all."""
    return practice.current().settings.relationships_locked_while_summary_open


def hold_on_relationships(family: Family) -> HoldReason | None:
    """The hold against changing relationships, or None: it says why and until when."""
    if not locking_is_practised():
        return None
    return next(iter(holds_against(family, Held.RELATIONSHIPS)), None)


def may_override(access: FamilyAccess) -> bool:
    return may_take(access, "override_relationships")


def overriding_grade() -> str:
    """'deputy team manager': the lowest grade that may."""
    return Role(practice.current().decisions.override_relationships).label.lower()


def needs_override(family: Family, by: User, because: str) -> bool:
    """Whether this change needs an override; Refusal where it needs one and `by` has not the grade or gave no reason.

    Called with the family locked, as the hold is placed: no summary opens between this and the change.
    """
    hold = hold_on_relationships(family)
    if hold is None:
        return False
    if not may_override(access_of(by, family)):
        raise Refusal(f"Relationships are locked. {hold.because} If it cannot wait, ask a {overriding_grade()}.")
    if not because.strip():
        raise Refusal("Relationships are locked. Say why this cannot wait.", "override_because")
    return True


def check_members(family: Family, people: Iterable[Person], field: str) -> None:
    members = set(family.familymember_set.filter(until_date=None).order_by().values_list("person_id", flat=True))
    if not members.issuperset(person.pk for person in people):
        raise Refusal("Choose somebody who belongs to this family.", field)


def check_not_ended(relationship: Relationship) -> None:
    if relationship.until_date:
        raise Refusal(f"It ended on {say_date(relationship.until_date)} already.")
