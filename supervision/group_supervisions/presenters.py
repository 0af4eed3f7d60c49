"""What the pages of a group supervision show besides the workers' summaries."""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, may_take
from casework.passages.presenters import passage_texts
from casework.relationships.checks import locking_is_practised
from casework.relationships.queries import overrides_of
from casework.words import say_when
from supervision.group_supervisions.queries import last_held_before
from supervision.group_supervisions.states import OVER, SupervisionState
from workbook.episodes.states import EPISODE_STATES, EpisodeState
from workbook.workbooks.queries import open_workbook_of


def relationship_lines(family):
    """How the people are related, as sentences: 'Ann is the mother of Ben.'"""
    return [f"{each.sentence}." for each in family.relationships_now()]


def relationships_check(supervision):
    """For the group to check: how the people are related, and what a manager let change in this episode (C23)."""
    family, episode = supervision.family, supervision.episode
    overrides = overrides_of(family, since=episode.begun_at, until=supervision.signed_off_at)
    return {
        "relationships": relationship_lines(family),
        "overrides": overrides,
        "lock_is_practised": locking_is_practised(),
    }


def thoughts_of(supervision, people):
    """What the group wrote under its headings."""
    return passage_texts(supervision.passages.all(), practice.current().supervision_sections, people)


class ActionLine(NamedTuple):
    what: str
    owner: str
    due_on: object
    child: str
    desired_outcome: str
    done_on: object
    result: str
    overdue: bool
    url: str


def actions_of(supervision, *, editable):
    """What this meeting agreed; where `editable` each has the address at which it is taken back."""
    lines = supervision.action_lines.filter(action__withdrawn_because="").select_related(
        "action__owner_user", "action__owner_person", "action__child"
    )
    return [_action(line.action, _drop_url(supervision, line.action) if editable else "") for line in lines]


def actions_to_review(supervision, *, may_report):
    """Last meeting's actions with what came of them, and others of the family that are still open."""
    last = last_held_before(supervision)
    wanted = Q(supervision_line__supervision=last) if last else Q(pk=None)
    if supervision.state not in OVER:
        wanted |= Q(done_on=None)
    actions = supervision.family.agreedaction_set.not_withdrawn().filter(wanted)
    actions = actions.exclude(supervision_line__supervision=supervision)
    actions = actions.select_related("owner_user", "owner_person", "child").order_by("done_on", "due_on", "pk")
    return [_action(action, _report_url(action) if may_report and not action.done_on else "") for action in actions]


def _action(action, url):
    return ActionLine(
        what=action.what,
        owner=action.owner,
        due_on=action.due_on,
        child=str(action.child) if action.child else "",
        desired_outcome=action.desired_outcome,
        done_on=action.done_on,
        result=action.result,
        overdue=not action.done_on and action.due_on < timezone.localdate(),
        url=url,
    )


def _drop_url(supervision, action):
    return reverse("supervision-action-drop", args=[supervision.family_id, supervision.pk, action.pk])


def _report_url(action):
    return reverse("action-report", args=[action.family_id, action.pk])


class Button(NamedTuple):
    label: str
    url: str
    main: bool = False


def buttons_of(supervision, access):
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


def _of_manager(supervision, args, prepared):
    record = reverse("supervision-record", args=args)
    if prepared and supervision.episode.state == EpisodeState.CLOSED:
        return [Button("Record the supervision", record, main=True)]
    if prepared:
        return []
    return [
        Button("Sign off", reverse("supervision-sign-off", args=args), main=True),
        Button("Change what was recorded", record),
        Button("Agree more actions", reverse("supervision-actions", args=args)),
    ]


def hindrances_of(supervision, access):
    """Why a button that one might look for is not there, and what to do."""
    if supervision.episode.state == EpisodeState.REOPENED:
        close = reverse("episode-close", args=[supervision.family_id, supervision.episode_id])
        return [("The episode was reopened. It has to be closed again before the supervision is recorded.", close)]
    if supervision.state == SupervisionState.NOT_HELD:
        return [(f"It was not held. {supervision.episode.ended_because}", "")]
    if supervision.state != SupervisionState.SIGNED_OFF and not may_take(access, "sign_off_supervision"):
        return [("A team manager or deputy records the supervision and signs it off.", "")]
    return []


def page_links(page):
    """The addresses of the pages before and after this one."""
    return {
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }


def next_supervision(family):
    """The episode whose supervision is to come, with what this reader may do about it; None without a Workbook."""
    workbook = open_workbook_of(family)
    if workbook is None:
        return None
    episodes = workbook.episodes.exclude(state__in=[EpisodeState.SUPERVISED, EpisodeState.ENDED])
    episode = episodes.order_by("number").first()
    if episode is None:
        return None
    args = [family.pk, episode.pk]
    may_close = family.access.can(Can.LEAD) and EPISODE_STATES.may(episode.state, EpisodeState.CLOSED)
    return {
        "episode": episode,
        "moves": episode.moves.select_related("by"),
        "close_url": reverse("episode-close", args=args) if may_close else "",
        "move_url": reverse("supervision-move", args=args) if family.access.can(Can.ARRANGE) else "",
        "waits_for_lead": not may_close and EPISODE_STATES.may(episode.state, EpisodeState.CLOSED),
    }


def heading_of(supervision):
    """'Group supervision of Tue 3 Nov 2026, 14:05'."""
    return f"Group supervision of {say_when(supervision.held_at or supervision.episode.supervision_planned_for)}"
