"""Who works with a family, who leads, who could be allocated, and what is still open of an allocation that ended."""

from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from casework.access.queries import not_shut_out
from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation, EarlierLead
from casework.duedates.models import DueDate, DueDateQuerySet
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.practice.calendar import DAY, start_of_day
from casework.users.models import TeamMembership, User
from casework.users.queries import holders_of, teams_managed_by
from casework.users.roles import PRACTITIONERS, TEAM_MANAGERS

# Whose clocks are the lead worker's.
LEAD_TIMESCALES = (
    "first_visit", "case_summary", "group_supervision", "harm_alleged", "modules_touched", "modules_first",
    "module_children", "assessment_before_conference", "assessment_before_review", "assessment_after_change",
    "assessment_yearly", "expected_birth", "early_help_planning",
)  # fmt: skip
AUTHOR_TIMESCALES = ("visit_write_up", "summary_update", "summary_before_supervision")


def end_of_allocation(allocation: Allocation) -> datetime:
    """The last moment of the last day; only of one that has ended or is to end."""
    return start_of_day(cast("date", allocation.until_date) + DAY) - timedelta.resolution


def dues_left(allocation: Allocation, up_to: datetime) -> QuerySet[DueDate]:
    """The running due dates that began by then and are still the worker's."""
    return running_dues(allocation).filter(started_at__lte=up_to)


def actions_left(allocation: Allocation, up_to: datetime) -> QuerySet[AgreedAction]:
    """The open actions that the worker took on by then."""
    return open_actions(allocation).filter(agreed_on__lte=timezone.localdate(up_to))


def visits_left(allocation: Allocation, up_to: datetime) -> QuerySet[CaseNote]:
    """What the worker had planned by then for the days after their part."""
    return planned_notes(allocation).filter(planned_for__gt=end_of_allocation(allocation), recorded_at__lte=up_to)


def running_dues(allocation: Allocation) -> DueDateQuerySet:
    """All that the worker owes of the family now."""
    return allocation.family.due_dates.running().filter(owner=allocation.worker_id)


def open_actions(allocation: Allocation) -> QuerySet[AgreedAction]:
    return allocation.family.agreedaction_set.still_open().filter(owner_user=allocation.worker_id)


def planned_notes(allocation: Allocation) -> QuerySet[CaseNote]:
    return allocation.family.casenote_set.planned().filter(author=allocation.worker_id)


def unwritten_notes(allocation: Allocation) -> QuerySet[CaseNote]:
    """Those that took place and are not written up, the first before the others."""
    notes = allocation.family.casenote_set.filter(author=allocation.worker_id, state=NoteState.TOOK_PLACE)
    return notes.order_by("took_place_at")


def ended_with_open_work(today: date) -> QuerySet[Allocation]:
    """Parts that ended before `today` and of which some work is still open."""
    of_worker = {"family": OuterRef("family"), "owner": OuterRef("worker")}
    dues = DueDate.objects.running().filter(**of_worker, started_at__date__lte=OuterRef("until_date"))
    dues = dues.exclude(timescale__in=AUTHOR_TIMESCALES)
    actions = AgreedAction.objects.still_open().filter(
        family=OuterRef("family"), owner_user=OuterRef("worker"), agreed_on__lte=OuterRef("until_date")
    )
    visits = CaseNote.objects.filter(
        family=OuterRef("family"), author=OuterRef("worker"), state=NoteState.PLANNED,
        planned_for__date__gt=OuterRef("until_date"), recorded_at__date__lte=OuterRef("until_date"),
    )  # fmt: skip
    again = Allocation.objects.on(today).filter(family=OuterRef("family"), worker=OuterRef("worker"))
    ended, handed = Q(until_date__lt=today), Q(until_date__lt=today, handed_to__isnull=False)
    # Each begins with what is open; with an OR the database would begin with every part that ever ended.
    found = Allocation.objects.filter(ended, Exists(dues)).values("pk")
    found = found.union(*(Allocation.objects.filter(handed, Exists(rows)).values("pk") for rows in (actions, visits)))
    return Allocation.objects.filter(~Exists(again), pk__in=found)


def leads_without_their_clocks(today: date) -> QuerySet[Allocation]:
    """The allocations that lead today while a clock of the lead is somebody else's."""
    dues = DueDate.objects.running().filter(family=OuterRef("family"), timescale__in=LEAD_TIMESCALES)
    return Allocation.objects.leading(today).filter(Exists(dues.exclude(owner=OuterRef("worker"))))


def family_lead(family: Family, today: date | None = None) -> Allocation | None:
    """The allocation that leads the work with the family on `today` (by default the present day), or None (A11.1)."""
    return family.allocation_set.led_on(today or timezone.localdate()).select_related("worker").first()


class LeadSpan(NamedTuple):
    """Days on which a worker leads, both included; `until` is None where no end is known."""

    worker: User
    since: date
    until: date | None


def leads_from(family: Family, day: date) -> list[LeadSpan]:
    """Who leads on `day` or later, in the order of time, those too that are over by now (A11.1)."""
    parts = family.allocation_set.filter(Q(lead_until=None) | Q(lead_until__gte=day), lead_from__isnull=False)
    rows = parts.select_related("worker")
    found = [LeadSpan(part.worker, part.lead_from, part.lead_until) for part in rows if part.lead_from]
    lasting = Q(allocation__until_date=None) | Q(allocation__until_date__gte=day)
    earlier = EarlierLead.objects.filter(lasting, family=family, lead_until__gte=day)
    for row in earlier.select_related("allocation__worker"):
        found.append(LeadSpan(row.allocation.worker, row.lead_from, row.lead_until))
    return sorted(found, key=lambda span: span.since)


def managers_of(family: Family, today: date) -> QuerySet[User]:
    """The active managers of the team that works with the family on `today`."""
    return holders_of(TEAM_MANAGERS, teams=family.familyteam_set.on(today).values("team"), today=today)


def lead_and_managers(family: Family, today: date) -> set[User]:
    """Who is notified of what concerns the family: whoever leads the work, and the managers of its team."""
    lead = family_lead(family, today)
    return {*managers_of(family, today), *([lead.worker] if lead else [])}


def teams_that_may_work(family: Family, by: User, today: date) -> QuerySet:
    """The ids of the teams whose workers `by` may allocate: the family's, and those that `by` manages."""
    return family.familyteam_set.on(today).values("team").union(teams_managed_by(by, today).values("pk"))


def role_holders(family: Family, by: User, today: date) -> QuerySet[TeamMembership]:
    """Memberships of practitioners of those teams to whom the family is not shut (B6)."""
    return (
        TeamMembership.objects.on(today)
        .filter(team__in=teams_that_may_work(family, by, today), role__in=PRACTITIONERS, user__is_active=True)
        .filter(not_shut_out(family, today, "user"))
        .select_related("user", "team")
        .order_by("user__name", "role")
    )


def who_may_be_allocated(family: Family, by: User, today: date) -> QuerySet[TeamMembership]:
    """Those role holders who are not allocated already."""
    return role_holders(family, by, today).exclude(
        user__in=family.allocation_set.filter(until_date=None).values("worker")
    )


def allocations_on(day: date) -> Prefetch:
    """All of them, ended ones too; each knows whether it leads on `day`."""
    return Prefetch("allocation_set", Allocation.objects.with_lead(day).select_related("worker"))


def leads_on(allocation: Allocation, day: date) -> bool:
    """Whether it leads on `day`, without a query."""
    return (
        allocation.lead_from is not None
        and allocation.lead_from <= day
        and (allocation.lead_until is None or allocation.lead_until >= day)
    )
