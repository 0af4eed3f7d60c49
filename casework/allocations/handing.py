"""What changes hands on the day after a worker's part has ended: due dates, open actions, planned visits.

Called by services, in their transactions: at once where the last day has passed, otherwise by the sweep of that day.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from casework.access import Can, access_of
from casework.actions.models import AgreedAction
from casework.allocations.reading import family_lead
from casework.duedates import services as duedates
from casework.duedates.clock import DAY, moment_of
from casework.duedates.models import DueDate
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.referrals import clocks
from casework.referrals.models import Allocation
from casework.trail.rows import change

# Whose clocks are the lead worker's.
LEADS = (
    "case_summary", "group_supervision", "harm_alleged", "modules_touched", "modules_first", "module_children",
    "assessment_before_conference", "assessment_before_review", "assessment_after_change", "assessment_yearly",
)  # fmt: skip
WRITTEN_BY_ITS_AUTHOR = ("visit_write_up", "summary_update", "summary_before_supervision")


def follow_the_lead(family, *, at):
    """The clocks of the lead worker go to whoever leads today, or to the team while nobody does."""
    lead = family_lead(family, timezone.localdate(at))
    dues = family.due_dates.running().filter(timescale__in=LEADS)
    if lead:
        duedates.hand_over(dues.exclude(owner=lead.worker), to=lead.worker, at=at)
    else:
        duedates.hand_over(dues.exclude(owner=None), team=family.team_now(), at=at)


def hand_on(allocation, *, at, up_to=None):
    """Everything that still hangs on the worker whose part is over, to the one who takes over, or to the team.

    `up_to` is the moment up to which it is of that part, by default its end: what they do later as a colleague is not.
    """
    up_to = up_to or end_of_part(allocation)
    family, today = allocation.family, timezone.localdate(at)
    follow_the_lead(family, at=at)
    clocks.cancel_for(allocation, at=at)
    taker = family.allocation_set.on(today).filter(worker=allocation.handed_to_id).select_related("worker").first()
    dues = dues_left(allocation, up_to)
    lost = dues.filter(timescale__in=WRITTEN_BY_ITS_AUTHOR)
    if not access_of(allocation.worker, family, today=today).can(Can.RECORD):
        lost.update(cancelled_at=at)
    rest = dues.exclude(timescale__in=WRITTEN_BY_ITS_AUTHOR)
    duedates.hand_over(rest, to=taker.worker if taker else None, team=None if taker else family.team_now(), at=at)
    if allocation.handed_to:
        for action in actions_left(allocation, up_to):
            change(action, owner_user=allocation.handed_to)
        for note in visits_left(allocation, up_to):
            change(note, author=allocation.handed_to, version=note.version + 1)


def let_go_of_what_is_unwritten(family, *, at):
    """Nobody owes what they may not write any more: whoever the family has left behind, allocated or not (A9.7)."""
    dues = family.due_dates.running().filter(timescale__in=WRITTEN_BY_ITS_AUTHOR).select_related("owner")
    for owner in {due.owner for due in dues if due.owner}:
        if not access_of(owner, family, today=timezone.localdate(at)).can(Can.RECORD):
            dues.filter(owner=owner).update(cancelled_at=at)


def end_of_part(allocation):
    """The last moment of the last day."""
    return moment_of(allocation.until_date + DAY) - timedelta.resolution


def dues_left(allocation, up_to):
    """The running due dates that began by then and are still the worker's."""
    return allocation.family.due_dates.running().filter(owner=allocation.worker_id, started_at__lte=up_to)


def actions_left(allocation, up_to):
    """The open actions that the worker took on by then."""
    mine = allocation.family.agreedaction_set.still_open().filter(owner_user=allocation.worker_id)
    return mine.filter(agreed_on__lte=timezone.localdate(up_to))


def visits_left(allocation, up_to):
    """What the worker had planned by then for the days after their part."""
    mine = allocation.family.casenote_set.planned().filter(author=allocation.worker_id)
    return mine.filter(planned_for__gt=end_of_part(allocation), recorded_at__lte=up_to)


def over_and_not_handed_on(today):
    """Parts that ended before `today` and on which something still hangs."""
    of_worker = {"family": OuterRef("family"), "owner": OuterRef("worker")}
    dues = DueDate.objects.running().filter(**of_worker, started_at__date__lte=OuterRef("until_date"))
    dues = dues.exclude(timescale__in=WRITTEN_BY_ITS_AUTHOR)
    actions = AgreedAction.objects.still_open().filter(
        family=OuterRef("family"), owner_user=OuterRef("worker"), agreed_on__lte=OuterRef("until_date")
    )
    visits = CaseNote.objects.filter(
        family=OuterRef("family"), author=OuterRef("worker"), state=NoteState.PLANNED,
        planned_for__date__gt=OuterRef("until_date"), recorded_at__date__lte=OuterRef("until_date"),
    )  # fmt: skip
    again = Allocation.objects.on(today).filter(family=OuterRef("family"), worker=OuterRef("worker"))
    handed = Q(handed_to__isnull=False) & (Exists(actions) | Exists(visits))
    return Allocation.objects.filter(Exists(dues) | handed, ~Exists(again), until_date__lt=today)


def leads_to_follow(today):
    """The allocations that lead today while a clock of the lead is somebody else's."""
    dues = DueDate.objects.running().filter(family=OuterRef("family"), timescale__in=LEADS)
    return Allocation.objects.leading(today).filter(Exists(dues.exclude(owner=OuterRef("worker"))))
