"""From closing the episode to the signed group supervision and the next episode (A6, C11, C12, C30)."""

from django.urls import reverse

from casework.access import Can, require, require_grade
from casework.actions import services as actions
from casework.actions.models import AgreedAction
from casework.duedates import services as duedates
from casework.families.services import lock, set_headline
from casework.notes.checks import people_ids
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.words import london_date, say_when
from supervision.closings import services as closings
from supervision.groups import checks
from supervision.groups.checks import missing_in
from supervision.groups.models import (
    Attendance,
    Decision,
    Filing,
    GroupSupervision,
    SupervisionAction,
    SupervisionMove,
)
from supervision.groups.states import SUPERVISION_STATES, SupervisionState
from supervision.groups.telling import business_support, tell_workers
from supervision.packs import services as packs
from workbook.books import services as workbooks
from workbook.episodes import services as episodes
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.states import SummaryState

# What an action is where its values do not say otherwise.
NOBODYS = {"owner_user": None, "owner_person": None, "owner_agency": "", "child": None, "desired_outcome": ""}

CHANGED_SINCE = (
    "This supervision was changed since you opened the page. Your text is still here: compare and save again."
)
SIGNED_OFF_SINCE = (
    "This supervision was signed off since you opened the page, so it does not change any more. Your text is still "
    "here: copy what you want to keep."
)
NOT_HELD_SINCE = (
    "The Workbook was closed since you opened the page, so this supervision is not held. Your text is still here: copy "
    "what you want to keep."
)
SINCE = {SupervisionState.SIGNED_OFF: SIGNED_OFF_SINCE, SupervisionState.NOT_HELD: NOT_HELD_SINCE}


@service
def close_for_supervision(episode, *, by, at, without=None):
    """Close the episode; the group supervision is there with every finalised summary in it, and the pack is wanted.

    `without` gives, by the summary's id, the reason for closing without it.
    """
    access = require(by, episode.family, Can.LEAD)
    mover = Mover.LEAD if access.can(Can.LEAD) else None
    episode = episodes.close(episode, without=without or {}, mover=mover, by=by, at=at)
    supervision, _ = GroupSupervision.objects.get_or_create(
        episode=episode, defaults={"family": episode.family, "prepared_at": at}
    )
    packs.want(supervision, at=at)
    notify(
        business_support(episode.family, at),
        family=episode.family,
        text=f"{episode.family}: closed for supervision on {say_when(episode.supervision_planned_for)} by {by}",
        url=reverse("supervision", args=[episode.family_id, supervision.pk]),
        at=at,
        subject="A group supervision is to be prepared",
    )
    return supervision


@service
def reopen(episode, *, because, by, at):
    """Open the episode again before the meeting; the supervision stays, and its pack is out of date."""
    require(by, episode.family, Can.LEAD)
    episode = episodes.reopen(episode, because=because, mover=Mover.LEAD, at=at)
    supervision = GroupSupervision.objects.filter(episode=episode).first()
    if supervision:
        packs.mark_out_of_date(supervision, because="The episode was reopened.")
    return episode


@service
def ask_for(summary, *, by, at):
    """Remind a worker that the group waits for their summary; asking twice before it is read tells once."""
    require(by, summary.family, Can.LEAD)
    if summary.state != SummaryState.OPEN:
        raise Refusal(f"{summary.worker}'s summary is {summary.get_state_display()}, so there is nothing to ask for.")
    text = (
        f"{summary.family}: {by} asks you to finalise your summary before the supervision on "
        f"{say_when(summary.episode.supervision_planned_for)}"
    )
    if summary.worker.notifications.filter(text=text, read_at=None).exists():
        return
    notify(
        [summary.worker],
        family=summary.family,
        text=text,
        url=reverse("summary", args=[summary.family_id, summary.pk]),
        at=at,
        subject="Your summary is waited for",
    )


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
    tell_workers(episode, what, by=by, at=at, others=business_support(episode.family, at))
    supervision = GroupSupervision.objects.filter(episode=episode).first()
    if supervision:
        packs.mark_out_of_date(supervision, because="The date of the supervision moved.")
    return episode


def logistics_of(supervision):
    """Place, others and attendance as they stand, as one text: what a page hands back to show what it saw."""
    came = sorted(f"{row.user_id}:{row.came}" for row in supervision.attendance.all())
    return "|".join([supervision.place, supervision.others_present, *came])


@service
def note_logistics(supervision, *, place, others_present, came, by, at, seen=None):
    """Place, who else takes part, and who came: `came` gives a value of `Came` by user.

    `seen` is `logistics_of` as the page showed it; where it is not so any more the page is stale.
    """
    supervision = _locked(supervision)
    require(by, supervision.family, Can.ARRANGE)
    checks.refuse_over(supervision)
    if seen is not None and seen != logistics_of(supervision):
        raise Conflict("Somebody changed these arrangements since you opened the page. Compare, and save again.")
    change(supervision, place=place.strip(), others_present=others_present.strip())
    standing = {row.user_id: row for row in supervision.attendance.all()}
    for user, value in came.items():
        if user.pk in standing:
            change(standing[user.pk], came=value)
        else:
            Attendance.objects.create(family=supervision.family, supervision=supervision, user=user, came=value)
    return supervision


@service
def record_meeting(supervision, *, agreed, by, at, **recorded):
    """What the group thought, as `record`, and the actions that it agreed: whole or not at all (A6.7).

    `agreed` gives the values of `agree_action` by the number of the row; a refusal names the row's field.
    """
    supervision = record(supervision, by=by, at=at, **recorded)
    agree_actions(supervision, agreed, by=by, at=at)
    return supervision


