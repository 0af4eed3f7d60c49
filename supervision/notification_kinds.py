"""What people are notified of, where the pages of supervision and of transfers say more."""

from casework.access import FamilyAccess
from casework.access.ways import Page, Way, address_of, of_row
from casework.notifications.registry import Kind, Said, register
from casework.transfers.models import Transfer
from casework.users.models import User
from casework.words import say_when
from supervision.group_supervisions.models import GroupSupervision, SupervisionMove
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.workbooks.models import Workbook

SUPERVISION, NEWS = Page("supervision", of_row), "News of a group supervision"
WORKBOOK = Page("workbook")


def _supervision_of(episode: WorkbookEpisode) -> str:
    """The address of its supervision, or of the Workbook while there is none."""
    supervision = getattr(episode, "supervision", None)
    return address_of(SUPERVISION if supervision else WORKBOOK, episode.family_id, supervision or episode)


def _of_move(move: SupervisionMove, user: User, access: FamilyAccess) -> str:
    return _supervision_of(move.episode)


def _answered(said: Said) -> str:
    return f"the transfer to {said.row.to_team} was {said.row.get_state_display()}"


def _moved(said: Said) -> str:
    return f"supervision moved to {say_when(said.row.planned_for)}: {said.row.because}"


def _signed_off(said: Said) -> str:
    return "the group supervision was signed off"


def _new_red(said: Said) -> str:
    supervision = said.row
    why = f" {supervision.no_strategy_because}" if supervision.no_strategy_because else ""
    held = supervision.get_strategy_discussion_display()
    return f"the group rates Red overall, and did not before. Strategy discussion today: {held}.{why}"


def _closed(said: Said) -> str:
    return f"the Workbook was closed: {said.row.get_closed_reason_display()}"


def _to_prepare(said: Said) -> str:
    return f"closed for supervision on {say_when(said.row.episode.supervision_planned_for)} by {said.by}"


def _asked_for(said: Said) -> str:
    planned = say_when(said.row.episode.supervision_planned_for)
    return f"{said.by} asks you to finalise your summary before the supervision on {planned}"


register(
    Kind("transfer_answered", Transfer, "News of a transfer", _answered, Way(Page("transfer", of_row)), ("to_team",)),
    Kind("supervision_moved", SupervisionMove, NEWS, _moved, _of_move, ("episode__supervision",)),
    Kind("supervision_signed_off", GroupSupervision, NEWS, _signed_off, Way(SUPERVISION)),
    Kind("supervision_new_red", GroupSupervision, "A rating turned to Red", _new_red, Way(SUPERVISION)),
    Kind("workbook_closed", Workbook, NEWS, _closed, Way(WORKBOOK)),
    Kind(
        "supervision_to_prepare",
        GroupSupervision,
        "A group supervision is to be prepared",
        _to_prepare,
        Way(SUPERVISION),
        ("episode",),
    ),
    Kind(
        "summary_asked_for",
        InterventionSummary,
        "Your summary is waited for",
        _asked_for,
        Way(Page("summary", of_row)),
        ("episode",),
    ),
)
