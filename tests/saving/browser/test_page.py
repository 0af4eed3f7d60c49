"""What one does at one browser: two tabs, a double click, Back, a reload, Enter, a long text."""

import pytest
from playwright.sync_api import expect

from tests.saving.browser.conftest import ENDED, SAVE, TEXT, YESTERDAY, field, is_kept, is_saved, save, status, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


def test_two_tabs_of_one_form_share_nothing_and_saving_one_leaves_the_other(sue, notes, kept):
    other = sue.context.new_page()
    other.goto(sue.page.url)
    write(sue, "In the first tab.")
    is_kept(sue)
    there = other.get_by_label("Who called, and what was said", exact=True)
    there.fill("In the second tab.")
    other.get_by_label(ENDED).fill(YESTERDAY)
    expect(other.locator("[data-unsaved-status]")).to_contain_text("Not saved yet: kept")
    assert set(kept()) == {"In the first tab.", "In the second tab."}
    save(sue)
    is_saved(sue)
    assert kept() == ["In the second tab."]
    assert there.input_value() == "In the second tab."
    other.get_by_role("button", name="Save", exact=True).click()
    other.wait_for_url("**/notes/*/**")
    assert notes() == ["In the first tab.", "In the second tab."]
    assert kept() == []


@pytest.mark.rule("A10.7")
def test_double_click_saves_once_and_says_that_it_is_saving(sue, notes):
    sent = []

    def hold(route):
        sent.append(status(sue).inner_text())
        button = sue.page.get_by_role("button", name="Save", exact=True)
        sent.append(button.get_attribute("aria-disabled"))
        route.continue_()

    sue.page.route(SAVE, hold)
    write(sue)
    sue.page.get_by_role("button", name="Save", exact=True).dblclick()
    is_saved(sue)
    assert sent == ["Saving…", "true"]
    assert notes() == [TEXT]


def test_back_after_saving_shows_no_text_and_makes_no_second_record(sue, notes):
    write(sue)
    save(sue)
    is_saved(sue)
    sue.page.go_back()
    assert field(sue).input_value() == ""
    assert sue.page.locator(".app-offer").count() == 0
    assert notes() == [TEXT]


@pytest.mark.rule("C16")
def test_reload_offers_what_was_kept_and_goes_on_with_it(sue, notes, kept):
    write(sue)
    is_kept(sue)
    sue.page.reload()
    assert field(sue).input_value() == ""
    sue.sees("and did not save it").is_well_served()
    sue.follow("Go on with it", exact=False)
    assert field(sue).input_value() == TEXT
    save(sue)
    is_saved(sue)
    assert notes() == [TEXT]
    assert kept() == []


def test_leaving_asks_only_while_something_is_neither_kept_nor_saved(sue):
    asked = []
    sue.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sue.page.route("**/unsaved/", lambda route: route.abort())
    field(sue).press_sequentially("Ann")
    sue.page.goto(f"{sue.address}/families/")
    assert asked == ["beforeunload"]
    sue.page.unroute("**/unsaved/")
    sue.go(sue.blank)
    field(sue).press_sequentially("Ann")
    is_kept(sue)
    sue.page.go_back()
    assert asked == ["beforeunload"]


@pytest.mark.rule("C16")
def test_page_with_something_to_put_right_is_shown_in_place_and_still_kept(sue, notes, kept):
    write(sue)
    sue.fill(ENDED, "")
    sue.press("Save")
    sue.sees("There is a problem").is_well_served()
    assert sue.page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    assert sue.page.title().startswith("Error: ")
    assert field(sue).input_value() == TEXT
    is_kept(sue)
    sue.fill(ENDED, YESTERDAY)
    sue.press("Save")
    is_saved(sue)
    assert notes() == [TEXT]
    assert kept() == []


def test_enter_in_a_field_of_one_line_sends_nothing(sue, notes):
    sent = []
    sue.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    sue.page.get_by_label("Where", exact=True).press("Enter")
    sue.page.wait_for_timeout(300)
    assert sent == []
    assert notes() == []


def test_text_longer_than_its_limit_stays_in_the_field(sue):
    where = sue.page.get_by_label("Where", exact=True)
    sue.page.route(SAVE, lambda route: route.abort())
    where.focus()
    sue.page.evaluate("document.execCommand('insertText', false, 'x'.repeat(670))")
    save(sue)
    assert len(where.input_value()) == 670


def test_nothing_of_a_case_is_stored_in_the_browser(sue):
    write(sue)
    is_kept(sue)
    stored = """async () => [localStorage.length, sessionStorage.length, history.state, (await caches.keys()).length,
        (await indexedDB.databases()).length]"""
    assert sue.page.evaluate(stored) == [0, 0, None, 0, 0]


def test_form_is_saved_without_a_script_as_before(cast, allocated, chromium, live_server, notes):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/?next=/families/{allocated.family.pk}/record/telephone_call/")
    page.locator("[name=username]").fill(cast.sue.email)
    page.get_by_label("Password").fill("a good long passphrase")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Who called, and what was said", exact=True).fill(TEXT)
    page.get_by_label(ENDED).fill(YESTERDAY)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/notes/*/**")
    context.close()
    assert notes() == [TEXT]
