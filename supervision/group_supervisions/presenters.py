"""What the pages of a group supervision show besides the workers' summaries."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, FamilyAccess, may_take
from casework.actions.models import AgreedAction
from casework.families.models import Family
from casework.frozen.presenters import FinishedRecord
from casework.naming.presenters import with_colleagues_apart
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.relationships.checks import locking_is_practised
from casework.relationships.queries import overrides_of
from casework.users.models import User
from casework.words import say_when
from supervision.group_supervisions import queries
from supervision.group_supervisions.clashes.presenters import clashes_with
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import OVER, WAS_HELD, SupervisionState
from supervision.group_supervisions.summaries.presenters import supervision_summaries
from supervision.packs.presenters import pack_status
from workbook.episodes.states import EPISODE_STATES, TO_BE_CLOSED, EpisodeState


def relationship_lines(family: Family) -> list[str]:
    """How the people are related, as sentences: 'Ann is the mother of Ben.'"""
    return [f"{each.sentence}." for each in family.relationships_now()]


def relationships_check(supervision: GroupSupervision) -> dict[str, Any]:
    """For the group to check: how the people are related, and what a manager let change in this episode (C23)."""
    family, episode = supervision.family, supervision.episode
    overrides = overrides_of(family, since=episode.begun_at, until=supervision.signed_off_at)
    return {
        "relationships": relationship_lines(family),
        "overrides": overrides,
        "lock_is_practised": locking_is_practised(),
    }


def thoughts_of(supervision: GroupSupervision, people: Iterable[Person]) -> list[PassageText]:
    """What the group wrote under its headings."""
    return passage_texts(supervision.passages.all(), practice.current().supervision_sections, people)


class ActionLine(NamedTuple):
    """`url` is where the reader takes it back or says what came of it, '' where they do not."""

    what: str
    owner: str
    due_on: date
    child: str
    desired_outcome: str
    done_on: date | None
    outcome: str
    result: str
    overdue: bool
    url: str
    review: str = ""


def agreed_lines(supervision: GroupSupervision, *, editable: bool) -> list[ActionLine]:
    """What this meeting agreed; where `editable` each has the address at which it is taken back."""
    actions = _owners_apart(queries.actions_agreed_at(supervision))
    return [_action(action, _drop_url(supervision, action) if editable else "") for action in actions]


def review_lines(supervision: GroupSupervision, *, may_report: bool) -> list[ActionLine]:
    """Last meeting's actions with what came of them, and others of the family that are still open."""
    actions, reviews = _owners_apart(queries.actions_to_review(supervision)), queries.reviews_of(supervision)
    lines = [_action(action, _report_url(action) if may_report and not action.done_on else "") for action in actions]
    return [
        line._replace(review=reviews[action.pk].text) if action.pk in reviews else line
        for action, line in zip(actions, lines, strict=True)
    ]


def said_of_actions(supervision: GroupSupervision) -> dict[AgreedAction, str]:
    """Of each action of the last meeting that is not done, or was reviewed, what this one said of it."""
    reviews = queries.reviews_of(supervision)
    asked = (each for each in queries.actions_of_last(supervision) if not each.done_on or each.pk in reviews)
    return {action: reviews[action.pk].text if action.pk in reviews else "" for action in asked}


def _owners_apart(actions: Iterable[AgreedAction]) -> list[AgreedAction]:
    return with_colleagues_apart(actions, timezone.localdate(), "owner_user")


def _action(action: AgreedAction, url: str) -> ActionLine:
    return ActionLine(
        what=action.what,
        owner=action.owner,
        due_on=action.due_on,
        child=str(action.child) if action.child else "",
        desired_outcome=action.desired_outcome,
        done_on=action.done_on,
        result=action.result,
        overdue=action.is_overdue(timezone.localdate()),
        outcome=action.get_outcome_display(),
        url=url,
    )


def _drop_url(supervision: GroupSupervision, action: AgreedAction) -> str:
    return reverse("supervision-action-drop", args=[supervision.family_id, supervision.pk, action.pk])


def _report_url(action: AgreedAction) -> str:
    return reverse("action-report", args=[action.family_id, action.pk])


class Button(NamedTuple):
    label: str
    url: str
    main: bool = False


def buttons_of(supervision: GroupSupervision, access: FamilyAccess) -> list[Button]:
    """What this reader may do now, the main act first; what is missing is said by `hindrances_of`."""
    args = [supervision.family_id, supervision.pk]
    if supervision.state in OVER:
        return []
    buttons = []
    prepared = supervision.state == SupervisionState.PREPARED
    if may_take(access, "sign_off_supervision"):
        buttons += _of_manager(supervision, args, prepared)
    if access.can(Can.ARRANGE):
        buttons.append(Button("Note place and attendance", reverse("supervision-logistics", args=args)))
    if access.can(Can.ARRANGE) and prepared:
        move = reverse("supervision-move", args=[supervision.family_id, supervision.episode_id])
        buttons.append(Button("Move the date", move))
    if access.can(Can.LEAD) and EPISODE_STATES.may(supervision.episode.state, EpisodeState.REOPENED):
        reopen = reverse("episode-reopen", args=[supervision.family_id, supervision.episode_id])
        buttons.append(Button("Reopen the episode", reopen))
    return buttons


