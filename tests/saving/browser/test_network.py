"""The network or the server goes away while one writes and saves."""

import pytest
from playwright.sync_api import expect

from tests.saving.browser.conftest import (
    SAID,
    SAVE,
    TEXT,
    field,
    is_kept,
    is_saved,
    lose_answers,
    save,
    says,
    status,
    write,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
NOT_KNOWN = "it is not known whether it was saved"


@pytest.mark.rule("C16")
def test_network_cut_while_one_writes_and_saves_costs_no_character(sue, notes, kept):
    write(sue, "Ann rang")
    is_kept(sue)
    sue.context.set_offline(True)
    write(sue)
    save(sue)
    says(sue, "Not saved yet: the server does not answer.")
    assert "kept" not in status(sue).inner_text()
    assert field(sue).input_value() == TEXT
    assert notes() == []
    more = f"{TEXT} And she will ring again."
    write(sue, more)
    sue.context.set_offline(False)
    is_saved(sue)
    assert notes() == [more]
    assert kept() == []


def test_server_that_is_away_for_a_while_is_asked_again(sue, notes):
    sue.page.route("**/unsaved/", lambda route: route.fulfill(status=502), times=1)
    sue.page.route(SAVE, lambda route: route.fulfill(status=503), times=1)
    write(sue)
    save(sue)
    says(sue, "Not saved yet: the server does not answer.")
    says(sue, NOT_KNOWN)
    is_saved(sue)
    assert notes() == [TEXT]


def test_save_that_waited_too_long_says_so_and_is_sent_again(sue, notes):
    busy = '{"sentence": "Somebody else is saving in this family.", "not_saved": true}'
    sue.page.route(SAVE, lambda route: route.fulfill(status=503, body=busy), times=1)
    write(sue)
    save(sue)
    says(sue, "Somebody else is saving in this family. Nothing was saved yet. Your text is still on this page.")
    assert NOT_KNOWN not in status(sue).inner_text()
    is_saved(sue)
    assert notes() == [TEXT]


@pytest.mark.rule("A10.7")
def test_answer_that_is_lost_after_saving_makes_no_second_record(sue, notes, kept):
    lose_answers(sue)
    write(sue)
    save(sue)
    says(sue, NOT_KNOWN)
    assert "Not saved yet" not in status(sue).inner_text()
    is_saved(sue)
    sue.sees("It was sent twice and is recorded once.")
    assert notes() == [TEXT]
    assert kept() == []


@pytest.mark.rule("A10.7")
def test_sentence_added_after_a_lost_answer_is_refused_with_both_texts_and_saved_by_a_button(sue, notes, kept):
    lose_answers(sue)
    write(sue)
    save(sue)
    says(sue, NOT_KNOWN)
    more = f"{TEXT} And she will ring again."
    write(sue, more)
    expect(sue.page.get_by_role("heading", name="This page was saved before")).to_be_focused()
    sue.sees("What is saved").sees("And she will ring again.").is_well_served()
    assert sue.page.get_by_text("Telephone call recorded").count() == 0
    assert notes() == [TEXT]
    assert kept() == [more]
    sue.arrive_by(sue.page.locator("main form button"))
    assert " ".join(notes()).count("And she will ring again.") == 1
    assert kept() == []


def test_fault_of_the_server_leaves_the_text_with_a_link_to_look_and_a_button(sue, notes):
    sue.page.route(SAVE, lambda route: route.fulfill(status=500, body="<h1>Something went wrong</h1>"), times=1)
    write(sue)
    save(sue)
    sue.sees("We do not know whether it was saved.").is_well_served()
    link = sue.page.get_by_role("link", name="Look whether it is there (opens a new tab)")
    assert link.get_attribute("href").endswith("/record/")
    assert field(sue).input_value() == TEXT
    sue.page.get_by_role("button", name="Try again").click()
    is_saved(sue)
    assert notes() == [TEXT]


def test_page_of_a_network_that_asks_one_to_sign_in_to_it_is_not_taken_for_an_answer(sue, notes):
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to the library's network</h1>"}
    sue.page.route(SAVE, lambda route: route.fulfill(**portal), times=1)
    write(sue)
    save(sue)
    says(sue, NOT_KNOWN)
    assert field(sue).input_value() == TEXT
    is_saved(sue)
    assert notes() == [TEXT]


def test_page_that_is_too_large_keeps_its_text(sue):
    sue.page.route(SAVE, lambda route: route.fulfill(status=413, body="Request Entity Too Large"))
    write(sue, "x" * 5_000)
    save(sue)
    says(sue, "This is too large to be saved: 5,0")
    assert len(field(sue, SAID).input_value()) == 5_000
