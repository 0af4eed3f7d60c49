"""What a finished record is made of: parts under headings, each of items; plain texts, numbers, days and names.

It reads the same in years, whatever becomes of the rows, of their names and of the practice file. Schema 1:

    {"schema": 1, "kind", "subject", "title", "family": {"name", "reference"}, "by": {"name", "job_title"}, "at",
     "parts"}
    part      {"heading", "level", "items", "of", "row"}
    passage   {"is": "passage", "heading", "text", "about": [{"id", "name"}], "by", "origin"}
    line      {"is": "line", "text", "origin"}
    fact      {"is": "fact", "label", "value", "origin"}, or in place of `value` a `day` or a `moment` (ISO 8601)
    rating    {"is": "rating", "rag", "before", "origin"}
    action    {"is": "action", "what", "owner", "child", "due_on", "desired_outcome", "done_on", "result", "origin"}

`of` is what a part is for whoever shows some of them alone ('said': what a worker wrote in a summary), '' mostly.
`row` {"table", "id"} is the row that a part tells whole, a note, and None otherwise.
An `origin` {"table", "id", "field", "history"} says which text of which row it is, as that row of its history has it
(None for rows that are written once); None where it is nobody's text. `about` is whom a passage is about. Where
something had been said of a row by then, the first item with its text has `marks`, each {"answer" (id), "words",
"unnamed" (without a name), "text" (of an addition that was held back from nobody)}. `subject` is the origin of the row
that was finished.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Model

from casework.passages.models import Passage
from casework.people.models import Person
from casework.practice.schema import Section
from casework.subjects import type_of

SCHEMA = 1
Item = dict[str, Any]
Part = dict[str, Any]
Contents = dict[str, Any]
Names = Mapping[int, str]


class Origin(NamedTuple):
    """`field` of the row `id` of `table` ('casework.NotePassage')."""

    table: str
    id: int
    field: str

    @property
    def row(self) -> str:
        """As `Frozen.origins` names the row."""
        return f"{self.table}:{self.id}"


def origin(row: Model, field: str) -> dict[str, Any]:
    """The history id is filled in when it is frozen, in one question for each table."""
    return {"table": type_of(type(row)), "id": row.pk, "field": field, "history": None}


def part(heading: str, items: Iterable[Item], *, level: int = 2, of: str = "", row: Model | None = None) -> Part:
    told = {"table": type_of(type(row)), "id": row.pk} if row else None
    return {"heading": heading, "level": level, "items": list(items), "of": of, "row": told}


def passage(
    row: Model, *, heading: str, field: str = "text", about: Iterable[dict[str, Any]] = (), by: str = ""
) -> Item:
    """A text that somebody wrote: `field` of `row`."""
    return {
        "is": "passage", "heading": heading, "text": getattr(row, field), "about": list(about), "by": by,
        "origin": origin(row, field),
    }  # fmt: skip


def line(text: str, row: Model | None = None, field: str = "") -> Item:
    return {"is": "line", "text": text, "origin": origin(row, field) if row else None}


def fact(label: str, value: str, row: Model | None = None, field: str = "") -> Item:
    return {"is": "fact", "label": label, "value": value, "origin": origin(row, field) if row else None}


def day(label: str, value: date | None) -> Item:
    return {"is": "fact", "label": label, "day": value.isoformat() if value else "", "origin": None}


def moment(label: str, value: datetime | None) -> Item:
    return {"is": "fact", "label": label, "moment": value.isoformat() if value else "", "origin": None}


def rating(row: Model, field: str = "rag", *, before: str = "") -> Item:
    return {"is": "rating", "rag": getattr(row, field), "before": before, "origin": origin(row, field)}


def named(people: Iterable[Person]) -> dict[int, str]:
    """By id what each is called now."""
    return {person.pk: str(person) for person in people}


def whom(ids: Iterable[int], names: Names) -> list[dict[str, Any]]:
    return [{"id": pk, "name": names.get(pk, "")} for pk in ids]


def written(passages: Iterable[Passage], sections: Iterable[Section], names: Names, *, by: str = "") -> Iterator[Item]:
    """The passages with text in the order of the file's headings; one it does not know any more keeps its key.

    Where each child has a heading of their own, it names whom it is about.
    """
    known = {section.key: (place, section) for place, section in enumerate(sections)}
    filled = [each for each in passages if each.text]
    for each in sorted(filled, key=lambda each: (known.get(each.section, (len(known),))[0], each.pk)):
        section = known[each.section][1] if each.section in known else None
        about = whom(each.about, names)
        heading = section.heading if section else each.section
        if section and section.each_child and about:
            heading = f"{heading}: {', '.join(one['name'] for one in about)}"
        yield passage(each, heading=heading, about=about, by=by)


def items_of(contents: Contents) -> Iterator[Item]:
    for each in contents["parts"]:
        yield from each["items"]


def passages_of(contents: Contents) -> Iterator[Item]:
    """The passages, each with the origin at which an answer to it is anchored."""
    return (item for item in items_of(contents) if item["is"] == "passage")


def origin_of(item: Item) -> Origin | None:
    found = item["origin"]
    return Origin(found["table"], found["id"], found["field"]) if found else None


def origins_of(contents: Contents) -> list[Origin]:
    """In their order, each once."""
    return list(dict.fromkeys(found for item in items_of(contents) if (found := origin_of(item))))


def first_of_each_row(contents: Contents) -> Iterator[tuple[Item, Origin]]:
    """Of each row whose text stands in it the first item, a passage where it has one: it bears what was said of it."""
    seen: set[str] = set()
    for item in sorted(items_of(contents), key=lambda item: item["is"] != "passage"):
        found = origin_of(item)
        if found and found.row not in seen:
            seen.add(found.row)
            yield item, found


def digest(value: Any) -> str:
    """The SHA-256 of what was read or frozen, 64 hex characters; the same for the same words in any order of keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
