"""Who may say that two records are of one person."""

from casework.access import Can, families_for
from casework.refusal import Refusal


def may_link(user, person, *, today):
    """Whether `user` keeps the people of a family to which `person` belongs or belonged."""
    return families_for(user, Can.LEAD, today=today).filter(familymember__person=person).exists()


def require_both(by, person, other, today):
    for one in (person, other):
        if not may_link(by, one, today=today):
            raise Refusal(f"You do not keep the people of a family to which {one} belongs. Ask their team manager.")
