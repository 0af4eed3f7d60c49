"""Every address for each of the family's people: nothing breaks, and no page tells whom it must not what is protected.

The walk is a long one, so all that is asked of each page is asked on the way. A page of tomorrow is held to it too.
"""

import re

import pytest
import time_machine

from tests.factories import NOW
from tests.kept_apart import DAY, REASON, WORDS
from tests.shape.births import check_births, four_kinds, of_each
from tests.shape.walking import SECRETS, protect, walk
from tests.stages import STAGES, Stage

pytestmark = pytest.mark.slow

# With the forms of what is protected already: on each what it says can be read by those named alone.
SHOWS_IT = {"person", "contact-change", "contact-protect", "key-contact", "held-back-add"}
# Safe contact is read where somebody is visited or rung; its code word by those who record.
CODE_WORD, DOES_NOT_RECORD = "Bluebell", {"bob", "audrey"}
SHOWS_CODE_WORD = {
    "family", "people", "person", "note", "note-plan", "note-took-place", "note-record-kind", "note-write-up",
    "safe-contact",
}  # fmt: skip
ASKED_OF_BIRTHS = {"sue", "mary", "audrey"}
NAMED, OTHERS = ("sue", "dora"), ("rick", "mary", "bob", "audrey")
EMPTY_LINK = re.compile(r'<a\b[^>]*(href=""[^>]*>|>\s*</a>)')
ANSWERS = {200, 302, 403, 404, 405, 409}
# What changed is told there to managers and auditors, whatever it was; it is not a page of a programme.
TELLS_CHANGES = {"history"}


def everything(told):
    return four_kinds(protect(told["kept_apart"], told["cast"]), told["cast"])


STAGES["walked"] = Stage(everything, after="kept_apart")


@pytest.fixture
def walked(stage, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW + DAY, tick=False):
        yield stage["walked"]


@pytest.mark.rule("A5.6", "A9.20", "A10.9")
@pytest.mark.parametrize("who", [*OTHERS, *NAMED])
def test_every_page_answers_and_tells_only_what_one_may_read(walked, cast, signed_in, who):
    pages = list(walk(walked, signed_in(getattr(cast, who)), of_each(walked) if who in ASKED_OF_BIRTHS else ()))
    no_page_fails(pages)
    assert names(pages, *SECRETS) == (SHOWS_IT if who in NAMED else set())
    assert names(pages, CODE_WORD) <= (set() if who in DOES_NOT_RECORD else SHOWS_CODE_WORD)
    assert names(of_programme("second", pages), *WORDS) <= TELLS_CHANGES
    assert names(pages, REASON) == {"programme", "sharing-choice"}
    assert "programme" not in names(of_programme("first", pages), REASON)
    if who == "sue":
        told = names(of_programme("first", pages), *WORDS)
        assert {"module", "module-write", "programme-print", "api-programme"} <= told
    if who in ASKED_OF_BIRTHS:
        check_births(pages, who)


def no_page_fails(pages):
    """What one may not do is refused, and nothing breaks."""
    for page in pages:
        assert page.status in ANSWERS, (page.name, page.status)
        if '<nav aria-label="Sections">' in page.text:
            assert ">My work</a>" in page.text, (page.name, "the top bar is empty")
        # What a template asks for and its context has not is printed as nothing.
        assert not EMPTY_LINK.search(page.text), (page.name, EMPTY_LINK.search(page.text).group())


def of_programme(programme, pages):
    """Its own pages, and those that are of none."""
    return [page for page in pages if page.programme in ("", programme)]


def names(pages, *words):
    """Of the addresses that tell any of the words."""
    return {page.name for page in pages if any(each in page.text for each in words)}
