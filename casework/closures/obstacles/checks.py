"""What must not be open when a child's case closes, each with the page on which it is settled."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse

from casework.closures.queries import about_or_seeing, is_last_open
from casework.duedates.queries import running_clock
from casework.families.models import FamilyRecord
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.notes.models import CaseNoteQuerySet, kind_of
from casework.notes.states import NoteState
from casework.people.models import Person
from casework.plans.models import LegalEpisode, LegalKind, Plan, PlanKind
from casework.referrals.models import Involvement
from casework.transfers.states import TransferState
from casework.words import say_date, say_when

Fact = TypeVar("Fact", Plan, LegalEpisode)
# Private law is between the parents: it may go on without us. So may an early help plan.
LEGAL_KINDS = (LegalKind.PRE_PROCEEDINGS, LegalKind.CARE_PROCEEDINGS, LegalKind.CARE)
PLAN_KINDS = (PlanKind.CHILD_IN_NEED, PlanKind.CHILD_PROTECTION, PlanKind.CHILD_WE_CARE_FOR)


class Obstacle(NamedTuple):
    """A sentence, and the link to where it is settled."""

    sentence: str
    url: str
    link: str


def obstacles(involvement: Involvement, today: date) -> list[Obstacle]:
    """Everything that prevents the closing; for the last open child also what concerns the whole family."""
    checkers = OF_THE_CHILD + (OF_THE_FAMILY if is_last_open(involvement) else ())
    return [obstacle for checker in checkers for obstacle in checker(involvement, today)]


def visits_planned(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    """Those whose purpose names the child; all of them, where no other child is open."""
    planned = _concerned(involvement, NoteState.PLANNED, _named_in_purpose(involvement.child))
    for note in planned.order_by("planned_for"):
        sentence = f"{kind_of(note).label} planned for {say_when(note.at)} ({note.author})."
        yield Obstacle(sentence, _page("note", note), "Say what became of it")


def visits_not_written_up(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    for note in _concerned(involvement, NoteState.TOOK_PLACE, about_or_seeing(involvement.child)).in_date_order():
        if kind_of(note).visit:
            sentence = f"{kind_of(note).label} of {say_when(note.took_place_at)} is not written up ({note.author})."
            yield Obstacle(sentence, _page("note", note), "Go to the visit")


def _concerned(involvement: Involvement, state: NoteState, of_the_child: Q | Exists) -> CaseNoteQuerySet:
    notes = involvement.family.casenote_set.filter(state=state).select_related("author")
    return notes if is_last_open(involvement) else notes.filter(of_the_child)


def _named_in_purpose(child: Person) -> Q:
    """A planned visit says for whom it is in its purpose only."""
    called = [child.known_as or child.name, child.name, *(child.name.split()[:1] if child.name_known else ())]
    names = {re.escape(name) for name in called}
    return Q(purpose__iregex=rf"\y({'|'.join(sorted(names))})\y")


def actions_open(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    """Those about the child; those about everyone too, where no other child is open."""
    about = Q(child__in=involvement.child.all_ids)
    if is_last_open(involvement):
        about |= Q(child=None)
    for action in involvement.family.agreedaction_set.still_open().filter(about):
        sentence = f"Agreed and not done: {action.what} ({action.owner}, by {say_date(action.due_on)})."
        yield Obstacle(sentence, _page("action-report", action), "Say what came of it")


def plans_open(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    for plan in _running(involvement, involvement.family.plan_set.all(), PLAN_KINDS, today):
        sentence = f"{plan.get_kind_display()} since {say_date(plan.from_date)} has not ended."
        yield Obstacle(sentence, _page("plan-end", plan), "End the plan")


def care_and_proceedings(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    for episode in _running(involvement, involvement.family.legalepisode_set.all(), LEGAL_KINDS, today):
        sentence = f"{episode.get_kind_display()} since {say_date(episode.from_date)} has not ended."
        yield Obstacle(sentence, _page("legal-end", episode), "End it")


def _running(involvement: Involvement, facts: QuerySet[Fact], kinds: Iterable[str], today: date) -> QuerySet[Fact]:
    of_child = facts.filter(child__in=involvement.child.all_ids, kind__in=kinds, withdrawn_because="")
    return of_child.filter(Q(until_date=None) | Q(until_date__gt=today))


def assessments_running(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    running = involvement.family.assessment_set.filter(
        child__in=involvement.child.all_ids, withdrawn_because="", ended_on=None, started_on__gte=involvement.opened_on
    )
    for assessment in running:
        sentence = f"{assessment.get_kind_display()} since {say_date(assessment.started_on)} has not ended."
        yield Obstacle(sentence, _page("assessment-end", assessment), "End the assessment")


def harm_alleged(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    """A child of whom harm is alleged is seen first, or it is recorded why not (A7.19)."""
    child = involvement.child
    for due in running_clock("harm_alleged", involvement):
        sentence = f"{child} is said to be harmed and has not been seen: by {say_when(due.due_at)}."
        yield Obstacle(sentence, _page("child-not-seen", involvement), "Record the visit, or why there was none")


def transfers_asked(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    for transfer in involvement.family.transfer_set.filter(state=TransferState.ASKED).select_related("to_team"):
        sentence = f"The family's transfer to team {transfer.to_team} is asked for and not settled."
        yield Obstacle(sentence, _page("transfer", transfer), "Go to the transfer")


def holds_on_closing(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    for hold in holds_against(involvement.family, Held.CLOSURE):
        yield Obstacle(hold.because, hold.url, "Go there")


def others_allocated(involvement: Involvement, today: date) -> Iterator[Obstacle]:
    """Each ends with a summary of involvement (A9.16); the part of the one who leads ends with the closure."""
    allocated = involvement.family.allocation_set.filter(Q(until_date=None) | Q(until_date__gt=today))
    leads = Q(lead_from__isnull=False, lead_until=None)
    for allocation in allocated.exclude(leads).select_related("worker"):
        sentence = f"{allocation.worker}, {allocation.get_role_display().lower()}, is still allocated."
        yield Obstacle(sentence, _page("allocation-end", allocation), "End this part with its summary")


def _page(name: str, row: FamilyRecord) -> str:
    return reverse(name, args=[row.family_id, row.pk])


OF_THE_CHILD = (
    visits_planned, visits_not_written_up, actions_open, plans_open, care_and_proceedings, assessments_running,
    harm_alleged, transfers_asked,
)  # fmt: skip
OF_THE_FAMILY = (holds_on_closing, others_allocated)
