"""A group supervision as most tests need it: held and recorded in one step, and all there before it is signed off."""

from django.db import transaction
from django.utils import timezone

from casework.trail.rows import lock
from supervision.group_supervisions import queries
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.holding import services as holding
from supervision.group_supervisions.recording import services as recording
from supervision.sign_offs import services as sign_offs


def record(supervision, *, held_at, by, at, **recorded):
    """It was held, and this is what the group thought."""
    return recording.record(holding.hold(supervision, held_at=held_at, by=by, at=at), by=by, at=at, **recorded)


def record_meeting(supervision, *, held_at, by, at, **recorded):
    held = holding.hold(supervision, held_at=held_at, by=by, at=at)
    return recording.record_meeting(held, by=by, at=at, **recorded)


def sign_off(supervision, *, by, at, **decided):
    """All that the sign-off asks is said, and it is signed off; what was said before stays."""
    ready(supervision, by=by, at=at)
    return sign_offs.sign_off(supervision, **{"strategy_discussion": "today"} | decided, by=by, at=at)


def ready(supervision, *, by, at):
    """Who worked with the family came, each action of the last meeting is reviewed, and none is needed without one."""
    with transaction.atomic():
        supervision = lock(supervision, "family", "episode")
    noted = {row.user: row for row in supervision.attendance.select_related("user")}
    workers = queries.workers_of_meeting(supervision, timezone.localdate(at))
    came = {user: row.came for user, row in noted.items()} | {user: "present" for user in workers if user not in noted}
    because = {user: row.because or "On leave." for user, row in noted.items()}
    arrangements.note_logistics(
        supervision, place=supervision.place, others_present=supervision.others_present, came=came, because=because,
        by=by, at=at,
    )  # fmt: skip
    reviewed = {action.pk: "It goes on." for action in queries.waiting_for_review(supervision)}
    agreed = queries.actions_agreed_at(supervision)
    none = {} if agreed else {"no_actions_because": supervision.no_actions_because or "All is under way."}
    recording.record(supervision, written=[], reviewed=reviewed, **none, by=by, at=at)
