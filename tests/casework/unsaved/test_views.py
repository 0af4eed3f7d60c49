"""The address to which the page's script sends what is typed."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from casework.unsaved import queries as unsaved
from casework.unsaved.presenters import opened_with
from tests import former
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KEY, PAGE = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d", "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2e"


@pytest.fixture
def url(ash):
    return reverse("note-plan", args=[ash.family.pk])


@pytest.fixture
def send(url, cast, signed_in):
    def send(sender=cast.sue, **other):
        body = {
            "key": KEY, "page": PAGE, "subject": "", "went_on_from": "", "user": sender.pk, "title": "Plan", "url": url,
            "fields": {"purpose": "See Mia"},
        }  # fmt: skip
        return signed_in(sender).post(
            reverse("unsaved-keep"), json.dumps(body | other), content_type="application/json"
        )

    return send


def test_keeping_answers_the_time(send, ash, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    assert send().json() == {"kept_at": "10:00"}
    text = unsaved.unsaved_text(cast.sue, KEY)
    assert (text.family, text.fields, text.private) == (ash.family, {"purpose": "See Mia"}, False)


@pytest.mark.rule("A10.7")
def test_keeping_answers_that_just_these_words_are_saved(send, url, cast, signed_in):
    sent = {"kind": "meeting", "planned_for": "2026-11-05T16:00", "purpose": "See Mia"}
    signed_in(cast.sue).post(url, {**sent, "form_key": KEY})
    assert send(fields=sent).json() == {"saved": True}
    assert send(fields={**sent, "purpose": "See Mia and Ben"}).json().keys() == {"kept_at"}
    assert unsaved.unsaved_text(cast.sue, KEY).fields["purpose"] == "See Mia and Ben"


@pytest.mark.rule("C16")
def test_two_windows_that_go_on_with_one_text_are_each_offered_again(send, url, cast, signed_in):
    """Both have the key of what was kept; each is opened as it was typed."""
    windows = {PAGE[:-1] + "a": "Of the first window", PAGE[:-1] + "b": "Of the second window"}
    for window, purpose in windows.items():
        send(page=window, fields={"purpose": purpose})
    sue = signed_in(cast.sue)
    texts = {text.fields["purpose"]: opened_with(text) for text in cast.sue.unsaved_texts.all()}
    for purpose, address in texts.items():
        assert f'href="{escape(address)}"' in sue.get(url).content.decode()
        assert purpose in sue.get(address).content.decode()
    assert set(texts) == set(windows.values())


@pytest.mark.rule("A9.20")
def test_what_may_be_a_protected_detail_is_kept_as_private(send, ash, cast):
    send(url=reverse("contact-add", args=[ash.family.pk, ash.ann.pk]), fields={"value": "1 Low Road"})
    assert unsaved.unsaved_text(cast.sue, KEY).private
    assert unsaved.unsaved_of(cast.sue, ash.family) == []


@pytest.mark.parametrize("page", ["my-work", "people"])
def test_text_of_a_page_that_is_not_written_into_is_not_kept(send, ash, cast, page):
    answer = send(url=reverse(page, args=[ash.family.pk] if page == "people" else []))
    assert answer.status_code == 400
    assert unsaved.unsaved_text(cast.sue, KEY) is None


def test_keeping_is_refused_where_somebody_else_has_signed_in(send, cast):
    answer = send(cast.dora, user=cast.sue.pk)
    assert answer.status_code == 409
    assert "Somebody else has signed in" in answer.json()["sentence"]
    assert unsaved.unsaved_text(cast.dora, KEY) is None


def test_keeping_answers_a_refusal_with_a_sentence(send, cast):
    answer = send(cast.stan)
    assert answer.status_code == 409
    assert answer.json() == {"sentence": "This family is not open to you any more."}


@pytest.mark.parametrize("body", ["", "[]", '{"key": "x"}', '{"key": 1, "family": "x", "user": 1}'])
def test_keeping_answers_rubbish_with_what_to_do(cast, signed_in, body):
    answer = signed_in(cast.sue).post(reverse("unsaved-keep"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["sentence"] == "This text could not be kept. Save the page."


def test_keeping_is_refused_to_get(cast, signed_in):
    assert signed_in(cast.sue).get(reverse("unsaved-keep")).status_code == 405


def at(name):
    return reverse(name, args=[PAGE])


@pytest.mark.rule("C16")
def test_discarding_asks_first_and_can_be_undone(send, cast, signed_in):
    send()
    sue = signed_in(cast.sue)
    assert "Discard this text?" in sue.get(at("unsaved-discard")).content.decode()
    assert unsaved.unsaved_text(cast.sue, KEY)
    assert sue.post(at("unsaved-discard")).url == reverse("my-work")
    assert unsaved.unsaved_text(cast.sue, KEY) is None
    assert sue.post(at("unsaved-bring-back")).url == reverse("my-work")
    assert unsaved.unsaved_text(cast.sue, KEY).fields == {"purpose": "See Mia"}


def test_bringing_back_after_a_day_says_that_it_is_gone(send, cast, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    send()
    signed_in(cast.sue).post(at("unsaved-discard"))
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    page = signed_in(cast.sue).post(at("unsaved-bring-back"), follow=True)
    assert "cannot be brought back" in page.content.decode()
    assert unsaved.unsaved_text(cast.sue, KEY) is None


def test_discarding_leaves_the_text_of_another_user(send, cast, signed_in):
    send()
    assert signed_in(cast.dora).post(at("unsaved-discard")).status_code == 404
    assert unsaved.unsaved_text(cast.sue, KEY)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "a\x00b"},
        {"text": "half \ud800"},
        {"a\x00": "b"},
        {f"field-{number}": "x" for number in range(1001)},
        {"text": ["x"] * 1001},
    ],
)
def test_keeping_answers_text_that_cannot_be_stored_with_a_sentence(send, fields):
    answer = send(fields=fields)
    assert answer.status_code == 400
    assert "could not be kept" in answer.json()["sentence"]


def test_keeping_answers_an_infinite_user_with_a_sentence(send):
    assert send(user=float("inf")).status_code == 400


def test_keeping_keeps_a_backslash_as_it_was_typed(send, cast):
    assert send(fields={"text": "a literal \\u0000"}).status_code == 200


def test_keeping_answers_what_is_nested_too_deeply_with_a_sentence(cast, signed_in):
    body = '{"fields": ' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = signed_in(cast.sue).post(reverse("unsaved-keep"), body, content_type="application/json")
    assert answer.status_code == 400


def test_bringing_back_is_refused_for_a_family_that_is_not_open_any_more(send, cast, signed_in):
    assert send(cast.dora, fields={"text": "typed"}).status_code == 200
    client = signed_in(cast.dora)
    client.post(reverse("unsaved-discard", args=[PAGE]))
    former.leave(cast.dora, by=cast.mary)
    client.post(reverse("unsaved-bring-back", args=[PAGE]))
    assert cast.dora.unsaved_texts.get().discarded_at is not None
