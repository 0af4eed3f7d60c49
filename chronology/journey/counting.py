"""Visits and actions by month, as numbers."""

from collections import Counter
from datetime import timedelta

from casework.notes.states import NoteState
from casework.words import london_date
from chronology.journey.lanes import MONTH, Lane, month_of, months_between

TOOK_PLACE = (NoteState.TOOK_PLACE, NoteState.COMPLETED)


def visit_lanes(group, notes, until):
    """Those that took place, and those that were planned and did not."""
    held = [note.took_place_at for note in notes if note.state in TOOK_PLACE]
    missed = [note.planned_for or note.recorded_at for note in notes if note.state == NoteState.DID_NOT_TAKE_PLACE]
    yield Lane(group, "Took place", counts=_by_month(map(london_date, held), until), look="full")
    yield Lane(group, "Did not take place", counts=_by_month(map(london_date, missed), until), look="missed")


def action_lanes(group, actions, until):
    """Agreed and done in the month; open and late at its end."""
    actions = [action for action in actions if action.agreed_on <= until]
    yield Lane(group, "Agreed", counts=_by_month((action.agreed_on for action in actions), until), look="empty")
    yield Lane(group, "Done", counts=_by_month((a.done_on for a in actions if a.done_on), until), look="full")
    if actions:
        ends = [_end(month, until) for month in months_between(min(a.agreed_on for a in actions), until)]
        yield _at_the_end(group, "Open at the month’s end", ends, [_open_on(actions, day) for day in ends], "empty")
        late = [[a for a in _open_on(actions, day) if a.due_on < day] for day in ends]
        yield _at_the_end(group, "Late at the month’s end", ends, late, "late")


def _by_month(days, until):
    return Counter(month_of(day) for day in days if day <= until)


def _end(month, until):
    return min(month + MONTH - timedelta(days=1), until)


def _open_on(actions, day):
    return [a for a in actions if a.agreed_on <= day and (a.done_on is None or a.done_on > day)]


def _at_the_end(group, label, ends, found, look):
    counts = Counter({month_of(day): len(of) for day, of in zip(ends, found, strict=True) if of})
    return Lane(group, label, counts=counts, look=look, lasting=True)
