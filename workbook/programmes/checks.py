"""What refuses a change of a Family Programme (A5.4, A5.6)."""

from collections.abc import Collection

from casework.access import Can, require
from casework.families.models import Family
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.rows import lock
from casework.users.models import User
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.queries import lock_programme
from workbook.programmes.states import ProgrammeState


def check_parents(family: Family, parents: Collection[Person]) -> None:
    """At least one, and each belongs to the family now."""
    members = {person.pk for person in family.people_now()}
    if not parents:
        raise Refusal("Choose who works through the programme: at least one parent or carer.", "parents")
    if not members.issuperset(person.pk for person in parents):
        raise Refusal("Choose people of this family only.", "parents")


def lock_open_programme(programme: FamilyProgramme, by: User) -> FamilyProgramme:
    """The programme, held with its family, which `by` leads; refused once it has ended."""
    lock(programme.family)
    programme = lock_programme(programme)
    require(by, programme.family, Can.LEAD)
    if programme.state != ProgrammeState.OPEN:
        raise Refusal("This Family Programme has ended, so nothing in it changes any more.")
    return programme
