"""A child of each kind of birth: each page says what is so, and no date that nobody gave (A10.9).

The year of a birth that is not known exactly stands on no page, whatever the page makes of it.
"""

import re
from collections.abc import Iterable
from types import SimpleNamespace

import time_machine

from tests.factories import NOW
from tests.shape.walking import Page
from workbook.births import services as births
from workbook.members import services as members

NOT_KNOWN_BY_NAME = "Girl of about 10, name not known"
# In them a girl of about ten can have been born; nothing else of the story is of these years.
ITS_YEARS = re.compile(r"\b201[4-7]\b")
WORDS = {
    "about": ("about 10",),
    "not known": ("age not known",),
    "expected": ("unborn, due",),
}
# Where a reader looks for an age of a child.
TELLS_AGES = {"family", "people", "genogram"}
WHOSE = ("person_id", "child_id", "found_id")
MEANINGLESS = re.compile(
    r"<(script|style)\b.*?</\1>|<input type=\"hidden\"[^>]*>|\b[\w-]*(id|key|for|csrf)[\w-]*=\"[^\"]*\"", re.DOTALL
)


def four_kinds(story: SimpleNamespace, cast: SimpleNamespace) -> SimpleNamespace:
    adding = {"role": "child", "by": cast.sue, "at": NOW}
    with time_machine.travel(NOW, tick=False):
        story.girl = members.add_person(
            story.family, name="", name_not_known=True, sex="F", about_age=10, birth_to_be_asked_by=cast.dora, **adding
        )
        story.zoe = members.add_person(story.family, name="Zoe Ash", birth_to_be_asked_by=cast.rick, **adding)
        story.due = members.add_person(story.family, name="Bump Ash", expected=NOW.date(), **adding)
        births.births.expect_later(story.family, story.due, expected_on=NOW.date().replace(day=30), by=cast.sue, at=NOW)
    return story


def of_each(story: SimpleNamespace) -> list[dict[str, int]]:
    """What an address has in place of Mia where it is about one of them."""
    return [dict.fromkeys(WHOSE, child.pk) for child in (story.girl, story.zoe, story.due)]


def check_births(pages: Iterable[Page], who: str) -> None:
    told: dict[str, set[str]] = {kind: set() for kind in WORDS}
    called = set()
    for page in pages:
        found = ITS_YEARS.search(_without_numbers(page.text))
        assert not found, (page.name, page.text[found.start() - 200 : found.end() + 50])
        for kind, words in WORDS.items():
            told[kind] |= {page.name for each in words if each in page.text}
        called |= {page.name} if NOT_KNOWN_BY_NAME in page.text else set()
    for kind, names in told.items():
        assert names >= TELLS_AGES | {"person"} - ({"person"} if kind == "expected" else set()), kind
    # The history is read by managers and auditors.
    assert called >= {"family", "people", "person", "genogram", "api-family", "history"} - (
        {"history"} if who == "sue" else set()
    )


def _without_numbers(text: str) -> str:
    """Without scripts, styles, hidden fields and ids, where digits mean something else."""
    return MEANINGLESS.sub("", text)
