"""What business support arranges: the date, the place, who takes part and who came (C11, C30)."""

from casework.access import Can, require
from casework.refusal import Conflict
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.words import say_when
from supervision.group_supervisions import checks as group_supervisions_checks
from supervision.group_supervisions.arrangements import checks
from supervision.group_supervisions.arrangements.queries import logistics_fingerprint
from supervision.group_supervisions.models import Attendance, GroupSupervision, SupervisionMove
from supervision.group_supervisions.queries import business_support
from supervision.group_supervisions.services import locked, notify_workers
from supervision.packs import services as packs
from workbook.episodes import services as episodes
from workbook.episodes.models import WorkbookEpisode


@service
def move(episode, *, planned_for, because, by, at):
    """Move the planned date, with the reason (C11); when it is due does not move (C30)."""
    require(by, episode.family, Can.ARRANGE)
    lock(episode.family)
    episode = (
        WorkbookEpisode.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=episode.pk)
    )
    checks.check_move(episode, planned_for, because, at)
    before = episode.supervision_planned_for
    episode = episodes.move_supervision(episode, planned_for=planned_for, at=at)
    SupervisionMove.objects.create(
        family=episode.family, episode=episode, planned_before=before, planned_for=planned_for,
        because=because.strip(), by=by, at=at,
    )  # fmt: skip
    what = f"supervision moved to {say_when(planned_for)}: {because.strip()}"
    notify_workers(episode, what, by=by, at=at, others=business_support(episode.family, at))
    supervision = GroupSupervision.objects.filter(episode=episode).first()
    if supervision:
        packs.mark_out_of_date(supervision, because="The date of the supervision moved.")
    return episode


@service
def note_logistics(supervision, *, place, others_present, came, by, at, seen=None):
    """Place, who else takes part, and who came: `came` gives a value of `Came` by user.

    `seen` is `logistics_of` as the page showed it; where it is not so any more the page is stale.
    """
    supervision = locked(supervision)
    require(by, supervision.family, Can.ARRANGE)
    group_supervisions_checks.require_not_over(supervision)
    if seen is not None and seen != logistics_fingerprint(supervision):
        raise Conflict("Somebody changed these arrangements since you opened the page. Compare, and save again.")
    change(supervision, place=place.strip(), others_present=others_present.strip())
    standing = {row.user_id: row for row in supervision.attendance.all()}
    for user, value in came.items():
        if user.pk in standing:
            change(standing[user.pk], came=value)
        else:
            Attendance.objects.create(family=supervision.family, supervision=supervision, user=user, came=value)
    return supervision
