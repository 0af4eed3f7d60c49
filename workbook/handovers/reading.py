"""Whose open summary may be handed over or left, since they are away or their part ends, and to whom it may go."""

from typing import NamedTuple

from django.db.models import F

from casework.access import Can
from casework.unsaved.reading import kept_of
from casework.users.models import Absence
from casework.words import say_date
from workbook.summaries.locking import TO_BE_CLOSED
from workbook.summaries.states import SummaryState


class Gone(NamedTuple):
    """Why a worker cannot finalise by themselves, in a sentence, and what they have typed and not saved meanwhile."""

    sentence: str
    unsaved: list


def gone(summary, today):
    """Of a worker who is away today or whose part ends; None of one who is here."""
    sentence = why_gone(summary, today)
    return Gone(sentence, kept_of(summary.worker, summary.family)) if sentence else None


def why_gone(summary, today):
    if until := summary.allocation.until_date:
        return f"{summary.worker}'s part with the family {'ended' if until < today else 'ends'} on {say_date(until)}."
    away = Absence.objects.on(today).filter(user=summary.worker_id, cancelled=False).select_related("cover").first()
    if away:
        return f"{summary.worker} is away until {say_date(away.until_date)}. {away.cover} covers."
    return ""


def may_hand_over(summary, user, access, today):
    """Its worker, the lead or a manager, where the worker is away or their part ends, while the period runs.

    One begun ahead is where its worker writes now, so it stays (C24).
    """
    open_now = summary.state == SummaryState.OPEN and summary.episode.state in TO_BE_CLOSED
    may = (summary.worker_id == user.pk and access.can(Can.RECORD)) or access.can(Can.LEAD)
    return open_now and may and bool(why_gone(summary, today))


def may_leave(summary, user, access, today):
    """The lead or a manager leaves out what another cannot finalise, with the reason (A3.12)."""
    return access.can(Can.LEAD) and summary.worker_id != user.pk and may_hand_over(summary, user, access, today)


def takers_of(summary, today):
    """The allocations of those who could take it over, the lead first: they are here and work with the family."""
    away = Absence.objects.on(today).filter(cancelled=False).values("user")
    staying = summary.family.allocation_set.on(today).filter(until_date=None)
    taken = staying.exclude(pk=summary.allocation_id).exclude(worker__in=away).select_related("worker")
    return taken.order_by(F("lead_from").asc(nulls_last=True), "worker__name")
