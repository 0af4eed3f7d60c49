"""What the pages of a supervision show besides the workers' cards."""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, may_take
from casework.passages.reading import shown
from casework.relationships.locking import is_practised
from casework.relationships.reading import overrides_of
from casework.users.models import User
from supervision.groups.states import OVER, SupervisionState
from workbook.episodes.states import EPISODE_STATES, EpisodeState


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
        "lock_is_practised": is_practised(),
    }


def thoughts_of(supervision, people):
    """What the group wrote under its headings."""
    return shown(supervision.passages.all(), practice.current().supervision_sections, people)


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
    last = last_before(supervision)
    wanted = Q(supervision_line__supervision=last) if last else Q(pk=None)
    if supervision.state not in OVER:
        wanted |= Q(done_on=None)
    actions = supervision.family.agreedaction_set.not_withdrawn().filter(wanted)
    actions = actions.exclude(supervision_line__supervision=supervision)
    actions = actions.select_related("owner_user", "owner_person", "child").order_by("done_on", "due_on", "pk")
    return [_action(action, _report_url(action) if may_report and not action.done_on else "") for action in actions]


def last_before(supervision):
    held = supervision.family.groupsupervision_set.filter(held_at__isnull=False)
    return held.filter(episode__begun_at__lt=supervision.episode.begun_at).order_by("-held_at").first()


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


def expected_at(family, today):
    """Who is expected: the workers allocated now and the managers of the family's team, by name."""
    teams = family.familyteam_set.on(today).values("team")
    managing = Q(memberships__team__in=teams, memberships__role__in=["team_manager", "deputy"])
    expected = User.objects.filter(is_active=True).filter(
        Q(allocations__in=family.allocation_set.on(today)) | managing & Q(memberships__until_date=None)
    )
    return list(expected.distinct())


def may_record(supervision, access):
    """Whether this reader writes in the record as it stands now."""
    waits = supervision.state == SupervisionState.PREPARED and supervision.episode.state == EpisodeState.CLOSED
    return (waits or supervision.state == SupervisionState.HELD) and may_take(access, "sign_off_supervision")


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
