"""One sheet of the chronology as the page asks for it."""

from typing import NamedTuple

from chronology.sources import Key, entries

LINES = 50
# On paper the story is wanted whole; this bounds what one answer may hold, and the rest stands on the next sheet.
LINES_ON_PAPER = 1000


class Sheet(NamedTuple):
    lines: list
    first_url: str
    next_url: str


def sheet(family, asked, *, child=None, kinds=(), newest_first=True):
    """`asked` is the address's query: what it says of filters stays in the links to the sheets before and after."""
    size = LINES_ON_PAPER if asked.get("paper") else LINES
    after = Key.read(asked.get("after"))
    found = entries(
        family, child=child, kinds=kinds, newest_first=newest_first, after=after, limit=size + 1
    )  # one more than is shown tells whether there is another sheet
    lines, more = found[:size], len(found) > size
    return Sheet(
        lines=lines,
        first_url=address(asked, after=None) if after else "",
        next_url=address(asked, after=str(lines[-1].key)) if more else "",
    )


def address(asked, **changed):
    """The same page with other values; None takes one away."""
    query = asked.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
