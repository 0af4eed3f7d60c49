"""The pages of answers: a text held back from its reader stands on none of them."""

import pytest
from django.urls import reverse

from casework.answers import services as answers
from casework.families.services import add_family
from casework.marks.registry import ANSWERABLES
from tests.factories import NOW
from tests.told import shown_to

pytestmark = pytest.mark.django_db
TEXT = "I was never arrested."


@pytest.fixture
def passage(story):
    return story.summary.passages.get(section="analysis")


@pytest.fixture
def answer(passage, cast):
    return answers.record(passage, kind="view", text=TEXT, named="Daniel Oak", received="letter", by=cast.dora, at=NOW)


def page(name, answer):
    return reverse(name, args=[answer.family_id, answer.pk])


@pytest.mark.rule("A10.2a")
@pytest.mark.parametrize("of_a_person", [True, False])
def test_whoever_is_told_of_an_answer_is_led_to_it(passage, cast, story, of_a_person):
    said_by = {"person": story.ann} if of_a_person else {"named": "Daniel Oak"}
    given = answers.record(passage, kind="view", text=TEXT, **said_by, received="letter", by=cast.dora, at=NOW)
    answers.settle(given, outcome="attached", because="It is her view.", by=cast.mary, at=NOW)
    for user, told in ((cast.mary, 1), (cast.sue, 2), (cast.dora, 1)):
        led = [each.url for each in shown_to(user) if "disputed" in each.text]
        assert led == [page("answer", given)] * told, user


def test_text_held_back_from_its_reader_stands_on_no_page_of_theirs(answer, passage, cast, signed_in):
    answers.hold_back(answer, user=cast.rick, because="It is about his brother.", by=cast.dora, at=NOW)
    rick = signed_in(cast.rick)
    shown = rick.get(page("answer", answer)).content.decode()
    assert "Its text is held back from you. Ask Dora Dale" in shown
    assert rick.get(page("answer-hold-back", answer)).status_code == 403
    assert rick.get(page("answer-settle", answer)).status_code == 403
    for address in (
        page("answer", answer),
        reverse("answers", args=[answer.family_id]),
        ANSWERABLES["summary-passage"].page(passage),
        reverse("answer-add", args=[answer.family_id, "summary-passage", passage.pk]),
        reverse("summary-extract", args=[answer.family_id, passage.owner_id]),
    ):
        html = rick.get(address).content.decode()
        assert TEXT not in html, address
        assert "his brother" not in html, address
    assert TEXT in signed_in(cast.sue).get(page("answer", answer)).content.decode()
    assert TEXT in signed_in(cast.mary).get(page("answer", answer)).content.decode()


def test_history_does_not_tell_the_text(answer, cast, signed_in):
    html = signed_in(cast.audrey).get(reverse("history", args=[answer.family_id])).content.decode()
    assert "an answer to a finished record" in html
    assert TEXT not in html


def test_answer_of_another_family_is_not_found(answer, passage, cast, signed_in):
    other, sue = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW), signed_in(cast.sue)
    assert sue.get(reverse("answer", args=[other.pk, answer.pk])).status_code == 404
    assert sue.get(reverse("answer-add", args=[other.pk, "summary-passage", passage.pk])).status_code == 404
    assert sue.get(reverse("answer-add", args=[answer.family_id, "nothing", passage.pk])).status_code == 404
    assert signed_in(cast.stan).get(page("answer", answer)).status_code == 404


def test_settled_answer_leads_back_and_the_second_window_reads_by_whom(answer, cast, signed_in):
    mary, address = signed_in(cast.mary), page("answer-settle", answer)
    sent = {"version": answer.version, "outcome": "attached", "because": "It is his view."}
    opened = signed_in(cast.dev).get(address)
    assert opened.status_code == 200
    assert mary.post(address, sent).url == page("answer", answer)
    second = signed_in(cast.dev).post(address, sent)
    assert second.status_code == 409
    assert "This was answered already, by Mary Moss" in second.content.decode()
    assert mary.get(address).url == page("answer", answer)
    assert "It is his view." in mary.get(page("answer", answer)).content.decode()


def test_answer_keeps_how_the_words_read_where_the_link_stood(passage, cast, signed_in):
    read = passage.history.order_by("history_id").first().history_id
    add = reverse("answer-add", args=[passage.family_id, "summary-passage", passage.pk])
    form = signed_in(cast.sue).get(f"{add}?read={read}").context["form"]
    assert form["history_id"].value() == read
    for strange in ("0", "x", "-1", "9" * 30, "²"):
        form = signed_in(cast.sue).get(f"{add}?read={strange}").context["form"]
        assert form["history_id"].value() == passage.history.first().history_id, strange
