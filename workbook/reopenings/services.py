"""Reopening a case that was closed in error brings the child back into the Workbook that is open still."""

from datetime import datetime
from typing import Any

from casework.closures.models import Closure
from casework.closures.reopening import services as reopening
from casework.closures.reopening.queries import ended_ids
from casework.trail.acting import service
from casework.trail.rows import change
from casework.users.models import User
from workbook.episodes.models import EpisodeMember
from workbook.episodes.states import OVER
from workbook.members.queries import episodes_to_join
from workbook.members.services import join_episode
from workbook.one_workbook.queries import is_in_another_workbook, lock_people
from workbook.programmes.children import services as programme_children
from workbook.workbooks.queries import open_workbook_of


@service
def reopen(closure: Closure, *, by: User, at: datetime, **details: Any) -> Closure:
    """As `casework.closures.reopening.services.reopen`; the child is part of the Workbook again that is open still."""
    closure = reopening.reopen(closure, by=by, at=at, **details)
    members = EpisodeMember.objects.filter(pk__in=ended_ids(closure, EpisodeMember)).select_related("episode__workbook")
    workbook = open_workbook_of(closure.family)
    child = closure.involvement.child
    if workbook is None or not any(member.episode.workbook_id == workbook.pk for member in members):
        return closure
    lock_people([child])
    if not is_in_another_workbook(closure.family, child):
        for member in members:
            if member.episode.state not in OVER:
                change(member, until_date=None)
        for episode in episodes_to_join(closure.family):
            join_episode(episode, child, at=at)
        programme_children.reconcile(closure.family, at=at)
    return closure
