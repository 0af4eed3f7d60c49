"""Whose open summary may be handed over or left out, since they are away or their part ends."""

from datetime import date
from typing import cast

from casework.absences.models import Absence
from casework.access import Can, FamilyAccess
from casework.users.models import User
from casework.words import say_date
from workbook.episodes.states import TO_BE_CLOSED
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


def why_worker_away(summary: InterventionSummary, today: date) -> str:
    """In a sentence: the worker's part ends, or they are away today; '' of one who is here."""
    if until := summary.allocation.until_date:
        return f"{summary.worker}'s part with the family {'ended' if until < today else 'ends'} on {say_date(until)}."
    away = Absence.objects.on(today).filter(user=summary.worker_id, cancelled=False).select_related("cover").first()
    if away:
        return f"{summary.worker} is away until {say_date(cast('date', away.until_date))}. {away.cover} covers."
    return ""


def may_hand_over(summary: InterventionSummary, user: User, access: FamilyAccess, today: date) -> bool:
    """Its worker, the lead or a manager, where the worker is away or their part ends, while the period runs.

    One begun ahead is where its worker writes now, so it stays (C24).
    """
    open_now = summary.state == SummaryState.OPEN and summary.episode.state in TO_BE_CLOSED
    may = (summary.worker_id == user.pk and access.can(Can.RECORD)) or access.can(Can.LEAD)
    return open_now and may and bool(why_worker_away(summary, today))


def may_leave_out(summary: InterventionSummary, user: User, access: FamilyAccess, today: date) -> bool:
    """The lead or a manager leaves out what another cannot finalise, with the reason (A3.12)."""
    return access.can(Can.LEAD) and summary.worker_id != user.pk and may_hand_over(summary, user, access, today)
