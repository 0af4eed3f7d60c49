"""Rows around a group supervision: who is expected, who prepares it, the ones before and to come, its actions."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.actions.models import AgreedAction
from casework.families.models import Family
from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS, Role
from casework.words import london_date
from supervision.group_supervisions.models import ActionReview, GroupSupervision
from supervision.group_supervisions.states import OVER
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import OVER as EPISODE_OVER
from workbook.workbooks.states import WorkbookState

OWNER_AND_CHILD = ("owner_user", "owner_person", "child")


def supervisions_of(family: Family) -> QuerySet[GroupSupervision]:
    """Those of the family, with what their pages read of each."""
    supervisions = family.groupsupervision_set.select_related("episode__workbook", "signed_off_by")
    return supervisions.prefetch_related("packs", "episode__summaries__worker")


def supervision_of_episode(episode: WorkbookEpisode) -> GroupSupervision | None:
    return GroupSupervision.objects.filter(episode=episode).first()


def last_held_before(supervision: GroupSupervision) -> GroupSupervision | None:
    held = supervision.family.groupsupervision_set.filter(held_at__isnull=False)
    return held.filter(episode__begun_at__lt=supervision.episode.begun_at).order_by("-held_at").first()


def episode_to_supervise(family: Family) -> WorkbookEpisode | None:
    """The episode of the open Workbook whose supervision comes next; None where there is none."""
    episodes = family.workbookepisode_set.exclude(state__in=EPISODE_OVER)
    return episodes.filter(workbook__state=WorkbookState.OPEN).order_by("number").first()


def expected_at(family: Family, today: date) -> list[User]:
    """Who is expected: the workers allocated now and the managers of the family's team, by name."""
    managers = holders_of(TEAM_MANAGERS, teams=family.familyteam_set.on(today).values("team"), today=today)
    expected = Q(allocations__in=family.allocation_set.on(today)) | Q(pk__in=managers.values("pk"))
    return list(User.objects.filter(expected, is_active=True).distinct())


def workers_of_meeting(supervision: GroupSupervision, today: date) -> list[User]:
    """Who worked with the family on the day of the meeting, or `today` before it; it is asked who came."""
    day = london_date(supervision.held_at) if supervision.held_at else today
    allocated = Q(allocations__in=supervision.family.allocation_set.on(day))
    return list(User.objects.filter(allocated, is_active=True).distinct())


def business_support(family: Family, at: datetime) -> QuerySet[User]:
    """The active business support of the team that works with the family."""
    day = timezone.localdate(at)
    teams = family.familyteam_set.on(day).values("team")
    return holders_of([Role.BUSINESS_SUPPORT], teams=teams, today=day)


def actions_agreed_at(supervision: GroupSupervision) -> list[AgreedAction]:
    """What this meeting agreed and nobody took back."""
    lines = supervision.action_lines.filter(action__withdrawn_because="")
    return [line.action for line in lines.select_related(*(f"action__{name}" for name in OWNER_AND_CHILD))]


def actions_of_last(supervision: GroupSupervision) -> QuerySet[AgreedAction]:
    """What the meeting before this one agreed and nobody took back: each is reviewed in this one (A9.13)."""
    last = last_held_before(supervision)
    actions = supervision.family.agreedaction_set.not_withdrawn()
    found = actions.filter(supervision_line__supervision=last) if last else actions.none()
    return found.select_related(*OWNER_AND_CHILD).order_by("done_on", "due_on", "pk")


def reviews_of(supervision: GroupSupervision) -> dict[int, ActionReview]:
    """By the action what this meeting found of it."""
    return {review.action_id: review for review in supervision.reviews.all()}


def waiting_for_review(supervision: GroupSupervision) -> list[AgreedAction]:
    """Those of the last meeting of which nobody said what came of them or where they stand."""
    said = {pk for pk, review in reviews_of(supervision).items() if review.text}
    return [action for action in actions_of_last(supervision) if not action.done_on and action.pk not in said]


def actions_to_review(supervision: GroupSupervision) -> QuerySet[AgreedAction]:
    """The last meeting's actions, and until this one is over the family's others that are still open."""
    last = last_held_before(supervision)
    wanted = Q(supervision_line__supervision=last) if last else Q(pk=None)
    if supervision.state not in OVER:
        wanted |= Q(done_on=None)
    actions = supervision.family.agreedaction_set.not_withdrawn().filter(wanted)
    actions = actions.exclude(supervision_line__supervision=supervision)
    return actions.select_related(*OWNER_AND_CHILD).order_by("done_on", "due_on", "pk")
