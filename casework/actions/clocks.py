"""The clock of an action: by its date for whoever does it, or for the worker who looks at an agreement again."""

from datetime import datetime

from casework.actions.models import AgreedAction
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.practice.calendar import end_of_day
from casework.trail.acting import in_service
from casework.users.models import User
from casework.words import london_date

TIMESCALES = {"worker": "agreed_action", "agency": "agency_action", "family": "agreement_looked_at"}


def owned_by(action: AgreedAction) -> str:
    """A key of TIMESCALES."""
    if action.owner_user_id:
        return "worker"
    return "family" if action.with_family else "agency"


@in_service
def start(action: AgreedAction, *, at: datetime) -> None:
    """A worker's runs for them; an agency's for the lead, who asks; an agreement for who supports it."""
    owner: User | None = action.owner_user or action.supported_by
    if owner is None:
        lead = family_lead(action.family, london_date(at))
        owner = lead.worker if lead else None
    duedates.start(
        TIMESCALES[owned_by(action)], action, family=action.family, at=at, owner=owner, child=action.child,
        due_at=end_of_day(action.look_on),
    )  # fmt: skip


@in_service
def meet(action: AgreedAction, *, at: datetime) -> None:
    duedates.meet(TIMESCALES[owned_by(action)], action, at=at)


@in_service
def cancel(action: AgreedAction, *, at: datetime) -> None:
    duedates.cancel_all_of(action, at=at)