def _of_manager(supervision: GroupSupervision, args: list[int], prepared: bool) -> list[Button]:
    record, held = reverse("supervision-record", args=args), reverse("supervision-hold", args=args)
    if prepared and supervision.episode.state == EpisodeState.CLOSED:
        return [Button("It was held", held, main=True), Button("Prepare the record", record)]
    if prepared:
        return []
    return [
        Button("Sign off", reverse("supervision-sign-off", args=args), main=True),
        Button("Record what the group thought", record),
        Button("Agree more actions", reverse("supervision-actions", args=args)),
        Button("Correct when it was held", held),
        Button("It was not held", reverse("supervision-not-held", args=args)),
    ]


def hindrances_of(supervision: GroupSupervision, access: FamilyAccess) -> list[tuple[str, str]]:
    """Why a button that one might look for is not there, and the address of what to do ('' for none)."""
    if supervision.episode.state == EpisodeState.REOPENED:
        close = reverse("episode-close", args=[supervision.family_id, supervision.episode_id])
        return [("The episode was reopened. It has to be closed again before the supervision is recorded.", close)]
    if supervision.state == SupervisionState.NOT_HELD:
        return [(f"It was not held. {supervision.episode.ended_because}", "")]
    if supervision.state != SupervisionState.SIGNED_OFF and not may_take(access, "sign_off_supervision"):
        return [("A team manager or deputy records the supervision and signs it off.", "")]
    return []


def acts_of(supervision: GroupSupervision, access: FamilyAccess) -> dict[str, Any]:
    """What this reader may do with the supervision and its pack, from right and state."""
    may_ask_again = access.can(Can.ARRANGE) and supervision.state not in OVER
    again = reverse("pack-again", args=[supervision.family_id, supervision.pk]) if may_ask_again else ""
    return {
        "buttons": buttons_of(supervision, access),
        "hindrances": hindrances_of(supervision, access),
        "pack": pack_status(supervision),
        "pack_again_url": again,
    }


def supervision_page(supervision: GroupSupervision, access: FamilyAccess, people: Iterable[Person]) -> dict[str, Any]:
    """The page of one supervision; `people` are all who ever belonged to the family."""
    return {
        "heading": heading_of(supervision),
        "supervision": supervision,
        "cards": supervision_summaries(supervision, people),
        "moves": supervision.episode.moves.select_related("by"),
        "attendance": with_colleagues_apart(
            supervision.attendance.select_related("user"), timezone.localdate(), "user"
        ),
        "to_review": review_lines(supervision, may_report=access.can(Can.RECORD)),
        "thoughts": thoughts_of(supervision, people),
        "actions": agreed_lines(supervision, editable=False),
        **relationships_check(supervision),
        "filings": supervision.filings.select_related("child"),
        "was_held": supervision.state in WAS_HELD,
        "is_prepared": is_prepared(supervision),
        **acts_of(supervision, access),
    }


def is_prepared(supervision: GroupSupervision) -> bool:
    """Whether somebody wrote in it before the group has met."""
    written = supervision.overall_rag or supervision.passages.exclude(text="").exists()
    return supervision.state == SupervisionState.PREPARED and bool(written)


def signed_off_page(supervision: GroupSupervision, finished: FinishedRecord) -> dict[str, Any]:
    """The page of one that is signed off: as it was signed off, and its pack."""
    return {
        "heading": heading_of(supervision),
        "supervision": supervision,
        "finished": finished,
        "pack": pack_status(supervision),
    }


def next_supervision(family: Family, reader: User) -> dict[str, Any] | None:
    """The episode whose supervision is to come, with what this reader may do about it; None without a Workbook."""
    episode = queries.episode_to_supervise(family)
    if episode is None:
        return None
    args = [family.pk, episode.pk]
    to_be_closed = episode.state in TO_BE_CLOSED
    may_close = family.access.can(Can.LEAD) and to_be_closed
    return {
        "episode": episode,
        "moves": episode.moves.select_related("by"),
        "clashes": clashes_with(family, episode.supervision_planned_for, reader),
        "close_url": reverse("episode-close", args=args) if may_close else "",
        "move_url": reverse("supervision-move", args=args) if family.access.can(Can.ARRANGE) else "",
        "waits_for_lead": not may_close and to_be_closed,
    }


def heading_of(supervision: GroupSupervision) -> str:
    """'Group supervision of Tue 3 Nov 2026, 14:05'"""
    return f"Group supervision of {say_when(supervision.held_at or supervision.episode.supervision_planned_for)}"
