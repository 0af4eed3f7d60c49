"""What is asked before a supervision is recorded as held."""

from datetime import datetime

from casework.refusal import Refusal
from casework.words import london_date
from supervision.group_supervisions.models import GroupSupervision


def check_held(supervision: GroupSupervision, held_at: datetime, at: datetime) -> None:
    if held_at > at:
        raise Refusal(
            "The supervision cannot have been held in the future. Give the time at which it was held.", "held_at"
        )
    if london_date(held_at) < london_date(supervision.episode.begun_at):
        raise Refusal("The supervision cannot have been held before its episode began. Check the date.", "held_at")
