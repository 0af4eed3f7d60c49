"""A finished record as pages and papers show it: made of its contents, without a query."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from casework.frozen.contents import Contents, Item, Origin, origin_of
from casework.masks.current import is_held_back
from casework.words import say_date, say_when

Since = Mapping[Origin | None, date]


class Mark(NamedTuple):
    """What stands beside a passage wherever it is shown: 'disputed by Mr M, 3 Dec'; `url` is '' where nothing opens.

    `added` is the text of an addition, which stands in place; `on_copies` what was said, where a manager decided that
    it leaves on a copy for the family.
    """

    text: str
    url: str = ""
    added: str = ""
    on_copies: str = ""


class InErrorMark(NamedTuple):
    """Of words that were recorded in error: what all read in their place, or beside them whoever may read them."""

    mark: Mark
    hides: bool


InErrorMarks = Mapping[str, InErrorMark]  # by `Origin.row`
Marks = Mapping[Origin, Iterable[Mark]]


class Said(NamedTuple):
    """What was said of the words of a record: today's marks, and the pages on which one adds to them, by their origins.

    `whole` are the marks of the record as a whole, and `add_url` is where one adds to it. Of what was said before it
    was finished `quiet` (ids of answers) bear no text any more, and without `named` none of them says by whom.
    """

    marks: Marks
    adding: Mapping[Origin, str]
    whole: list[Mark]
    add_url: str
    quiet: Collection[int]
    named: bool


NONE: Mapping[Any, Any] = MappingProxyType({})
NOTHING_SAID = Said(NONE, NONE, [], "", (), named=True)


class ShownPart(NamedTuple):
    """`url` opens the row that it tells whole, '' where that is none."""

    heading: str
    level: int
    items: list[dict[str, Any]]
    of: str
    url: str


class Document(NamedTuple):
    """`finished` is the moment in words; `whole` are the marks of the record as a whole, `add_url` adds to it."""

    title: str
    family: str
    reference: str
    by: str
    finished: str
    parts: list[ShownPart]
    whole: list[Mark]
    add_url: str
    marked: str = ""

    def parts_of(self, of: str, *, deeper: int) -> "Document":
        """Those of its parts alone that are `of` this, so many levels below where they stand in it."""
        chosen = [each._replace(level=each.level + deeper) for each in self.parts if each.of == of]
        return self._replace(parts=chosen)


def document(
    contents: Contents, *, held: Since = NONE, said: Said = NOTHING_SAID, opens: Mapping[tuple[str, int], str] = NONE,
    in_error: InErrorMarks = NONE, marked: str = "",
) -> Document:  # fmt: skip
    """The record as its reader may see it: what came masked bears since when it is held back (`queries.held_since`).

    `opens` are the pages of rows that it tells whole, by table and id; `in_error` is what of it was recorded in error
    since, and `marked` what is said of the whole.
    """
    by = contents["by"]
    return Document(
        title=contents["title"],
        family=contents["family"]["name"],
        reference=contents["family"]["reference"],
        by=", ".join(filter(None, [by["name"], by["job_title"]])),
        finished=_in_words(contents["at"]),
        parts=[
            ShownPart(
                each["heading"],
                each["level"],
                [_shown(item, held, said, in_error) for item in each["items"]],
                each["of"],
                opens.get((each["row"]["table"], each["row"]["id"]), "") if each["row"] else "",
            )
            for each in contents["parts"]
        ],
        whole=said.whole,
        add_url=said.add_url,
        marked=marked,
    )


def _shown(item: Item, held: Since, said: Said, in_error: InErrorMarks) -> dict[str, Any]:
    found = origin_of(item)
    of_item = said.marks.get(found, ()) if found else ()
    error = in_error.get(found.row) if found else None
    if error:
        item, of_item = _as_in_error(item, error), (error.mark, *(() if error.hides else of_item))
    return (
        item
        | dict(_said_days(item))
        | {
            "held": _held(item, found, held),
            "then": [_then(each, said) for each in item.get("marks", ())],
            "marks": list(of_item),
            "add_url": said.adding.get(found, "") if found else "",
        }
    )


# By what an item is, its texts; the first says in place of all that they were recorded in error.
TEXTS = {
    "passage": ("text",), "line": ("text",), "fact": ("value", "day", "moment"), "rating": ("rag", "before"),
    "action": ("what", "desired_outcome", "result", "owner", "child", "due_on", "done_on"),
}  # fmt: skip


def _as_in_error(item: Item, error: InErrorMark) -> Item:
    """Without its words, where they open only to those who inspect; whom it is about goes with them."""
    if not error.hides:
        return item
    first, *others = TEXTS[item["is"]]
    emptied = {name: "" for name in others if name in item} | ({"about": []} if "about" in item else {})
    return item | emptied | {first: error.mark.text, "marks": []}


def _then(mark: Mapping[str, Any], said: Said) -> Mark:
    """What had been said before it was finished."""
    if not said.named:
        return Mark(mark["unnamed"])
    return Mark(mark["words"], added="" if mark["answer"] in said.quiet else mark["text"])


def _said_days(item: Item) -> Iterator[tuple[str, str]]:
    for name, shown in (("day", "value"), ("moment", "value"), ("due_on", "due_on"), ("done_on", "done_on")):
        if item.get(name):
            yield shown, _in_words(item[name])


def _in_words(iso: str) -> str:
    """A day or a moment; as it is where it came masked, since the mask knows words and not what they are."""
    if is_held_back(iso):
        return iso
    return say_when(datetime.fromisoformat(iso)) if "T" in iso else say_date(date.fromisoformat(iso))


def _held(item: Item, found: Origin | None, held: Since) -> str:
    """'held back since Fri 4 Dec 2026'; '' where its reader has all of it."""
    if not is_held_back(item):
        return ""
    since = held.get(found) or held.get(None)
    return f"held back since {say_date(since)}" if since else "held back"
