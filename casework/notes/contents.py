"""Case notes as a finished record keeps them: all that a note says, as it says it now."""

from collections.abc import Iterable, Iterator

from casework.frozen.contents import Item, Names, Part, fact, line, part, passage, written
from casework.notes.models import CaseNote, kind_of
from casework.notes.not_done.contents import say_seen
from casework.words import say_when

FACTS = (("purpose", "Purpose"), ("where", "Where"), ("who_was_there", "Who was there"))


def note_parts(notes: Iterable[CaseNote], names: Names, *, level: int = 3) -> list[Part]:
    """One for each note, read `in_full`."""
    return [part(heading_of(note), _items(note, names), level=level, row=note) for note in notes]


def heading_of(note: CaseNote) -> str:
    """'Tue 3 Nov 2026, 14:05: Home visit'."""
    return f"{say_when(note.at)}: {kind_of(note).label}"


def _items(note: CaseNote, names: Names) -> Iterator[Item]:
    yield fact("Written by", str(note.author), note, "author")
    yield fact("State", note.get_state_display(), note, "state")
    for field, label in FACTS:
        if value := getattr(note, field):
            yield fact(label, value, note, field)
    for field, label, words in asked(note):
        yield fact(label, words, note, field)
    if note.did_not_reason:
        yield fact("Reason", note.get_did_not_reason_display(), note, "did_not_reason")
    if note.did_not_because:
        yield passage(note, heading="Why it did not take place", field="did_not_because")
    if note.did_not_done:
        yield passage(note, heading="What was done about it", field="did_not_done")
    for row in note.seen.all():
        yield line(say_seen(row), row, "seen")
    yield from written(note.passages.all(), kind_of(note).sections, names, by=str(note.author))
    significance = getattr(note, "significance", None)
    if significance and not significance.taken_back_at:
        yield passage(significance, heading="Significant", field="headline")
        yield passage(significance, heading="Why it is significant", field="why")


def asked(note: CaseNote) -> list[tuple[str, str, str]]:
    """Field, label and words of what its kind asked and was said."""
    scale = "" if note.scale is None else f"{note.scale} of 10"
    said = [
        ("announced", "Visit", note.get_announced_display()),
        ("leaflets", "Leaflets given", note.get_leaflets_display()),
        ("scale", "How safe the children are", scale),
    ]
    return [each for each in said if each[2]]
