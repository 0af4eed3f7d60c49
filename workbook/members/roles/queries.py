"""What is recorded of somebody as a child of a family, or as an adult: a role is not corrected away from under it."""

from collections.abc import Iterator

from django.db.models import Model, Q, QuerySet

from casework.actions.models import AgreedAction
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.states import CaseSummaryState
from casework.families.models import Family, FamilyMember
from casework.notes.models import Seen
from casework.notes.states import NoteState
from casework.people.family_time.models import FamilyTime
from casework.people.models import Person
from casework.people.responsibility.models import ParentalResponsibility
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.referrals.models import Involvement
from casework.trail.rows import fingerprint
from workbook.programmes.models import FamilyProgramme, ModuleRecord, ProgrammeParent
from workbook.programmes.states import ProgrammeState
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WorkbookState

STANDS = Q(withdrawn_because="")
# By model: what of it counts, and how a page calls it. Each has a `child` but for the Workbook.
FACTS_OF_A_CHILD: dict[type[Model], tuple[Q, str]] = {
    Involvement: (Q(), "a part in a referral"),
    Assessment: (STANDS, "an assessment"),
    Plan: (STANDS, "a plan"),
    Conference: (STANDS, "a conference or review"),
    LegalEpisode: (STANDS, "a court or care episode"),
    CaseSummary: (Q(), "a case summary"),
    AgreedAction: (STANDS, "an agreed action"),
    ModuleRecord: (Q(), "a module of the Family Programme"),
}
STANDING_NOTE = ~Q(note__state=NoteState.WITHDRAWN)
SEEN = Q(seen=True) & STANDING_NOTE | Q(bedroom=True) & STANDING_NOTE
FACTS_OF_ANY_CHILD: dict[type[Model], tuple[Q, str]] = {
    Seen: (SEEN, "a visit on which they were seen as a child"),
    FamilyTime: (Q(), "family time"),
    ParentalResponsibility: (Q(), "who has parental responsibility for them"),
}
# Of the first what still runs: it ends before somebody stops being a child with whom one works.
RUNNING: dict[type[Model], Q] = {
    Involvement: Q(closed_on=None),
    Assessment: STANDS & Q(ended_on=None),
    Plan: STANDS & Q(until_date=None),
    Conference: STANDS & Q(held_on=None),
    LegalEpisode: STANDS & Q(until_date=None),
    CaseSummary: Q(state=CaseSummaryState.OPEN),
    AgreedAction: STANDS & Q(done_on=None),
}


def fingerprint_of_role(member: FamilyMember) -> str:
    return fingerprint(member.pk, member.role)


def facts_as_a_child(family: Family, person: Person) -> Iterator[str]:
    """In words what is recorded of them as a child with whom one works, and cannot be of anybody else."""
    of_them = Q(family=family, child__in=person.all_ids)
    for model, (counts, words) in FACTS_OF_A_CHILD.items():
        if _rows(model).filter(of_them & counts).exists():
            yield words
    open_now = Workbook.objects.filter(family=family, state=WorkbookState.OPEN)
    if open_now.filter(index_child__in=person.all_ids).exists():
        yield "the place of the index child in the open Workbook"


def facts_as_any_child(family: Family, person: Person) -> Iterator[str]:
    """In words what is recorded of them as a child, with whom one works or not, and cannot be of an adult."""
    of_them = Q(family=family, child__in=person.all_ids)
    for model, (counts, words) in FACTS_OF_ANY_CHILD.items():
        if _rows(model).filter(of_them & counts).exists():
            yield words


def facts_as_an_adult(family: Family, person: Person) -> Iterator[str]:
    """In words what is recorded of them as a parent or another adult, and cannot be of a child."""
    shared = ProgrammeParent.objects.filter(family=family, person__in=person.all_ids, left_on=None)
    running = FamilyProgramme.objects.filter(parents__in=shared, state=ProgrammeState.OPEN)
    yield from (f"Family Programme {programme.number}, which is shared with them" for programme in running)


def running_as_a_child(family: Family, person: Person) -> list[str]:
    """In words what of it still runs in this family."""
    of_them = Q(family=family, child__in=person.all_ids)
    return [
        FACTS_OF_A_CHILD[model][1] for model, runs in RUNNING.items() if _rows(model).filter(of_them & runs).exists()
    ]


def _rows(model: type[Model]) -> QuerySet:
    return model._default_manager.all()
