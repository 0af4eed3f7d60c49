"""A closing as pages show it: its facts in words, its passages, its letters, and each child's state."""

from typing import NamedTuple

from django.urls import reverse

from casework import practice
from casework.access import Can, may_take
from casework.closures.checks import TO_ANOTHER_AUTHORITY, is_last_open, missing_in
from casework.closures.letter_services import letters_of, may_keep_letters
from casework.closures.obstacles import obstacles
from casework.closures.services import BEING_WRITTEN
from casework.closures.states import ClosureState
from casework.notes.states import NoteState
from casework.passages.reading import shown
from casework.plans.models import PlanKind
from casework.practice import codes
from casework.safety.states import SafetyPlanState
from casework.words import say_date, say_when


def passages_of(closure):
    """Without 'about': all of it is about the child."""
    sections = practice.current().closure_sections
    return [passage._replace(about=[]) for passage in shown(closure.passages.all(), sections, [])]


def facts_of(closure):
    """The rows of a summary list."""
    child = closure.involvement.child
    rows = [
        ("Reason", codes.label("closure_reasons", closure.reason)),
        ("The case opened on", say_date(closure.involvement.opened_on)),
        ("The case closes on", closure.closing_on and say_date(closure.closing_on)),
        (f"{child} last seen on", say_date(closure.last_seen_on) if closure.last_seen_on else "Not seen in the notes"),
    ]
    if closure.reason == TO_ANOTHER_AUTHORITY:
        confirmed = closure.confirmed_in_writing_on and say_date(closure.confirmed_in_writing_on)
        rows += [
            ("Transferred to", closure.to_authority),
            ("Confirmed in writing", " on ".join(filter(None, [closure.confirmed_by, confirmed]))),
        ]
    return [{"key": key, "value": value or "Not given yet"} for key, value in rows]


def standing_of(closure):
    """What stands saved now, for whoever wrote from an older page."""
    return passages_of(closure) if closure else []


class State(NamedTuple):
    """Of one child: `act` and `url` are what comes next for this reader, '' where it is not theirs."""

    child: object
    words: str
    colour: str
    act: str
    url: str
    record_url: str


def states_of(family):
    """A line for each involvement of a child of the family, the open ones first, then the latest closed first."""
    rows = family.involvement_set.select_related("child").prefetch_related("closures")
    ordered = sorted(rows, key=lambda row: (row.closed_on is not None, -(row.closed_on or row.opened_on).toordinal()))
    return [_state(family, involvement) for involvement in ordered]


def _state(family, involvement):
    closures = {closure.state: closure for closure in reversed(involvement.closures.all())}
    agreed = closures.get(ClosureState.AGREED)
    if involvement.closed_on:
        reason = codes.label("closure_reasons", involvement.closed_because)
        words = f"Closed on {say_date(involvement.closed_on)}: {reason}"
        return State(involvement.child, words, "grey", "", "", _url("closure", agreed) if agreed else "")
    running = next((closures[state] for state in BEING_WRITTEN if state in closures), None)
    if running is None:
        return _open(family, involvement)
    return _running(family, involvement, running)


def _open(family, involvement):
    child = involvement.child
    words = f"Open since {say_date(involvement.opened_on)}"
    url = reverse("closure-write", args=[family.pk, child.pk]) if family.access.can(Can.LEAD) else ""
    return State(child, words, "blue", f"Close the case for {child}" if url else "", url, "")


def _running(family, involvement, closure):
    child, record_url = involvement.child, _url("closure", closure)
    if closure.state == ClosureState.ASKED:
        words = f"Waits for the manager's agreement since {say_when(closure.asked_at)}"
        act = f"Agree to closing the case for {child}" if may_agree(family) else ""
        return State(child, words, "orange", act, _url("closure-agree", closure) if act else "", record_url)
    words = f"Being written since {say_when(closure.begun_at)}"
    act = f"Write on: closing the case for {child}" if family.access.can(Can.LEAD) else ""
    url = reverse("closure-write", args=[family.pk, child.pk]) if act else ""
    return State(child, words, "orange", act, url, record_url)


def _url(name, closure):
    return reverse(name, args=[closure.family_id, closure.pk])


def may_agree(family):
    return may_take(family.access, "close_case")


def said_of(involvement, today):
    """What does not stand in the way, and the manager should know, each a sentence."""
    family, child = involvement.family, involvement.child
    last = is_last_open(involvement)
    others = family.involvement_set.filter(closed_on=None).exclude(pk=involvement.pk).select_related("child")
    if not last:
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
            yield f"Planned for {say_when(note.planned_for)}, and goes on with the others: {note.purpose or 'a visit'}."
    for due in family.due_dates.running().filter(**({} if last else {"child": child})):
        yield f"Not due any more once it is closed: {due.what}."


class Page(NamedTuple):
    """What every page of one closing shows."""

    closure: object
    child: object
    facts: list
    passages: list
    letters: list
    unsent: list
    missing: list
    obstacles: list
    said: list


def page_of(closure, today):
    involvement = closure.involvement
    running = closure.state in BEING_WRITTEN
    letters = list(letters_of(closure))
    return Page(
        closure=closure,
        child=involvement.child,
        facts=facts_of(closure),
        passages=passages_of(closure),
        letters=letters,
        unsent=[letter.name for letter in letters if letter.sent_on is None],
        missing=list(missing_in(closure)) if running else [],
        obstacles=obstacles(involvement, today) if running else [],
        said=list(said_of(involvement, today)) if running else [],
    )


def buttons_of(family, closure):
    """Which acts this reader may take now, by their names."""
    leads, state = family.access.can(Can.LEAD), closure.state
    return {
        "write": leads and state == ClosureState.DRAFT,
        "ask": leads and state == ClosureState.DRAFT,
        "drop": leads and state in BEING_WRITTEN,
        "agree": may_agree(family) and state == ClosureState.ASKED,
        "send_back": may_agree(family) and state == ClosureState.ASKED,
        "letters": may_keep_letters(family.access, closure),
    }
