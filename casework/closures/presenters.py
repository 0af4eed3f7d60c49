"""A closing as pages show it: its facts in words, passages and letters, and each child's state."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can
from casework.closures.checks import TO_ANOTHER_AUTHORITY, missing_in
from casework.closures.letters.presenters import LetterText, letter_texts
from casework.closures.letters.queries import may_keep_letters
from casework.closures.models import Closure
from casework.closures.obstacles.checks import Obstacle, obstacles
from casework.closures.queries import may_agree, others_open
from casework.closures.reopening.checks import may_reopen_now
from casework.closures.states import COLOURS, RUNNING, ClosureState
from casework.duedates.presenters import dues_in_words
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.notes.states import NoteState
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.plans.models import PlanKind
from casework.referrals.models import Involvement
from casework.safety_plans.states import SafetyPlanState
from casework.words import say_date, say_when


def closure_context(family: Family, closure: Closure, **context: Any) -> dict[str, Any]:
    return family_page(
        family,
        "people",
        page=closure_page(closure, timezone.localdate()),
        may=buttons_of(family, closure),
        cancel_url=reverse("closure", args=[family.pk, closure.pk]),
        **context,
    )


def passages_of(closure: Closure) -> list[PassageText]:
    """Without 'about': all of it is about the child."""
    sections = practice.current().closure_sections
    return [passage._replace(about=[]) for passage in passage_texts(closure.passages.all(), sections, [])]


def fact_rows(closure: Closure) -> list[dict[str, str]]:
    """The rows of a summary list."""
    child = closure.involvement.child
    rows = [
        ("Reason", closure.get_reason_display()),
        ("The case opened on", say_date(closure.involvement.opened_on)),
        ("The case closes on", closure.closing_on and say_date(closure.closing_on)),
        (f"{child} last seen on", say_date(closure.last_seen_on) if closure.last_seen_on else "Not seen in the notes"),
    ]
    if closure.reason == TO_ANOTHER_AUTHORITY:
        confirmed = say_date(closure.confirmed_in_writing_on) if closure.confirmed_in_writing_on else ""
        rows += [
            ("Transferred to", closure.to_authority),
            ("Confirmed in writing", " on ".join(filter(None, [closure.confirmed_by, confirmed]))),
        ]
    return [{"key": key, "value": value or "Not given yet"} for key, value in rows]


class ChildClosing(NamedTuple):
    """Of one child: `act` and `url` are what comes next for this reader, '' where it is not theirs."""

    child: Person
    words: str
    act: str
    url: str
    record_url: str


def child_closings(family: Family) -> list[ChildClosing]:
    """One for each involvement of a child of the family, the open ones first, then the latest closed first."""
    rows = family.involvement_set.select_related("child").prefetch_related("closures")
    ordered = sorted(rows, key=lambda row: (row.closed_on is not None, -(row.closed_on or row.opened_on).toordinal()))
    return [_child_closing(family, involvement) for involvement in ordered]


def _child_closing(family: Family, involvement: Involvement) -> ChildClosing:
    closures = {closure.state: closure for closure in reversed(involvement.closures.all())}
    agreed = closures.get(ClosureState.AGREED)
    if involvement.closed_on:
        reason = involvement.get_closed_because_display()
        words = f"Closed on {say_date(involvement.closed_on)}: {reason}"
        return ChildClosing(involvement.child, words, "", "", _url("closure", agreed) if agreed else "")
    running = next((closures[state] for state in RUNNING if state in closures), None)
    if running is None:
        return _open(family, involvement, closures.get(ClosureState.REOPENED))
    return _running(family, involvement, running)


def _open(family: Family, involvement: Involvement, reopened: Closure | None) -> ChildClosing:
    child = involvement.child
    words = f"Open since {say_date(involvement.opened_on)}"
    if reopened and reopened.reopened_at:
        words += f"; closed in error, and reopened {say_when(reopened.reopened_at)}"
    url = reverse("closure-write", args=[family.pk, child.pk]) if family.access.can(Can.LEAD) else ""
    record_url = _url("closure", reopened) if reopened else ""
    return ChildClosing(child, words, f"Close the case for {child}" if url else "", url, record_url)


def _running(family: Family, involvement: Involvement, closure: Closure) -> ChildClosing:
    child, record_url = involvement.child, _url("closure", closure)
    if closure.state == ClosureState.ASKED:
        words = f"Waits for the manager's agreement since {say_when(cast('datetime', closure.asked_at))}"
        act = f"Agree to closing the case for {child}" if may_agree(family) else ""
        return ChildClosing(child, words, act, _url("closure-agree", closure) if act else "", record_url)
    words = f"Being written since {say_when(closure.begun_at)}"
    act = f"Write on: closing the case for {child}" if family.access.can(Can.LEAD) else ""
    url = reverse("closure-write", args=[family.pk, child.pk]) if act else ""
    return ChildClosing(child, words, act, url, record_url)


def _url(name: str, closure: Closure) -> str:
    return reverse(name, args=[closure.family_id, closure.pk])


def things_to_know(involvement: Involvement) -> Iterator[str]:
    """What does not prevent the closing and the manager should know, each a sentence."""
    family, child = involvement.family, involvement.child
    others = list(others_open(involvement).select_related("child"))
    last = not others
    if others:
        yield f"These children's cases stay open: {', '.join(str(other.child) for other in others)}."
    else:
        yield "No other child is open: the part of the lead worker ends, and nothing is due of the family any more."
    safety = family.safetyplan_set.filter(state=SafetyPlanState.CURRENT).first()
    if safety:
        yield f"A safety plan of the family is current: version {safety.number}. Say in the letters what holds of it."
    early_help = family.plan_set.filter(child=child, kind=PlanKind.EARLY_HELP, until_date=None, withdrawn_because="")
    if early_help.exists():
        yield f"{child}'s early help plan goes on."
    if not last:
        for note in family.casenote_set.filter(state=NoteState.PLANNED).order_by("planned_for"):
            yield f"Planned for {say_when(note.at)}, and goes on with the others: {note.purpose or 'a visit'}."
    dues = family.due_dates.running().filter(**({} if last else {"child": child}))
    for _, what in dues_in_words(dues.shown()):
        yield f"Not due any more once it is closed: {what}."


class ClosurePage(NamedTuple):
    """What every page of one closing shows."""

    closure: Closure
    colour: str
    child: Person
    facts: list[dict[str, str]]
    passages: list[PassageText]
    letters: list[LetterText]
    unsent: list[str]
    missing: list[str]
    obstacles: list[Obstacle]
    to_know: list[str]


def closure_page(closure: Closure, today: date) -> ClosurePage:
    involvement = closure.involvement
    running = closure.state in RUNNING
    letters = letter_texts(closure)
    return ClosurePage(
        closure=closure,
        colour=COLOURS[ClosureState(closure.state)],
        child=involvement.child,
        facts=fact_rows(closure),
        passages=passages_of(closure),
        letters=letters,
        unsent=[letter.name for letter in letters if letter.sent_on is None],
        missing=list(missing_in(closure)) if running else [],
        obstacles=obstacles(involvement, today) if running else [],
        to_know=list(things_to_know(involvement)) if running else [],
    )


def buttons_of(family: Family, closure: Closure) -> dict[str, bool]:
    """Which acts this reader may take now, by their names."""
    leads, state = family.access.can(Can.LEAD), closure.state
    return {
        "write": leads and state == ClosureState.DRAFT,
        "ask": leads and state == ClosureState.DRAFT,
        "drop": leads and state in RUNNING,
        "agree": may_agree(family) and state == ClosureState.ASKED,
        "send_back": may_agree(family) and state == ClosureState.ASKED,
        "reopen": may_agree(family) and state == ClosureState.AGREED and may_reopen_now(closure),
        "letters": may_keep_letters(family.access, closure),
    }
