"""Whoever decides is told whose words are not saved yet, and decides on no more than the page showed."""

from uuid import uuid4

import pytest
import time_machine

from casework import practice
from casework.access import Can
from casework.acts.views import ActView, FamilyActView
from casework.case_summaries import services as case_summaries
from casework.passages.models import NewText
from casework.unsaved import services as unsaved
from tests.factories import NOW
from tests.shape.addresses import addresses, values_of

pytestmark = pytest.mark.django_db
ALL = {address.name: address for address in addresses()}
DECIDING = {
    address.name
    for address in addresses()
    if issubclass(getattr(address.view, "view_class", object), ActView)
    and address.view.view_class.decided_on is not ActView.decided_on
}
WORDS = "Words that nobody else may read"


@pytest.fixture(autouse=True)
def now_and_here(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def test_pages_that_decide_are_known():
    assert {
        "summary-finalise", "case-summary-complete", "module-complete", "assessment-submit", "safety-plan-make-current",
        "closure-ask", "closure-agree", "supervision-sign-off", "episode-close",
    } == DECIDING  # fmt: skip


@pytest.mark.rule("C16")
@pytest.mark.parametrize(
    ("decides", "who", "writes", "writer"),
    [
        ("case-summary-complete", "sue", "case-summary-write", "mary"),
        ("module-complete", "sue", "module-write", "mary"),
        ("summary-finalise", "sue", "summary-write", "sue"),
        ("closure-ask", "sue", "closure-write", "mary"),
        ("episode-close", "sue", "summary-write", "sue"),
        ("assessment-submit", "sue", "module-write", "mary"),
    ],
)
def test_page_that_decides_names_who_has_words_there_and_never_the_words(
    story, cast, signed_in, decides, who, writes, writer
):
    story.link = story.family
    values = values_of(story, None)
    if decides == "closure-ask":
        values["child_id"] = story.closure.involvement.child_id
    if decides == "case-summary-complete":
        section = practice.current().case_summary_sections[0].key
        case_summaries.save(
            story.family, story.mia, written=[NewText(section, "Begun.")], version=0, by=cast.sue, at=NOW
        )
    title, address = "A page on which one writes", ALL[writes].filled(values)
    unsaved.keep(
        getattr(cast, writer), form_key=uuid4(), family_id=story.family.pk, title=title, url=address,
        fields={"text": WORDS}, at=NOW,
    )  # fmt: skip
    page = signed_in(getattr(cast, who)).get(ALL[decides].filled(values)).content.decode()
    assert f"typed in ‘{title}’ and not saved it" in page
    assert WORDS not in page


def test_words_that_are_saved_or_discarded_are_not_named(story, cast, signed_in):
    story.link, key = story.family, uuid4()
    values = values_of(story, None)
    unsaved.keep(
        cast.sue, form_key=key, family_id=story.family.pk, title="x", url=ALL["summary-write"].filled(values),
        fields={"text": WORDS}, at=NOW,
    )  # fmt: skip
    unsaved.discard(cast.sue, key, NOW)
    assert "and not saved it" not in signed_in(cast.sue).get(ALL["summary-finalise"].filled(values)).content.decode()


# Pages of those who decide whose forms carry nothing of what they showed, and why nobody's decision is lost by that.
ADDS = "it adds, and changes nothing that stands"
ONCE = "it is done once: what was done meanwhile is refused"
CARRIES_NOTHING = {
    "allocate": ADDS, "referral-add": ADDS, "restriction-reader-add": ADDS, "supervision-actions": ADDS,
    "transfer-ask": ADDS, "unallocated-because": ADDS, "conflict-of-colleague": ADDS, "grant-add": ADDS,
    "bring-in-answer": ONCE, "conflict-end": ONCE, "grant-end": ONCE,
    "allocation-end": ONCE, "allocation-end-take-back": ONCE, "contact-take-over": ONCE, "family-join-confirm": ONCE,
    "family-join-undo": ONCE, "programme-end": ONCE, "protection-settle": ONCE, "restrict": ONCE,
    "restriction-lift": ONCE, "supervision-action-drop": ONCE,
}  # fmt: skip


def deciding_views():
    for address in addresses():
        view = getattr(address.view, "view_class", object)
        plain = issubclass(view, FamilyActView) and not isinstance(view.form_class, property)
        if plain and view.form_class and view.right == Can.DECIDE:
            yield address.name, view


@pytest.mark.rule("C16")
def test_page_that_changes_a_decision_carries_what_it_showed():
    """So that what somebody else decided meanwhile is not overwritten without a word."""
    carrying_nothing = {name for name, view in deciding_views() if not view.form_class.saw_field}
    assert carrying_nothing == set(CARRIES_NOTHING)
    assert {"lead-change", "lead-support"} <= {name for name, _ in deciding_views()} - carrying_nothing
