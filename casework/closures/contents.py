"""A child's closing as it is frozen when the manager agrees: reason, dates, text, letters and comments (A9.8)."""

from collections.abc import Iterator
from datetime import date

from casework import practice
from casework.closures.models import Closure
from casework.families.contents import people_part
from casework.frozen.contents import Item, Part, day, fact, line, moment, named, part, passage, written
from casework.passages.queries import people_ever
from casework.words import say_date


def title_of(closure: Closure) -> str:
    return f"Closing of the case for {closure.involvement.child}"


def parts_of(closure: Closure, today: date) -> Iterator[Part]:
    yield part("", _facts(closure))
    yield people_part(closure.family, today)
    text = written(closure.passages.all(), practice.current().closure_sections, named(people_ever(closure.family)))
    yield part("The record", text)
    comments = passage(closure, heading="", field="managers_comments", by=str(closure.agreed_by))
    yield part("The manager’s comments", [comments])
    yield part("Informed by letter", list(_letters(closure)) or [line("Nobody was informed by letter.")])


def _facts(closure: Closure) -> Iterator[Item]:
    child = closure.involvement.child
    yield fact("Child", child.full_name, child, "name")
    yield fact("Reason", closure.get_reason_display(), closure, "reason")
    yield day("Closes on", closure.closing_on)
    yield day("Last seen", closure.last_seen_on)
    if closure.to_authority:
        yield fact("To the authority", closure.to_authority, closure, "to_authority")
        yield fact("Confirmed there by", closure.confirmed_by, closure, "confirmed_by")
        yield day("Confirmed in writing", closure.confirmed_in_writing_on)
    yield fact("Asked for by", str(closure.asked_by), closure, "asked_by")
    yield moment("Asked for", closure.asked_at)


def _letters(closure: Closure) -> Iterator[Item]:
    """To whom, and whether it was sent by then; never the address."""
    for each in closure.letters.filter(withdrawn=False):
        who = f"{each.name}, {each.job_title}" if each.job_title else each.name
        sent = f"sent {say_date(each.sent_on)}" if each.sent_on else "not sent yet"
        yield line(f"{who}: {sent}", each, "name")
