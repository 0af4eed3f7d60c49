"""What a manager sees first: where the work of their team is out of time, or soon will be (A5.13)."""

from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, holdings_of, reach
from casework.access.rights import roles_that
from casework.access.several import access_by_family
from casework.actions.models import AgreedAction
from casework.closures.models import Closure
from casework.duedates.presenters import dues_of_many
from casework.families.models import Family
from casework.naming.presenters import with_colleagues_apart
from casework.plans.models import Assessment
from casework.practice.calendar import start_of_day
from casework.referrals.models import Referral
from casework.users.models import User
from casework.warnings.models import Caution
from casework.words import in_short, london_date, say_date, say_when
from supervision.group_supervisions.models import GroupSupervision
from supervision.my_work.due_dates.presenters import DueLine, job_line, jobs
from supervision.my_work.exceptions import queries
from supervision.my_work.team.presenters import Lacking, lacking
from workbook.programmes.assessments.models import ProgrammeAssessment

MOST = 20

DECISION_WITHIN = timedelta(hours=24)  # A1.6, C19: from the transfer of the case


class Exceptions(NamedTuple):
    closings: list[DueLine]
    undecided: list[DueLine]
    unallocated: list[DueLine]
    unsigned: list[DueLine]
    incomplete: list[Lacking]
    overdue: list[DueLine]
    unapproved: list[DueLine]
    warnings: list[DueLine]
    actions: list[DueLine]

    def __bool__(self) -> bool:
        return any(self)

    @property
    def attention(self) -> bool:
        """Whether anything waits for the manager, besides what is overdue of others."""
        return any(self._replace(overdue=[]))


def exceptions_of(user: User, now: datetime) -> Exceptions | None:
    """The exceptions in the families for which `user` decides; None for those who have no such role."""
    if not holdings_of(user, timezone.localdate(now)).has_role(roles_that(Can.DECIDE)):
        return None
    families = reach(user, Can.DECIDE, family="family")
    undecided = queries.referrals_without_decision(user, families, now, MOST)
    summaries = queries.open_summaries_before_supervision(families, now)[:MOST]
    asks = access_by_family(user, {episode.family_id for episode, _ in summaries})
    overdue = queries.overdue_of_others(user, families, now)[:MOST]
    return Exceptions(
        closings=[_closing(each) for each in queries.closures_asked_for(families)[:MOST]],
        undecided=sorted((_undecided(each, now) for each in undecided), key=lambda line: line.when),
        unallocated=[_unallocated(**each) for each in queries.families_without_worker(families, now)[:MOST]],
        unsigned=[_unsigned(each) for each in queries.supervisions_not_signed_off(families, now)[:MOST]],
        incomplete=[
            lacking(episode, waiting, now, may_ask=asks[episode.family_id].can(Can.LEAD))
            for episode, waiting in summaries
        ],
        overdue=[
            job_line(job, now, whose=True)
            for job in jobs(with_colleagues_apart(dues_of_many(overdue, user), london_date(now), "row.owner"))
        ],
        unapproved=[
            *(_unapproved(each) for each in queries.assessments_to_approve(families)[:MOST]),
            *(_submitted(each) for each in queries.submitted_assessments(families)[:MOST]),
        ],
        warnings=[_warning(each) for each in queries.warnings_to_review(families, now)[:MOST]],
        actions=[
            _action(each, now)
            for each in with_colleagues_apart(
                queries.actions_without_progress(user, families, now)[:MOST], london_date(now), "owner_user"
            )
        ],
    )


def _line(
    family: Family, what: str, page: str, args: list[int], when: date | datetime, why: str, *, overdue: bool = False,
    is_rule: bool = False,
) -> DueLine:  # fmt: skip
    """A line that leads to the page named `page` of the family."""
    url = reverse(page, args=[family.pk, *args])
    return DueLine(what=what, url=url, family=str(family), when=when, why=why, overdue=overdue, is_rule=is_rule)


def _closing(closure: Closure) -> DueLine:
    what = f"Agree to closing the case for {closure.involvement.child}"
    when = cast("datetime", closure.asked_at)
    return _line(closure.family, what, "closure", [closure.pk], when, f"{closure.asked_by} asked for it.")


def _undecided(referral: Referral, now: datetime) -> DueLine:
    came = referral.transferred_at or start_of_day(referral.received_on)
    end, why = came + DECISION_WITHIN, f"24 hours after the case came in: {say_when(came)}."
    what = "Decide on a Workbook"
    return _line(referral.family, what, "workbook-decide", [referral.pk], end, why, overdue=end <= now, is_rule=True)


def _unallocated(family: int, family__name: str, since: date) -> DueLine:
    return DueLine(
        what="Allocate a worker",
        url=reverse("allocate", args=[family]),
        family=family__name,
        when=since,
        why="Nobody is allocated, and a child's case is open since that day.",
        overdue=False,
        is_rule=True,
    )


def _unsigned(supervision: GroupSupervision) -> DueLine:
    held_at, planned_for = supervision.held_at, supervision.episode.supervision_planned_for
    what = "Sign off the supervision" if held_at else "Say whether the supervision was held"
    why = f"Held on {say_when(held_at)}." if held_at else "The planned date has passed."
    args = [supervision.pk]
    return _line(supervision.family, what, "supervision", args, held_at or planned_for, why, overdue=True)


def _unapproved(assessment: Assessment) -> DueLine:
    what = f"Approve the {assessment.get_kind_display().lower()} of {assessment.child}"
    args, when = [assessment.pk], cast("date", assessment.ended_on)
    return _line(assessment.family, what, "assessment-approve", args, when, "It ended on that day.")


def _submitted(assessment: ProgrammeAssessment) -> DueLine:
    what = f"Read the Family Programme as assessment {assessment.number}"
    why = f"Submitted by {assessment.submitted_by}."
    return _line(assessment.family, what, "assessment", [assessment.pk], assessment.submitted_at, why)


def _action(action: AgreedAction, now: datetime) -> DueLine:
    """Nothing was noted of it for weeks, or its day has passed (A9.13)."""
    what = f"{action.owner}: {in_short(action.what, 90)}"
    noted = f"Last noted on {say_date(action.progress_on)}." if action.progress_on else "Nothing was noted of it."
    overdue = action.is_overdue(london_date(now))
    return _line(
        action.family, what, "action-report", [action.pk], action.due_on,
        f"Agreed on {say_date(action.agreed_on)}. {noted}", overdue=overdue,
    )  # fmt: skip


def _warning(caution: Caution) -> DueLine:
    what = f"Review the alert: {caution.get_kind_display()}"
    why = "Its day of review has passed."
    return _line(caution.family, what, "warning-review", [caution.pk], caution.review_on, why, is_rule=True)
