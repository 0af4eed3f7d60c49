"""Asking what becomes of the work with a child who turns 18, answering it, and ending what must not go on by itself."""

from datetime import datetime
from functools import partial

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import family_lead, lead_and_managers
from casework.duedates import services as duedates
from casework.notifications.services import notify
from casework.people.models import Person
from casework.referrals.checks import check_stands
from casework.referrals.models import Involvement
from casework.refusal import Refusal
from casework.trail.acting import service, tried
from casework.trail.rows import lock
from casework.users.models import User
from workbook.coming_of_age import queries
from workbook.coming_of_age.models import ComingOfAge
from workbook.programmes import clocks

QUESTIONS = {
    "the_case": "Say what becomes of the case.",
    "the_summary": "Say what becomes of the case summary.",
    "direct_work": "Say what becomes of direct work.",
}


@service
def decide(
    involvement: Involvement, *, the_case: str, the_summary: str, direct_work: str, by: User, at: datetime
) -> ComingOfAge:
    """What becomes of the three; what still runs at 18 in spite of it is asked about again."""
    require(by, involvement.family, Can.LEAD)
    family = lock(involvement.family)
    involvement = lock(involvement, "child", "family")
    check_stands(involvement)
    if involvement.closed_on:
        raise Refusal(f"The case of {involvement.child} is closed, so there is nothing to say.")
    given = {"the_case": the_case.strip(), "the_summary": the_summary.strip(), "direct_work": direct_work.strip()}
    for name, missing in QUESTIONS.items():
        if not given[name]:
            raise Refusal(missing, name)
    duedates.meet(queries.TIMESCALE, involvement, at=at)
    return ComingOfAge.objects.create(family=family, involvement=involvement, **given, by=by, at=at)


def ask_all(*, by: User, now: datetime) -> int:
    """Ask about each child whose day has come; return about how many. Idempotent; a transaction for each."""
    failed = "It could not be asked what becomes of the involvement %s at 18."
    asked = queries.to_be_asked(timezone.localdate(now))
    return sum(tried(partial(_ask, involvement, by=by, at=now), failed, involvement.pk) for involvement in list(asked))


@service
def _ask(involvement: Involvement, *, by: User, at: datetime) -> int:
    family, today = lock(involvement.family), timezone.localdate(at)
    involvement = lock(involvement, "child", "family")
    if not queries.is_to_be_asked(involvement, today):
        return 0
    lead = family_lead(family, today)
    if involvement.child.is_of_age(today):
        for entry in Person.objects.filter(pk__in=involvement.child.all_ids):
            duedates.cancel_for_family(family, child=entry, at=at)
        clocks.reconcile_children(family, at=at)
    duedates.start(
        queries.TIMESCALE, involvement, family=family, child=involvement.child, at=at,
        owner=lead.worker if lead else None, due_at=queries.due_at(involvement, at),
    )  # fmt: skip
    users = sorted(lead_and_managers(family, today), key=lambda user: user.pk)
    notify("coming_of_age", users, subject=involvement, family=family, by=by, at=at)
    return 1
