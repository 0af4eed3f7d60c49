"""The session ends in mid-sentence: signing in again, or somebody else who signs in there."""

import pytest
from playwright.sync_api import expect

from casework.calls.models import SafetyCall
from tests.saving.browser.conftest import (
    TEXT,
    end_session,
    field,
    is_kept,
    is_saved,
    open_sign_in,
    save,
    says,
    sign_in,
    write,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
SIGNED_OUT = "You have been signed out. Your text is still on this page."


@pytest.mark.rule("C16")
def test_session_that_ends_in_mid_sentence_leaves_the_page_to_go_on_with_every_character(cast, sue, notes, kept):
    end_session(sue)
    write(sue)
    alert = sue.page.get_by_role("alert")
    expect(alert).to_contain_text(SIGNED_OUT)
    sue.is_well_served()
    key = sue.page.locator("[name=form_key]").input_value()
    sign_in(open_sign_in(sue), cast.sue)
    says(sue, "Signed in again. Not saved yet: kept")
    expect(alert).to_have_count(0)
    expect(field(sue)).to_be_focused()
    assert field(sue).input_value() == TEXT
    assert sue.page.locator("[name=form_key]").input_value() == key
    assert kept() == [TEXT]
    save(sue)
    is_saved(sue)
    assert notes() == [TEXT]


def test_saving_while_signed_out_is_finished_by_signing_in(cast, sue, notes):
    write(sue)
    is_kept(sue)
    end_session(sue)
    save(sue)
    opens = sue.page.get_by_role("button", name="Sign in (opens a window of its own)")
    expect(opens).to_be_focused()
    with sue.page.expect_popup() as opened:
        sue.page.keyboard.press("Enter")
    window = opened.value
    window.locator("[name=username]").fill(cast.sue.email)
    window.keyboard.press("Tab")
    window.keyboard.type("a good long passphrase")
    window.keyboard.press("Enter")
    is_saved(sue)
    assert notes() == [TEXT]
    assert window.is_closed() or window.wait_for_event("close") is not None


def test_signing_in_in_another_tab_is_noticed_too(cast, sue, notes):
    write(sue)
    is_kept(sue)
    end_session(sue)
    save(sue)
    sue.sees(SIGNED_OUT)
    other = sue.context.new_page()
    other.goto(f"{sue.address}/sign-in/")
    sign_in(other, cast.sue)
    is_saved(sue)
    assert notes() == [TEXT]


def test_blank_page_of_a_call_goes_on_after_signing_in_again(cast, allocated, at_browser):
    sue = at_browser(cast.sue).go("/calls/add/")
    labels = [
        label.inner_text().strip() for label in sue.page.locator("main form label:has(+ input, + textarea)").all()
    ]
    assert labels
    boxes = sue.page.locator("main form :is(textarea, input[type=text]):visible")
    words = [f"{number}: {TEXT.splitlines()[2]}" for number in range(boxes.count())]
    end_session(sue)
    for box, text in zip(boxes.all(), words, strict=True):
        box.fill(text)
    save_call = sue.page.get_by_role("button", name="Save, and put it through")
    save_call.click()
    sue.sees(SIGNED_OUT)
    sign_in(open_sign_in(sue), cast.sue)
    sue.page.wait_for_url("**/put-through/")
    call = SafetyCall.objects.get()
    assert {call.child_name, call.child_address, call.concern} == set(words)


@pytest.mark.rule("C16")
@pytest.mark.parametrize("kept_before", [True, False])
def test_somebody_else_who_signs_in_finds_none_of_it(cast, sue, notes, kept, kept_before):
    if kept_before:
        write(sue)
        is_kept(sue)
    end_session(sue)
    write(sue, f"{TEXT} A secret.")
    sue.sees(SIGNED_OUT)
    sign_in(open_sign_in(sue), cast.stan)
    expect(sue.page.get_by_role("heading", name="Somebody else has signed in here")).to_be_visible()
    html = sue.page.content()
    assert "secret" not in html
    assert "Ann rang" not in html
    assert "Ash" not in html
    assert sue.page.evaluate("[document.title, JSON.stringify(history.state)]")[1] == "null"
    assert notes() == []
    assert kept() == ([TEXT] if kept_before else [])
    assert not cast.stan.unsaved_texts.exists()
    assert sue.page.get_by_text("is offered to whoever typed it").count() == kept_before
    sue.page.go_back()
    assert "secret" not in sue.page.content()


def test_somebody_else_who_signs_in_in_another_tab_finds_none_of_it(cast, sue, notes):
    write(sue)
    is_kept(sue)
    other = sue.context.new_page()
    other.goto(f"{sue.address}/families/")
    other.get_by_role("button", name="Sign out").click()
    sign_in(other, cast.stan)
    expect(sue.page.get_by_role("heading", name="Somebody else has signed in here")).to_be_visible()
    assert "Ann rang" not in sue.page.content()
