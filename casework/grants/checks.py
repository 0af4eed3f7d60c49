"""What may be granted, to whom, and for how long."""

from datetime import date, timedelta

from casework import practice
from casework.access import may_take
from casework.access.grants.models import GrantKind
from casework.access.queries import FamilyAccess, in_conflict
from casework.families.models import Family
from casework.grants.queries import possible_grantees
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import User

# What one person gives another; nobody is given a broken glass.
GIVEN = (GrantKind.JOINT, GrantKind.DUTY, GrantKind.LINKED, GrantKind.AUDIT)


def grade_for(kind: str) -> str:
    """The key of the decision in the practice file."""
    return "name_auditor" if kind == GrantKind.AUDIT else "grant"


def kinds_to_give(family: Family, access: FamilyAccess, today: date) -> list[GrantKind]:
    """The kinds that somebody with this access may give; an auditor reads what is not restricted anyway."""
    restricted = family.restriction_set.on(today).exists()
    offered = [kind for kind in GIVEN if kind != GrantKind.AUDIT or restricted]
    return [kind for kind in offered if may_take(access, grade_for(kind))]


def check_kind(family: Family, kind: str, today: date) -> None:
    if kind not in GIVEN:
        raise Refusal("Choose what it is granted for.", "kind")
    if kind == GrantKind.AUDIT and not family.restriction_set.on(today).exists():
        raise Refusal("This family is not restricted: auditors read it anyway.", "kind")


def check_grantee(family: Family, user: User, kind: GrantKind, by: User, today: date) -> None:
    if in_conflict(family, today).filter(user=user).exists():
        raise Refusal(f"{user} has a conflict of interest with this family. Choose somebody else.", "user")
    if not possible_grantees(family, [kind], by, today).filter(pk=user.pk).exists():
        raise Refusal(WHO[kind].format(user=user), "user")


WHO = {
    GrantKind.JOINT: "{user} does not work here as a practitioner or manager. Choose somebody else who does.",
    GrantKind.DUTY: "{user} does not work here as a practitioner or manager. Choose somebody else who does.",
    GrantKind.LINKED: "{user} is not allocated to a family that is linked to this one. Link the families first, or "
    "choose somebody who is.",
    GrantKind.AUDIT: "{user} is not an auditor. Choose somebody who is.",
}


def check_days(from_date: date, until_date: date, today: date) -> None:
    most = practice.current().settings.grant_days
    if from_date < today:
        raise Refusal("What has passed cannot be granted. Give today or a later day.", "from_date")
    if from_date > today + timedelta(days=most):
        raise Refusal(f"Give a day within the next {most} days.", "from_date")
    if until_date < from_date:
        raise Refusal("It ends before it begins. Give that day or a later one.", "until_date")
    if until_date > from_date + timedelta(days=most - 1):
        raise Refusal(f"It lasts {most} days at most. Give an earlier day; it can be granted again.", "until_date")


def check_child(family: Family, kind: str, child: Person | None) -> None:
    if kind != GrantKind.LINKED and child is not None:
        raise Refusal("A child is named only where somebody works with a linked family.", "child")
    if kind == GrantKind.LINKED and child not in family.children_now():
        raise Refusal("Say for which child of this family.", "child")
