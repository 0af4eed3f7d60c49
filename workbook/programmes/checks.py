"""What refuses a change of a Family Programme (A5.4, A5.6)."""

from collections.abc import Collection, Sequence

from casework.access import Can, require
from casework.families.models import Family
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.rows import lock
from casework.users.models import User
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.queries import children_of_work, lock_programme, parents_of
from workbook.programmes.sharing.queries import refusals_among
from workbook.programmes.states import ProgrammeState


def check_parents(family: Family, parents: Collection[Person], field: str = "parents") -> None:
    """At least one, and each belongs to the family now."""
    members = {person.pk for person in family.people_now()}
    if not parents:
        raise Refusal("Choose who works through the programme: at least one parent or carer.", field)
    if not members.issuperset(person.pk for person in parents):
        raise Refusal("Choose people of this family only.", field)


def check_why_apart(others: Sequence[FamilyProgramme], parents: Collection[Person], because: str) -> None:
    """Beside `others`, which are open, one is opened only for who does not share; said now, or on record already."""
    if not others or because.strip():
        return
    theirs = [person for other in others for person in parents_of(other) if person not in parents]
    said = refusals_among(others[0].family, [*parents, *theirs])
    if not {person.one_id for person in parents} <= {pk for each in said for pk in each.both}:
        raise Refusal(
            "A Family Programme is open already. A second one is only for parents who do not consent to share with "
            "each other: say why it is kept apart.",
            "apart_because",
        )


def check_children(programme: FamilyProgramme, children: Collection[Person]) -> None:
    """At least one, each of the children whom the work is about."""
    work = {child.pk for child in children_of_work(programme)}
    if not children:
        raise Refusal("Choose whom the programme is about: at least one child.", "children")
    if not work.issuperset(child.pk for child in children):
        raise Refusal("Choose children of this family's work only.", "children")


def lock_open_programme(programme: FamilyProgramme, by: User) -> FamilyProgramme:
    """The programme, held with its family, which `by` leads; refused once it has ended."""
    lock(programme.family)
    programme = lock_programme(programme)
    require(by, programme.family, Can.LEAD)
    if programme.state != ProgrammeState.OPEN:
        raise Refusal("This Family Programme has ended, so nothing in it changes any more.")
    return programme