@service
def record(supervision, *, held_at, written, by, at, version=None, **values):
    """Save what the group thought; with it the supervision is held at `held_at`, which meets the monthly clock.

    `values` are overall_rag, rationale, dissent and relationships_checked.
    """
    supervision = _locked(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    checks.refuse_over(supervision)
    checks.check_held(supervision, held_at, at)
    if values.get("overall_rag") and not values.get("rationale", "").strip():
        raise Refusal("Give the rationale for the overall RAG.", "rationale")
    _hold(supervision, held_at)
    passages.write(supervision, written, people=people_ids(supervision.family))
    change(supervision, state=SupervisionState.HELD, held_at=held_at, version=supervision.version + 1, **values)
    return supervision


def _hold(supervision, held_at):
    """The monthly clock is met once; correcting the time moves the anchor of the next (C30)."""
    workbook = supervision.episode.workbook
    if supervision.state == SupervisionState.PREPARED:
        SUPERVISION_STATES.require(supervision.state, SupervisionState.HELD, Mover.MANAGER)
        episodes.supervise(supervision.episode)
        duedates.meet("group_supervision", workbook, at=held_at)
    elif supervision.held_at == held_at:
        return
    else:
        duedates.correct_met("group_supervision", workbook, was=supervision.held_at, at=held_at)
    workbooks.start_supervision_clock(workbook, at=held_at)


@service
def agree_actions(supervision, agreed, *, by, at):
    """Several actions, by the number of the row in which each was typed; all or none."""
    for row, action in agreed.items():
        try:
            agree_action(supervision, by=by, at=at, **action)
        except Refusal as refusal:
            raise type(refusal)(refusal.sentence, f"actions-{row}-{refusal.field or 'what'}") from refusal


@service
def agree_action(supervision, *, by, at, **action):
    """An action agreed in this supervision; without an owner or a date it is refused (A6.7, A7.8).

    The same action typed twice is one: a page that is sent again does no harm.
    """
    supervision = _locked(supervision)
    require_grade(by, supervision.family, "sign_off_supervision")
    checks.refuse_over(supervision)
    same = {f"action__{name}": value for name, value in (NOBODYS | action).items()}
    standing = supervision.action_lines.filter(action__withdrawn_because="", **same).select_related("action").first()
    if standing:
        return standing.action
    agreed = actions.agree(supervision.family, by=by, agreed_on=london_date(supervision.held_at or at), **action)
    SupervisionAction.objects.create(family=supervision.family, supervision=supervision, action=agreed)
    return agreed


@service
def drop_action(supervision, action, *, because, by, at):
    """Take back an action that was typed in error, before the sign-off."""
    supervision = _locked(supervision)
    require_grade(by, supervision.family, "sign_off_supervision")
    checks.refuse_over(supervision)
    action = AgreedAction.objects.select_for_update(no_key=True).get(
        pk=action.pk, supervision_line__supervision=supervision
    )
    return actions.withdraw(action, because=because, by=by)


@service
def sign_off(
    supervision,
    *,
    decision,
    decision_because,
    by,
    at,
    sections,
    next_planned_for=None,
    closed_reason="",
    left_out=None,
    version=None,
    **closing,
):
    """Sign off: filed on each child of the episode, and the next episode opens or the Workbook closes.

    `left_out` gives, by the child's id, the reason for not filing it on that child (C2). `closing` are the arguments of
    `supervision.closings.services.close` besides the reason, for a Workbook that closes.
    """
    supervision = _locked(supervision, version)
    require_grade(by, supervision.family, "sign_off_supervision")
    SUPERVISION_STATES.require(supervision.state, SupervisionState.SIGNED_OFF, Mover.MANAGER)
    missing = list(missing_in(supervision, sections))
    if missing:
        raise Refusal(" ".join(missing))
    checks.check_decision(decision, decision_because, next_planned_for, at)
    previous_rag = supervision.family.headline.overall_rag
    change(
        supervision, state=SupervisionState.SIGNED_OFF, decision=decision, decision_because=decision_because.strip(),
        closed_reason=closed_reason if decision == Decision.CLOSE else "", signed_off_at=at, signed_off_by=by,
        version=supervision.version + 1,
    )  # fmt: skip
    _file(supervision, left_out or {}, by, at)
    _say_in_headline(supervision, previous_rag)
    packs.drop_wanted(supervision)
    if decision == Decision.CONTINUE:
        episodes.open_next(supervision.episode.workbook, planned_for=next_planned_for, at=at)
    else:
        closings.close(
            supervision.episode.workbook, reason=closed_reason, because=decision_because, by=by, at=at, **closing
        )
    tell_workers(supervision.episode, "the group supervision was signed off", by=by, at=at)
    return supervision


def _file(supervision, left_out, by, at):
    for child in episodes.children_ever(supervision.episode):
        # The reason may have been given of the other entry of a child who was entered twice.
        because = next((left_out[pk] for pk in child.all_ids if pk in left_out), "")
        Filing.objects.create(
            family=supervision.family, supervision=supervision, child=child, by=by, at=at,
            left_out_because=because.strip(),
        )  # fmt: skip


def _say_in_headline(supervision, previous_rag):
    held_on = london_date(supervision.held_at)
    values = {"overall_rag": supervision.overall_rag, "previous_rag": previous_rag}
    if supervision.overall_rag != previous_rag:
        values["rag_since"] = held_on
    set_headline(supervision.family, **values)


def _locked(supervision, version=None):
    """The family first, as closing the Workbook does: the two never wait for each other in a ring."""
    lock(supervision.family)
    supervision = (
        GroupSupervision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family__headline", "episode__workbook", "episode__family")
        .get(pk=supervision.pk)
    )
    if version is not None and supervision.version != version:
        raise Conflict(SINCE.get(supervision.state, CHANGED_SINCE))
    return supervision
