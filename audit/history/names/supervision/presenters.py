"""What the rows of group supervision are called in a sentence of the history."""

from django.db.models import Model

from audit.history.names.casework.presenters import RowName, passage_name
from supervision.group_supervisions.models import (
    ActionReview,
    Attendance,
    Filing,
    GroupSupervision,
    SupervisionAction,
    SupervisionMove,
    SupervisionPassage,
)
from supervision.packs.models import Pack


def _supervision(supervision: GroupSupervision) -> str:
    return f"the group supervision of episode {supervision.episode.number}"


ROW_NAMES: dict[type[Model], RowName] = {
    GroupSupervision: RowName("supervision", _supervision, ("episode",)),
    SupervisionPassage: RowName(
        "supervision", lambda row: passage_name(row, _supervision(row.owner)), ("owner__episode",)
    ),
    SupervisionMove: RowName(
        "supervision", lambda row: f"the date of supervision of episode {row.episode.number}", ("episode",)
    ),
    SupervisionAction: RowName(
        "supervision",
        lambda row: f"‘{row.action.what}’ to {_supervision(row.supervision)}",
        ("action", "supervision__episode"),
    ),
    ActionReview: RowName(
        "supervision",
        lambda row: f"where ‘{row.action.what}’ stands, in {_supervision(row.supervision)}",
        ("action", "supervision__episode"),
    ),
    Attendance: RowName(
        "supervision",
        lambda row: f"{row.user}’s attendance at {_supervision(row.supervision)}",
        ("user", "supervision__episode"),
    ),
    Filing: RowName(
        "supervision",
        lambda row: f"{_supervision(row.supervision)} in {row.child}’s file",
        ("supervision__episode", "child"),
    ),
    Pack: RowName(
        "supervision", lambda row: f"pack {row.number} for {_supervision(row.supervision)}", ("supervision__episode",)
    ),
}
