"""Decisions name the lowest grade that may take them (C27)."""

from casework import practice
from casework.access.families import access_of
from casework.refusal import Refusal
from casework.users.roles import Role, grades_from


def may_take(access, decision):
    """Whether somebody of this standing has the grade for `decision` (a key of the practice file)."""
    lowest = getattr(practice.current().decisions, decision)
    return bool(access.roles.intersection(grades_from(lowest)))


def require_grade(user, family, decision):
    """Raise a Refusal unless `user` has, for this family, the grade that the decision needs."""
    access = access_of(user, family)
    if not may_take(access, decision):
        lowest = Role(getattr(practice.current().decisions, decision))
        raise Refusal(f"This decision needs the {lowest.label.lower()} or a higher grade of the family's own team.")
    return access
