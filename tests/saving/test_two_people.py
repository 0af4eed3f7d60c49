"""Two people with one page open: both are kept, and they meet only where both changed the same passage."""

from typing import NamedTuple
from uuid import UUID

import pytest
import time_machine
from django.db import transaction

from casework.calls import services as calls
from casework.unsaved import services as unsaved
from tests.factories import NOW
from tests.saving.opened import Opened, of_the_page
from tests.shape.addresses import addresses, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.7")]
SAID = {"child_name": "Leo", "child_address": "2 Elm Road", "concern": "Alone at night."}
ALL = {address.name: address for address in addresses()}


class Kind(NamedTuple):
    """A page in which two may write, and two passages of it; `single`: a field of few words that is no narrative."""

    address: str
    first: str
    second: str
    who: tuple[str, str]
    single: bool = False
    given: tuple[tuple[str, str], ...] = ()  # what the page asks for besides


KINDS = [
    Kind("summary-write", "text-outcome-0", "text-analysis-0", ("sue", "sue")),
    Kind("case-summary-write", "0", "1", ("sue", "mary")),
    Kind("safety-plan-write", "0", "1", ("sue", "dora")),
    Kind("genogram-note", "0", "1", ("sue", "dora")),
    Kind("module-write", "0", "1", ("sue", "mary")),
    Kind("closure-write", "0", "1", ("sue", "mary")),
    Kind("ecomap-tie-change", "with_whom", "about", ("sue", "dora"), single=True),
    Kind("plan-put-right", "led_by", "ended_because", ("sue", "mary"), single=True),
    Kind("warning-review", "detail", "source", ("sue", "mary"), single=True, given=(("review_on", "2026-12-12"),)),
    Kind("call-put-right", "child_address", "concern", ("mary", "cora"), single=True),
    Kind("call-caller", "name", "address", ("mary", "cora"), single=True),
    Kind("plan-views", "childs_views", "carers_views", ("sue", "mary"), single=True),
    Kind("person-put-right", "name", "known_as", ("sue", "mary"), single=True),
]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.address)
def kind(request):
    return request.param


@pytest.fixture
def pages(story, cast, signed_in, kind, settings, tmp_path):
    """The same page opened by two people; each with its client, its address and its words."""
    settings.DATA_DIR, story.link = tmp_path, story.family  # no address here asks for a link
    with time_machine.travel(NOW, tick=False):
        story.safety_call = calls.take(cast.north, **SAID, by=cast.cora, at=NOW)  # that of the month is decided on
        calls.put_through(story.safety_call, because="Nobody answered.", by=cast.cora, at=NOW)
        path = ALL[kind.address].filled(values_of(story, None))
        clients = [signed_in(getattr(cast, who)) for who in kind.who]
        yield [(client, path, opened(client, path, kind)) for client in clients]


def opened(client, path, kind):
    page = Opened(client.get(path))
    for name, value in kind.given:
        page.controls[name].values = [value]
    return page


def names_of(kind, page):
    if not kind.first.isdigit():
        return kind.first, kind.second
    texts = [name for name in page.words() if name.startswith("text-")]
    return texts[int(kind.first)], texts[int(kind.second)]


def send(opened, **typed):
    client, path, page = opened
    return client.post(path, page.words() | {name: [value] for name, value in typed.items()})


def again(opened):
    client, path, _ = opened
    return Opened(client.get(path))


def test_two_people_under_different_headings_keep_both(pages, kind):
    one, two = names_of(kind, pages[0][2])
    assert send(pages[0], **{one: "3 of the first"}).status_code == 302
    assert send(pages[1], **{two: "4 of the second"}).status_code == 302
    page = again(pages[0])
    assert (page.value(one), page.value(two)) == ("3 of the first", "4 of the second")


def test_the_same_passage_is_refused_with_both_texts_and_never_overwritten_by_repetition(pages, kind):
    one, two = names_of(kind, pages[0][2])
    assert send(pages[0], **{one: "3 of the first"}).status_code == 302
    answer = send(pages[1], **{one: "4 of the second", two: "5 of the second"})
    for _ in range(3):
        assert answer.status_code == 409
        page = Opened(answer)
        assert all(words in page.html for words in ("3 of the first", "4 of the second", "5 of the second"))
        client, path, _ = pages[1]
        answer = client.post(path, page.words())
    assert again(pages[0]).value(one) == "3 of the first"


@pytest.mark.parametrize(("choice", "stands"), [("mine", "4 of the second"), ("theirs", "3 of the first")])
def test_a_choice_settles_it_and_the_rest_is_saved_too(pages, kind, choice, stands):
    one, two = names_of(kind, pages[0][2])
    send(pages[0], **{one: "3 of the first"})
    page = Opened(send(pages[1], **{one: "4 of the second", two: "5 of the second"}))
    [meeting] = page.form.meetings
    client, path, _ = pages[1]
    assert client.post(path, page.words() | {f"settle-{meeting.name}": [choice]}).status_code == 302
    after = again(pages[0])
    assert (after.value(one), after.value(two)) == (stands, "5 of the second")


