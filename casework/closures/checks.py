"""Whether a child's case can have closed so: its dates, its reason, and what the reason asks for."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from casework import practice
from casework.closures.models import Closure, ClosurePassage
from casework.closures.obstacles.checks import obstacles
from casework.closures.queries import TRANSFER_FIELDS, field_values, last_seen, latest_activity
from casework.lives.checks import SEEN, Fact, check_in_life
from casework.plans.models import AssessmentKind, ConferenceKind
from casework.referrals.models import Involvement
from casework.refusal import Conflict, Refusal
from casework.words import say_date

DIED, TO_ANOTHER_AUTHORITY = "RC2", "RC5"
AFTER_ASSESSMENT = {"RC8", "RC9"}


def check_facts(involvement: Involvement, facts: dict[str, Any], today: date) -> None:
    """Refuse what cannot be so, of what is given already: a draft may still be incomplete."""
    _check_closing_date(involvement, facts["closing_on"], today)
    _check_last_seen(involvement, facts["last_seen_on"], facts["closing_on"], today)
    if facts["reason"]:
        _check_reason(involvement, facts["reason"], facts["closing_on"] or today)
    _check_transfer(facts, today)


def _check_closing_date(involvement: Involvement, closing_on: date | None, today: date) -> None:
    if closing_on is None:
        return
    if closing_on > today:
        raise Refusal("The case cannot close on a day to come. Give today or an earlier day.", "closing_on")
    opened_on = max(involvement.opened_on, involvement.referral.received_on)
    if closing_on < opened_on:
        sentence = f"{involvement.child}'s case opened on {say_date(opened_on)}. Give that day or a later one."
        raise Refusal(sentence, "closing_on")
    later = latest_activity(involvement)
    if later and later > closing_on:
        sentence = f"Something is recorded on {say_date(later)}, after that day. Give that day or a later one."
        raise Refusal(sentence, "closing_on")


def _check_last_seen(involvement: Involvement, last_seen_on: date | None, closing_on: date | None, today: date) -> None:
    if last_seen_on and last_seen_on > (closing_on or today):
        sentence = f"{involvement.child} was last seen before the case closed, not after it. Check both dates."
        raise Refusal(sentence, "last_seen_on")
    if last_seen_on:
        check_in_life(Fact(SEEN, last_seen_on, involvement.child, "last_seen_on"), today)


def _check_reason(involvement: Involvement, reason: str, closing_on: date) -> None:
    if not Closure.reason.field.may_choose(reason, closing_on):
        raise Refusal("Choose the reason from those offered for the day of closing.", "reason")
    died = involvement.child.died
    if reason == DIED and (died is None or closing_on < died):
        raise Refusal(
            f"‘Died’ is for a child whose death is recorded, from that day on. Record {involvement.child}'s death "
            "first, or choose another reason.",
            "reason",
        )
    if reason != DIED and died and closing_on >= died:
        raise Refusal(f"{involvement.child} died on {say_date(died)}. Choose ‘Died’.", "reason")
    if reason in AFTER_ASSESSMENT:
        _check_assessment_and_nothing_else(involvement, closing_on)


def _check_assessment_and_nothing_else(involvement: Involvement, closing_on: date) -> None:
    """RC8 and RC9 need a completed assessment, and no other activity (8825Q and 2990 of the census)."""
    family, since = involvement.family, involvement.opened_on
    of_child = {"child__in": involvement.child.all_ids, "withdrawn_because": ""}
    assessments = family.assessment_set.filter(**of_child)
    ended = assessments.filter(kind=AssessmentKind.SINGLE, ended_on__gte=since, ended_on__lte=closing_on)
    if not ended.exists():
        raise Refusal(
            f"No assessment of {involvement.child} has ended by that day. Record it first, or choose another reason.",
            "reason",
        )
    more = {
        "a plan": family.plan_set.filter(Q(until_date=None) | Q(until_date__gte=since), **of_child),
        "a section 47 enquiry": assessments.filter(kind=AssessmentKind.SECTION_47, started_on__gte=since),
        "a conference": family.conference_set.filter(
            **of_child, kind__in=[ConferenceKind.INITIAL, ConferenceKind.REVIEW], held_on__gte=since
        ),
    }
    for what, rows in more.items():
        if rows.exists():
            raise Refusal(f"There was {what} as well as the assessment. Choose another reason.", "reason")


def _check_transfer(facts: dict[str, Any], today: date) -> None:
    """Who takes over is asked of a transfer to another authority, and of nothing else (A9.14)."""
    if facts["reason"] != TO_ANOTHER_AUTHORITY:
        for name in TRANSFER_FIELDS:
            if facts[name]:
                sentence = "This is only for a transfer to another local authority. Choose that reason, or empty it."
                raise Refusal(sentence, name)
    if facts["confirmed_in_writing_on"] and facts["confirmed_in_writing_on"] > today:
        sentence = "It cannot have been confirmed on a day to come. Check the date."
        raise Refusal(sentence, "confirmed_in_writing_on")


def missing_in(closure: Closure) -> Iterator[str]:
    """What the record still lacks before a manager is asked, each a sentence (A9.8, A9.14)."""
    involvement = closure.involvement
    if not closure.reason:
        yield "Choose the reason for closing."
    if not closure.closing_on:
        yield "Give the day on which the case closes."
    if not closure.last_seen_on and last_seen(closure.family, involvement.child):
        yield f"Give the day on which {involvement.child} was last seen."
    if closure.reason == TO_ANOTHER_AUTHORITY:
        yield from (sentence for name, sentence in TRANSFER_FIELDS.items() if not getattr(closure, name))
    written = ClosurePassage.objects.filter(owner=closure).exclude(text="").values_list("section", flat=True)
    filled = set(written)
    for section in practice.current().closure_sections:
        if section.key not in filled:
            yield f"Write under ‘{section.heading}’."


def check_complete(closure: Closure, at: datetime) -> None:
    """Refuse unless the record is complete and still can be so on the day of `at`."""
    missing = list(missing_in(closure))
    if missing:
        raise Refusal(f"The record is not complete. {' '.join(missing)}")
    check_facts(closure.involvement, field_values(closure), timezone.localdate(at))


def check_open(involvement: Involvement) -> None:
    """A decision on the referral, or the end of a pregnancy, may have ended the case meanwhile."""
    if involvement.closed_on:
        raise Conflict(
            f"{involvement.child}'s case is closed already, since {say_date(involvement.closed_on)}. Nothing was "
            "changed. Drop this closing."
        )


def check_nothing_open(closure: Closure, at: datetime) -> None:
    found = obstacles(closure.involvement, timezone.localdate(at))
    if found:
        still = "One thing is" if len(found) == 1 else f"{len(found)} things are"
        raise Refusal(f"{still} still open. Settle first: {' '.join(one.sentence for one in found)}")
