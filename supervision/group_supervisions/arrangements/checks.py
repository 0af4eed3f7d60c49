"""What is asked before the date of a supervision moves."""

from datetime import datetime

from django.utils import timezone

from casework.lives.checks import PLANNED_VISIT, check_day
from casework.refusal import Refusal
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import UNDER_WAY


def check_move(episode: WorkbookEpisode, planned_for: datetime, because: str, at: datetime) -> None:
    if episode.state not in UNDER_WAY:
        raise Refusal("This supervision has been held already, so its planned date does not move any more.")
    if planned_for <= at:
        raise Refusal("Choose a date to come.", "planned_for")
    check_day(PLANNED_VISIT, timezone.localdate(planned_for), timezone.localdate(at), "planned_for")
    if planned_for == episode.supervision_planned_for:
        raise Refusal("It is planned for that time already. Choose another.", "planned_for")
    if not because.strip():
        raise Refusal("Say why the date moves.", "because")
