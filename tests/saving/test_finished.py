"""Words for a note that was finished while they were written are offered as an addition to it, and never lost."""

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.notes import services as notes
from casework.passages.models import NewText
from casework.safety_plans import services as safety_plans
from casework.safety_plans.models import SafetyPlanState
from casework.unsaved import services as unsaved
from tests.answering import added_to
from tests.factories import NOW
from tests.saving.opened import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.7")]
TEXT, LATE = "Ann rang at two.", "Ann rang at two. She was crying."


@pytest.fixture
def note(allocated, cast):
    with time_machine.travel(NOW, tick=False):
        yield notes.record(
            allocated.family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", TEXT)], by=cast.sue,
            at=NOW,
        )  # fmt: skip


@pytest.fixture
def opened(note, cast, signed_in):
    """Sue's client, the address and the page on which she goes on writing."""
    client, address = signed_in(cast.sue), reverse("note-write-up", args=[note.family_id, note.pk])
    return client, address, Opened(client.get(address))


def finish(client, address, page):
    assert client.post(address, page.words() | {"finished": ["on"], "form_key": [str(uuid4())]}).status_code == 302


def late_words(page):
    [name] = [name for name in page.words() if name.startswith("text-")]
    return page.words() | {name: [LATE]}


def test_words_that_come_late_are_added_by_one_button(note, opened):
    client, address, page = opened
    finish(client, address, page)
    answer = client.post(address, late_words(page))
    assert answer.status_code == 409
    assert "It was finished while you wrote" in answer.content.decode()
    assert LATE in answer.content.decode()
    context = answer.context
    sent = dict(context["again_fields"]) | {"form_key": str(context["again_key"])}
    assert client.post(context["again"].url, sent).status_code == 302
    assert LATE in added_to(note).get().text
    assert note.passages.get().text == TEXT


def test_what_was_kept_of_it_is_shown_though_its_page_is_closed(note, opened, cast):
    client, address, page = opened
    finish(client, address, page)
    key = uuid4()
    unsaved.keep(
        cast.sue, form_key=key, family_id=note.family_id, title="Write up", url=address, fields=late_words(page), at=NOW
    )
    answer = client.get(f"{address}?kept={key}")
    assert LATE in answer.content.decode()
    assert answer.context["again"].url == reverse("answer-add", args=[note.family_id, "note", note.pk])
    assert answer.context["went_on_from"].startswith(str(key))


def test_the_same_words_sent_again_after_finishing_are_answered(note, opened):
    client, address, page = opened
    words = page.words() | {"finished": ["on"]}
    assert [client.post(address, words).status_code for _ in range(2)] == [302, 302]


def test_old_page_overwrites_nothing_of_the_next_plan_that_has_the_same_number(to_save, cast, signed_in):
    """The number of the version begins anew with each plan, so that it says nothing of which plan the page showed."""
    path = reverse("safety-plan-write", args=[to_save.family.pk])
    first, second = signed_in(cast.sue), signed_in(cast.dora)
    one, two = [name for name in Opened(first.get(path)).words() if name.startswith("text-")][:2]
    write(first, path, {one: "Of the first plan."})
    old = Opened(second.get(path))
    draft = to_save.family.safetyplan_set.get(state=SafetyPlanState.DRAFT)
    safety_plans.make_current(draft, agreed_with="Ann", version=draft.version, by=cast.sue, at=NOW)
    write(first, path, {one: "Of the second plan."})
    assert Opened(second.get(path)).value("version") == old.value("version")
    second.post(path, old.words() | {two: ["Of the old page."]})
    after = Opened(first.get(path))
    assert (after.value(one), after.value(two)) == ("Of the second plan.", "Of the old page.")


def write(client, path, words):
    page = Opened(client.get(path))
    assert client.post(path, page.words() | {name: [text] for name, text in words.items()}).status_code == 302
