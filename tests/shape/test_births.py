"""Every address of a family with a child of each kind of birth: the right words, and no date that nobody gave (A10.9).

The year of a birth that is not known exactly stands on no page, whatever the page makes of it.
"""

import re
from uuid import uuid4

import pytest
import time_machine

from tests.factories import NOW
from tests.kept_apart import DAY
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.walking import text_of
from tests.stages import STAGES, Stage
from workbook.births import services as births
from workbook.members import services as members

pytestmark = [pytest.mark.slow, pytest.mark.rule("A10.9")]

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


def four_kinds(told):
    story, cast = told["kept_apart"], told["cast"]
    adding = {"role": "child", "by": cast.sue, "at": NOW}
    with time_machine.travel(NOW, tick=False):
        story.girl = members.add_person(
            story.family, name="", name_not_known=True, sex="F", about_age=10, birth_to_be_asked_by=cast.dora, **adding
        )
        story.zoe = members.add_person(story.family, name="Zoe Ash", birth_to_be_asked_by=cast.rick, **adding)
        story.due = members.add_person(story.family, name="Bump Ash", expected=NOW.date(), **adding)
        births.births.expect_later(story.family, story.due, expected_on=NOW.date().replace(day=30), by=cast.sue, at=NOW)
    return story


STAGES["four_births"] = Stage(four_kinds, after="kept_apart")


@pytest.fixture
def four_births(stage, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW + DAY, tick=False):
        yield stage["four_births"]


def pages_of(story, client):
    values = values_of(story, uuid4())
    for address in addresses():
        if address.name in FOR_MACHINES:
            continue
        whose = ("person_id", "child_id", "found_id")
        people_there = (story.girl, story.zoe, story.due) if {*whose} & {*address.parts} else (story.mia,)
        for person in people_there:
            answer = client.get(address.filled(values | dict.fromkeys(whose, person.pk)))
            assert answer.status_code in {200, 302, 403, 404, 405, 409}, (address.name, answer.status_code)
            yield address.name, person, text_of(answer)


@pytest.mark.parametrize("who", ["sue", "mary", "audrey"])
def test_no_page_tells_a_date_that_nobody_gave_and_each_says_what_is_so(four_births, cast, signed_in, who):
    told = {kind: set() for kind in WORDS}
    called = set()
    for name, _, text in pages_of(four_births, signed_in(getattr(cast, who))):
        found = ITS_YEARS.search(_without_numbers(text))
        assert not found, (name, text[found.start() - 200 : found.end() + 50])
        for kind, words in WORDS.items():
            told[kind] |= {name for each in words if each in text}
        called |= {name} if NOT_KNOWN_BY_NAME in text else set()
    for kind, names in told.items():
        assert names >= TELLS_AGES | {"person"} - ({"person"} if kind == "expected" else set()), kind
    assert called >= {"family", "people", "person", "genogram", "api-family", "history"} - (
        {"history"} if who == "sue" else set()
    )


MEANINGLESS = re.compile(
    r"<(script|style)\b.*?</\1>|<input type=\"hidden\"[^>]*>|\b[\w-]*(id|key|for|csrf)[\w-]*=\"[^\"]*\"", re.DOTALL
)


def _without_numbers(text):
    """Without scripts, styles, hidden fields and ids, where digits mean something else."""
    return MEANINGLESS.sub("", text)
