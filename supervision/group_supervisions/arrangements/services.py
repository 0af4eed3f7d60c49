"""What business support arranges: the date, the place, who takes part and who came (C11, C30)."""

from collections.abc import Mapping
from datetime import datetime

from casework.access import Can, require
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint, lock
from casework.users.models import User
from supervision.group_supervisions.arrangements.checks import check_move
from supervision.group_supervisions.arrangements.queries import logistics_fingerprint
from supervision.group_supervisions.checks import require_not_over
from supervision.group_supervisions.models import Attendance, Came, GroupSupervision, SupervisionMove
from supervision.group_supervisions.queries import business_support, supervision_of_episode
from supervision.group_supervisions.services import lock_supervision, notify_workers
from supervision.packs import services as packs
from workbook.episodes import services as episodes
from workbook.episodes.models import WorkbookEpisode

CHANGED = "Somebody changed these arrangements since you opened the page. Compare, and save again."


@service
def move(episode: WorkbookEpisode, *, planned_for: datetime, because: str, by: User, at: datetime) -> WorkbookEpisode:
    """Move the planned date, with the reason (C11); when it is due does not move (C30)."""
    require(by, episode.family, Can.ARRANGE)
    lock(episode.family)
    episode = lock(episode, "family")
    check_move(episode, planned_for, because, at)
    before = episode.supervision_planned_for
    episode = episodes.move_supervision(episode, planned_for=planned_for, at=at)
    moved = SupervisionMove.objects.create(
        family=episode.family, episode=episode, planned_before=before, planned_for=planned_for,
        because=because.strip(), by=by, at=at,
    )  # fmt: skip
    others = business_support(episode.family, at)
    notify_workers("supervision_moved", episode.family, subject=moved, by=by, at=at, others=others)
    if supervision := supervision_of_episode(episode):
        packs.mark_out_of_date(supervision, because="The date of the supervision moved.")
    return episode


@service
def note_logistics(
    supervision: GroupSupervision,
    *,
    place: str,
    others_present: str,
    came: Mapping[User, str],
    because: Mapping[User, str] | None = None,
    by: User,
    at: datetime,
    fingerprint: str | None = None,
) -> GroupSupervision:
    """Place, who else takes part, and who came: `came` gives a value of `Came` by user.

    `because` says of who was not there why not, which the sign-off asks.

    `fingerprint` is `logistics_fingerprint` as the page showed it; raises Conflict where it is another now.
    """
    supervision = lock_supervision(supervision)
    require(by, supervision.family, Can.ARRANGE)
    require_not_over(supervision)
    if fingerprint is not None:
        check_fingerprint(fingerprint, logistics_fingerprint(supervision), CHANGED)
    change(supervision, place=place.strip(), others_present=others_present.strip())
    existing = {row.user_id: row for row in supervision.attendance.all()}
    for user, value in came.items():
        why = "" if value == Came.PRESENT else (because or {}).get(user, "").strip()
        if user.pk in existing:
            change(existing[user.pk], came=value, because=why)
        else:
            Attendance.objects.create(
                family=supervision.family, supervision=supervision, user=user, came=value, because=why
            )
    return supervision
