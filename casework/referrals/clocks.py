"""Due dates of a referral: the decisions on it and on a Workbook, and seeing a child of whom harm is alleged."""

from datetime import datetime
from typing import Any, cast

from django.db.models import Min

from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.duedates.queries import running_clock
from casework.duedates.services import set_met
from casework.holds.models import Held
from casework.holds.queries import is_held
from casework.notes.models import CaseNote
from casework.notes.states import TOOK_PLACE
from casework.referrals.models import Involvement, Referral
from casework.trail.acting import in_service
from casework.users.models import User

WORKBOOK_DECISION = "workbook_decision"


@in_service
def start_decision(involvement: Involvement, *, at: datetime) -> None:
    """To be decided for this child; the team's managers owe it, from when the referral was received."""
    duedates.start(
        "referral_decision",
        involvement,
        **_of(involvement),
        at=at,
    )


@in_service
def start_workbook_decision(referral: Referral, *, at: datetime) -> None:
    """Whether a Workbook is opened: within 24 hours of `at`, by the managers of the family's team (A1.6, C19).

    While a Workbook is open there is nothing to decide, and the family is held: new children join that one.
    """
    family = referral.family
    if is_held(family, Held.CLOSURE):
        return
    duedates.start(
        WORKBOOK_DECISION,
        referral,
        family=family,
        at=at,
    )


@in_service
def follow_end(referral: Referral, *, at: datetime) -> list[DueDate]:
    """A child's part in the referral ended: with the last of them nothing is to be decided on it any more.

    Gives the clock that ended with it, if it ran.
    """
    if referral.involvements.filter(closed_on=None).exists():
        return []
    ended = list(running_clock(WORKBOOK_DECISION, referral))
    duedates.cancel(WORKBOOK_DECISION, referral, at=at)
    return ended


@in_service
def start_harm_alleged(involvement: Involvement) -> None:
    """24 hours from the allegation (A7.19); whoever leads owes it, or the team while nobody does.

    None runs for a child who has died: nobody can be asked to see them.
    """
    if involvement.child.died:
        return
    duedates.start(
        "harm_alleged",
        involvement,
        **_of(involvement),
        at=cast("datetime", involvement.harm_alleged_at),
        owner=_lead(involvement),
    )


def _lead(involvement: Involvement) -> User | None:
    lead = family_lead(involvement.family)
    return lead.worker if lead else None


@in_service
def start_early_help(involvement: Involvement, *, at: datetime) -> None:
    """Runs only where the practice file has it switched on (A9.5)."""
    duedates.start(
        "early_help_decision",
        involvement,
        **_of(involvement),
        at=at,
    )


@in_service
def resume(involvement: Involvement) -> None:
    """The child is open after all: what was still owed to them is owed again, by the same moment."""
    for timescale in ("referral_decision", "early_help_decision"):
        duedates.undo_cancel(timescale, involvement)
    duedates.undo_cancel("harm_alleged", involvement, owner=_lead(involvement))
    duedates.undo_cancel(WORKBOOK_DECISION, involvement.referral)


@in_service
def follow_visit(note: CaseNote, *, was: datetime | None = None) -> None:
    """Bring the clock of seeing a harmed child to what `note` now says; `was` as in `allocations.clocks`."""
    alleged = note.family.involvement_set.filter(harm_alleged_at__isnull=False, closed_on=None)
    for involvement in alleged.select_related("family", "child"):
        set_met("harm_alleged", involvement, _first_seen(involvement), was, owner=_lead(involvement))


@in_service
def follow_harm(involvement: Involvement) -> None:
    """The child may have been seen already since the allegation."""
    set_met("harm_alleged", involvement, _first_seen(involvement), None, owner=_lead(involvement))


def _first_seen(involvement: Involvement) -> datetime | None:
    seen = involvement.family.seen_set.filter(
        child__in=involvement.child.all_ids, seen=True, note__state__in=TOOK_PLACE
    )
    since = seen.filter(note__took_place_at__gte=involvement.harm_alleged_at)
    return since.aggregate(first=Min("note__took_place_at"))["first"]


def _of(involvement: Involvement) -> dict[str, Any]:
    return {"family": involvement.family, "child": involvement.child}