def test_both_texts_can_be_edited_together(pages, kind):
    one, _ = names_of(kind, pages[0][2])
    send(pages[0], **{one: "3 of the first"})
    page = Opened(send(pages[1], **{one: "4 of the second"}))
    [meeting] = page.form.meetings
    if not meeting.texts:
        pytest.skip("A field of few words has no place for two.")
    client, path, _ = pages[1]
    page = Opened(client.post(path, page.words() | {f"settle-{meeting.name}": ["together"]}))
    assert page.value(one).split("\n\n") == ["3 of the first", "4 of the second"]
    assert client.post(path, page.words() | {one: ["Of both"]}).status_code == 302
    assert again(pages[0]).value(one) == "Of both"


def test_whoever_has_changed_nothing_overwrites_nothing(pages, kind):
    one, _ = names_of(kind, pages[0][2])
    send(pages[0], **{one: "3 of the first"})
    assert send(pages[1]).status_code == 302
    assert again(pages[0]).value(one) == "3 of the first"


def test_two_who_wrote_the_same_do_not_meet(pages, kind):
    one, _ = names_of(kind, pages[0][2])
    assert [send(opened, **{one: "3 of both"}).status_code for opened in pages] == [302, 302]


def test_other_words_of_a_saved_page_are_merged_with_what_was_written_since(pages, kind):
    """One button saves them; where the other person changed the same meanwhile it leads to both texts."""
    one, two = names_of(kind, pages[0][2])
    assert send(pages[0], **{one: "3 of the first"}).status_code == 302
    client, path, _ = pages[1]
    assert client.post(path, opened(client, path, kind).words() | {two: ["4 of the second"]}).status_code == 302
    answer = press_the_button(pages[0], send(pages[0], **{one: "5 of the first"}))
    assert answer.status_code == 302
    assert [again(pages[0]).value(name) for name in (one, two)] == ["5 of the first", "4 of the second"]
    client.post(path, opened(client, path, kind).words() | {one: ["6 of the second"]})
    answer = press_the_button(pages[0], send(pages[0], **{one: "7 of the first"}))
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("6 of the second", "7 of the first"))
    assert again(pages[0]).value(one) == "6 of the second"


def press_the_button(opened, answer):
    assert answer.status_code == 409
    sent = {"form_key": [str(answer.context["again_key"])]}
    for name, value in answer.context["again_fields"]:
        sent.setdefault(name, []).append(value)
    return opened[0].post(answer.context["again"].url, sent)


def added_under_first_blank_heading(page):
    """What adds a passage under a heading of the page that is blank, and the name of its blank text; or None."""
    for section in filter(None, page.controls["extra_section"].choices):
        blank = f"text-{section}-0"
        if blank in page.controls and not page.value(blank):
            return {"extra_section": section, "extra_text": "3 added by the first"}, blank
    return None


def test_passage_added_under_a_blank_heading_does_not_take_the_place_of_what_another_types_there(pages, kind):
    page = pages[0][2]
    found = "extra_section" in page.controls and added_under_first_blank_heading(page)
    if not found:
        pytest.skip("The page has no blank heading under which a passage is added.")
    added, blank = found
    assert send(pages[0], **added).status_code == 302
    assert send(pages[1], **{blank: "4 of the second"}).status_code == 302
    texts = [words[0] for name, words in again(pages[0]).words().items() if name.startswith("text-")]
    assert {"3 added by the first", "4 of the second"} <= set(texts)


def test_what_the_kept_page_did_not_show_is_saved_as_it_is_edited_when_one_goes_on(pages, kind, cast):
    client, path, page = pages[1]
    if "extra_section" not in page.controls:
        pytest.skip("No passage is added to this page.")
    one, _ = names_of(kind, page)
    typed = of_the_page(page.words() | {one: ["5 of the second"]})
    key, context = page.value("form_key"), page.answer.context
    details = {"family_id": context["family"].pk, "subject": context["text_subject"], "title": "Kept", "url": path}
    with transaction.atomic():
        unsaved.keep(getattr(cast, kind.who[1]), form_key=UUID(key), fields=typed, at=NOW, **details)
    section = page.controls["extra_section"].choices[1]
    assert send(pages[0], extra_section=section, extra_text="3 added by the first").status_code == 302
    page = Opened(client.get(path, {"kept": key}))
    [added] = [name for name, words in page.words().items() if words == ["3 added by the first"]]
    answer = client.post(path, page.words() | {added: ["3 added by the first. 6 edited by the second"]})
    assert answer.status_code == 302
    after = again(pages[0])
    assert (after.value(added), after.value(one)) == ("3 added by the first. 6 edited by the second", "5 of the second")
