"""When the next supervision would be, as the page of the sign-off suggests it."""

from datetime import datetime

from supervision.group_supervisions.models import GroupSupervision
from workbook.episodes.queries import a_month_after
from workbook.episodes.states import EpisodeState


def suggested_date(supervision: GroupSupervision, now: datetime) -> datetime:
    """The date that was arranged for the next episode already; otherwise a month after this was held."""
    ahead = supervision.episode.workbook.episodes.filter(state=EpisodeState.BEGUN).first()
    if ahead and ahead.moves.exists():
        return ahead.supervision_planned_for
    planned = a_month_after(supervision.held_at or now)
    return planned if planned > now else a_month_after(now)
