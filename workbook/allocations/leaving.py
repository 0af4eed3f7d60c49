"""Carrying out what becomes of the open summaries of a worker whose part ends, at once or after the last day.

Called by the services of allocations, in their transactions, with the family held.
"""

from django.utils import timezone

from casework.allocations.reading import managers_of
from casework.refusal import Refusal
from casework.trail.rows import change
from casework.words import say_date
from workbook.allocations.fates import Chosen, Fate, fields_of
from workbook.episodes.states import EpisodeState
from workbook.handovers.services import hand_on, tell
from workbook.summaries.models import InterventionSummary
from workbook.summaries.services import leave, locked
from workbook.summaries.states import SummaryState


def open_summaries(allocation):
    found = InterventionSummary.objects.filter(allocation=allocation, state=SummaryState.OPEN)
    return found.select_related("episode", "family", "worker", "allocation", "part_of__worker")


def check(summary, chosen, *, over):
    """Raise a Refusal, with its field, for what cannot be carried out."""
    fate, _, why = fields_of(summary)
    if chosen.fate == Fate.FINALISE and over:
        raise Refusal(
            f"{summary.worker}'s summary is not finalised. Choose a last day to come, so that it can be, hand it over, "
            "or say why it is left as it stands.",
            fate,
        )
    if chosen.fate != Fate.FINALISE and not chosen.because.strip():
        raise Refusal("Say why it goes to a colleague, or is left as it stands.", why)


def carry_out(summary, chosen, allocation, *, over, at):
    """What was chosen for a summary that is open; `allocation` is the part of its worker, which has its last day."""
    # Its worker writes in what is begun ahead until the last day, after which it is left (C24).
    waits = summary.episode.state == EpisodeState.BEGUN and not over
    if chosen.fate == Fate.LEAVE and not waits:
        leave(summary, because=chosen.because.strip(), at=at)
    if chosen.fate != Fate.HAND_OVER:
        return
    to = summary.part_of.worker if summary.part_of else chosen.to or allocation.handed_to
    if to is None or (summary.part_of is None and not _working(allocation, to)):
        raise Refusal("Choose to whom the summary goes: somebody takes over, or a colleague.", fields_of(summary)[1])
    summary = locked(summary)
    change(summary, goes_to=to, handed_over_because=chosen.because.strip(), version=summary.version + 1)
    if over:
        _hand_over(summary, allocation, at)


def _working(allocation, user):
    return allocation.family.allocation_set.filter(worker=user, until_date=None).first()


def _hand_over(summary, allocation, at):
    """At once, where the last day has passed: what cannot be is refused, at its field."""
    try:
        target = hand_on(summary, _working(allocation, summary.goes_to), because=summary.handed_over_because, at=at)
    except Refusal as refusal:
        raise type(refusal)(refusal.sentence, fields_of(summary)[1]) from refusal
    _tell_taker(summary, target, at)


def after_the_last_day(allocation, *, at):
    """What was not finalised goes to whom it was to go, or is left as it stands."""
    for summary in open_summaries(allocation):
        why_not = _why_not_handed_on(summary, allocation, at) if summary.goes_to_id else ""
        if why_not is not None:
            leave(summary, because=why_not or _why_left(allocation), at=at)
        if why_not:
            _tell_managers(summary, why_not, at)


def _why_not_handed_on(summary, allocation, at):
    """None where it was handed over; otherwise why it could not be."""
    working = allocation.family.allocation_set.on(timezone.localdate(at))
    successor = working.filter(worker=summary.goes_to_id).select_related("worker").first()
    if successor is None and summary.part_of_id is None:
        return f"It was to go to {summary.goes_to}, who does not work with the family."
    try:
        target = hand_on(locked(summary), successor, because=summary.handed_over_because, at=at)
    except Refusal:
        return _why_refused(summary, successor)
    _tell_taker(summary, target, at)
    return None


def _why_refused(summary, successor):
    """Why nobody's summary takes it, plainly: there is no page any more on which to choose somebody else."""
    theirs = successor.summaries.filter(episode=summary.episode).select_related("part_of__worker").first()
    if theirs is None:
        why = f"who had no summary when the episode was {summary.episode.get_state_display()}"
    elif theirs.state == SummaryState.FINALISED:
        why = "whose summary was finalised already"
    elif theirs.part_of:
        why = f"who wrote a part of {theirs.part_of.worker}'s summary"
    else:
        why = f"whose summary was {theirs.get_state_display()}"
    return f"It was to go to {successor.worker}, {why}."


def _tell_taker(summary, target, at):
    what = f"{summary.worker}'s part has ended, and their summary goes into yours"
    tell(summary, {target.worker}, what, at)


def _tell_managers(summary, why_not, at):
    what = f"{summary.worker}'s summary could not be handed over and is left out of this period. {why_not}"
    tell(summary, set(managers_of(summary.family, timezone.localdate(at))), what, at)


def _why_left(allocation):
    return allocation.left_because or (
        f"{allocation.worker}'s part ended on {say_date(allocation.until_date)}, before it was finalised."
    )


def chosen_for(summary, fates, left_because):
    """What was chosen for it; a reason given for all that is open means that all is left."""
    return fates.get(summary.pk) or Chosen(Fate.LEAVE if left_because.strip() else Fate.FINALISE, None, left_because)


def why_left(chosen):
    """The reasons for which summaries are left, in one text for the worker's part."""
    return "\n".join(dict.fromkeys(each.because.strip() for each in chosen.values() if each.fate == Fate.LEAVE))
