"""A finished record as pages and papers show it: made of its contents, without a query."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from casework.frozen.contents import Contents, Item, Origin, origin_of
from casework.masks.current import is_held_back
from casework.words import say_date, say_when

Since = Mapping[Origin | None, date]


class Mark(NamedTuple):
    """What stands beside a passage wherever it is shown: 'disputed by Mr M, 3 Dec'; `url` is '' where nothing opens.

    `on_copies` is what was said, where a manager decided that it leaves on a copy for the family.
    """

    text: str
    url: str = ""
    on_copies: str = ""


class InErrorMark(NamedTuple):
    """Of words that were recorded in error: what all read in their place, or beside them whoever may read them."""

    mark: Mark
    hides: bool


InErrorMarks = Mapping[str, InErrorMark]  # by `Origin.row`
Marks = Mapping[Origin, Iterable[Mark]]
NONE: Mapping[Any, Any] = MappingProxyType({})


class ShownPart(NamedTuple):
    heading: str
    level: int
    items: list[dict[str, Any]]


class Document(NamedTuple):
    """`finished` is the moment in words; `schema` that of the contents."""

    title: str
    family: str
    reference: str
    by: str
    finished: str
    parts: list[ShownPart]
    marked: str = ""


def document(
    contents: Contents, *, held: Since = NONE, marks: Marks = NONE, adding: Mapping[Origin, str] = NONE,
    in_error: InErrorMarks = NONE, marked: str = "",
) -> Document:  # fmt: skip
    """The record as its reader may see it: what came masked bears since when it is held back (`queries.held_since`).

    `marks` are what is known of its passages now, by their origins, and `adding` the pages on which one adds to them;
    `in_error` is what of it was recorded in error since, and `marked` what is said of the whole.
    """
    by = contents["by"]
    return Document(
        title=contents["title"],
        family=contents["family"]["name"],
        reference=contents["family"]["reference"],
        by=", ".join(filter(None, [by["name"], by["job_title"]])),
        finished=say_when(datetime.fromisoformat(contents["at"])),
        parts=[
            ShownPart(
                each["heading"], each["level"], [_shown(item, held, marks, adding, in_error) for item in each["items"]]
            )
            for each in contents["parts"]
        ],
        marked=marked,
    )


def _shown(
    item: Item, held: Since, marks: Marks, adding: Mapping[Origin, str], in_error: InErrorMarks
) -> dict[str, Any]:
    found = origin_of(item)
    of_item = marks.get(found, ()) if found else ()
    error = in_error.get(found.row) if found else None
    if error:
        item, of_item = _as_in_error(item, error), (error.mark, *of_item)
    return (
        item
        | dict(_in_words(item))
        | {
            "held": _held(item, found, held),
            "marks": list(of_item),
            "add_url": adding.get(found, "") if found else "",
        }
    )


# By what an item is, its texts; the first says in place of all that they were recorded in error.
TEXTS = {
    "passage": ("text",), "line": ("text",), "fact": ("value", "day", "moment"), "rating": ("rag", "before"),
    "action": ("what", "desired_outcome", "result", "owner", "child", "due_on", "done_on"),
}  # fmt: skip


def _as_in_error(item: Item, error: InErrorMark) -> Item:
    """Without its words, where they open only to those who inspect; whom it is about goes with them."""
    first, *others = TEXTS[item["is"]]
    if error.hides:
        emptied = {name: "" for name in others if name in item} | ({"about": []} if "about" in item else {})
        return item | emptied | {first: error.mark.text}
    # What is no passage has no place for a mark of its own.
    return item if item["is"] == "passage" else item | {first: f"{item.get(first, '')} ({error.mark.text})"}


def _in_words(item: Item) -> Iterator[tuple[str, str]]:
    if item.get("day"):
        yield "value", say_date(date.fromisoformat(item["day"]))
    if item.get("moment"):
        yield "value", say_when(datetime.fromisoformat(item["moment"]))
    for name in ("due_on", "done_on"):
        if item.get(name):
            yield name, say_date(date.fromisoformat(item[name]))


def _held(item: Item, found: Origin | None, held: Since) -> str:
    """'held back since Fri 4 Dec 2026'; '' where its reader has all of it."""
    if not is_held_back(item):
        return ""
    since = held.get(found) or held.get(None)
    return f"held back since {say_date(since)}" if since else "held back"
