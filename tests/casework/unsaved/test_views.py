"""The address to which the page's script sends what is typed."""

import json

import pytest
from django.urls import reverse

from casework.unsaved import queries as unsaved
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"


@pytest.fixture
def send(ash, cast, signed_in):
    def send(sender=cast.sue, **other):
        body = {"key": KEY, "family": ash.family.pk, "user": sender.pk, "title": "Record", "url": "/x/", "fields": {}}
        return signed_in(sender).post(
            reverse("unsaved-keep"), json.dumps(body | other), content_type="application/json"
        )

    return send


def test_keeping_answers_the_time(send, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    answer = send(fields={"text": "typed"})
    assert answer.json() == {"kept_at": "10:00"}
    assert unsaved.unsaved_text(cast.sue, KEY).fields == {"text": "typed"}


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


def discard(client, **posted):
    return client.post(reverse("unsaved-discard", args=[KEY]), posted)


def test_discarding_leads_to_ones_work_or_back_to_the_form(send, cast, signed_in):
    send()
    assert discard(signed_in(cast.sue)).url == reverse("my-work")
    assert unsaved.unsaved_text(cast.sue, KEY) is None
    send()
    assert discard(signed_in(cast.sue), again="1").url == "/x/"


def test_discarding_leaves_the_text_of_another_user(send, cast, signed_in):
    send()
    discard(signed_in(cast.dora))
    assert unsaved.unsaved_text(cast.sue, KEY)


@pytest.mark.parametrize("fields", [{"text": "a\x00b"}, {"text": "half \ud800"}, {"a\x00": "b"}])
def test_keeping_answers_text_that_cannot_be_stored_with_a_sentence(send, fields):
    answer = send(fields=fields)
    assert answer.status_code == 400
    assert "could not be kept" in answer.json()["sentence"]


def test_keeping_answers_an_infinite_family_with_a_sentence(send):
    assert send(family=float("inf")).status_code == 400
