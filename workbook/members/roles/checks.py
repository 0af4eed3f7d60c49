"""What refuses another role: facts that would have no holder, a life that does not fit, a Workbook without a child."""

from collections.abc import Collection
from datetime import date

from casework.families.models import CHILDREN, Family, FamilyMember, FamilyRole
from casework.lives.roles import check_in_role
from casework.people.models import Person
from casework.people.not_known.checks import check_somebody_asks
from casework.refusal import Refusal
from workbook.episodes.models import is_whole
from workbook.members.queries import episodes_to_join
from workbook.members.roles import queries

CORRECTED = "Choose another role, or first correct the date of birth."
CHANGED = "Choose another role or another day, or first correct the date of birth."


def check_other_role(member: FamilyMember, role: str, day: date, today: date, *, remedy: str) -> None:
    """It is another one than now, and fits the person's life from `day` on; `remedy` says what else may be chosen."""
    person = member.person
    if role == member.role:
        raise Refusal(f"{person} is recorded as that already. Choose what {person} is.", "role")
    check_in_role(person, role, day, today, "role", remedy=remedy)
    check_somebody_asks(person, role)


def check_holders(member: FamilyMember, role: str) -> None:
    """A correction leaves no fact without a holder: no adult with a plan, no child with whom a programme is shared."""
    family, person, facts = member.family, member.person, list[str]()
    if member.role == FamilyRole.CHILD:
        facts += queries.facts_as_a_child(family, person)
    if role not in CHILDREN:
        facts += queries.facts_as_any_child(family, person)
    if role in CHILDREN and member.role not in CHILDREN:
        facts += queries.facts_as_an_adult(family, person)
    if facts:
        raise Refusal(
            f"This stands on the record of {person} in this family, and needs who they are now: {'; '.join(facts)}. "
            "Correct or withdraw that first. If it was right until a day, record a change of role from that day.",
            "role",
        )


def check_nothing_runs(family: Family, person: Person) -> None:
    if running := queries.running_as_a_child(family, person):
        raise Refusal(
            f"This still runs for {person} as a child of this family: {'; '.join(running)}. End it first, or close the "
            "case, so that nothing goes on by itself.",
            "role",
        )


def check_workbook_stays_whole(family: Family) -> None:
    """After the change: the open Workbook still has a child with whom one works, and an adult (A1.14)."""
    roles = family.roles()
    for episode in episodes_to_join(family):
        people = episode.members.filter(until_date=None, person__died=None).values_list("person", flat=True)
        if not _fits({roles[pk] for pk in people if pk in roles}):
            raise Refusal(
                "The open Workbook would have no child with whom we work, or no adult. Add another first, or a manager "
                "closes the Workbook first.",
                "role",
            )


def _fits(roles: Collection[str]) -> bool:
    return not roles or is_whole(roles)
