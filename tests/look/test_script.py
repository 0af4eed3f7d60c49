"""What is typed is kept on the server while it is typed, and never in the browser."""

from types import SimpleNamespace

import pytest
from django import forms
from django.forms import formset_factory
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path

from casework.acts.forms import WritingForm
from casework.forms.base import PageForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import InlineCheckboxes

NAMES = ("notifications", "sign-out", "signed-in")
urlpatterns = [path(f"{name}/", lambda request: None, name=name) for name in NAMES]
urlpatterns += [path("unsaved/", lambda request: None, name="unsaved-keep")]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.journey]


class Note(WritingForm):
    voice = NarrativeField(label="What Mia said")
    about = forms.MultipleChoiceField(choices=[("1", "Mia"), ("2", "Ben")], widget=InlineCheckboxes)


class Action(PageForm):
    what = forms.CharField(label="What is agreed")


@pytest.fixture
def note(site, open_page):
    """The page of a note, opened with a clock that stands still until it is moved."""
    user = SimpleNamespace(pk=5, is_authenticated=True)
    actions = formset_factory(Action, extra=1, max_num=3)(prefix="actions")
    context = {
        "heading": "Write up the visit",
        "form": Note(),
        "formset": actions,
        "row_legend": "Action",
        "submit_label": "Save the note",
        "keeps": True,
        "text_subject": "notes.CaseNote:7",
        "cancel_url": "/notes",
        "user": user,
    }
    site.pages["/note"] = render_to_string("layouts/form_page.html", context, request=RequestFactory().get("/note"))
    site.pages["/signed-in/"] = render_to_string("registration/signed_in.html", {"user": user})
    return open_page(f"{site.address}/note", clock=True)


def status(page):
    return page.locator("[data-unsaved-status]")


def write(page, text):
    page.get_by_label("What Mia said").press_sequentially(text)


def keeps(page, milliseconds=2_000):
    """Moves the page's clock on and waits for what it then sends."""
    with page.expect_response("**/unsaved/"):
        page.clock.run_for(milliseconds)


def wait_for(page, sentence):
    page.wait_for_function(
        "words => document.querySelector('[data-unsaved-status]').textContent.includes(words)", arg=sentence
    )


def test_a_pause_of_two_seconds_keeps_what_was_typed(note, site):
    write(note, "She likes pancakes.")
    note.get_by_label("Mia", exact=True).check()
    note.get_by_label("Ben", exact=True).check()
    assert site.posted == []
    keeps(note)
    wait_for(note, "Not saved yet: kept 14:02")
    [sent] = site.posted
    assert sent["key"] == note.locator("[name=form_key]").input_value()
    assert sent["page"] == note.locator("[name=opened_page]").input_value()
    assert (sent["subject"], sent["user"], sent["url"]) == ("notes.CaseNote:7", "5", "/note")
    assert (sent["title"], sent["token"]) == ("Write up the visit", "token-1")
    assert sent["fields"]["voice"] == "She likes pancakes."
    assert sent["fields"]["about"] == ["1", "2"]
    assert set(sent["fields"]) == {
        "voice",
        "about",
        "opened_with",
        *(name for name in sent["fields"] if name.startswith("actions-")),
    }


def test_whoever_types_on_and_on_is_kept_every_ten_seconds(note, site):
    for _ in range(6):
        write(note, "more ")
        note.clock.run_for(1_500)
    assert site.posted == []
    write(note, "more ")
    keeps(note, 1_500)
    assert len(site.posted) == 1


def test_nothing_is_sent_while_nothing_is_typed(note, site):
    write(note, "Once.")
    keeps(note)
    wait_for(note, "kept")
    note.clock.run_for(60_000)
    assert len(site.posted) == 1


@pytest.mark.parametrize("code", [302, 401, 403])
def test_after_signing_out_the_text_stays_and_is_kept_once_signed_in_again(note, site, code):
    sign_out(site, code)
    write(note, "She likes pancakes.")
    keeps(note)
    alert = note.get_by_role("alert")
    assert "You have been signed out. Your text is still on this page." in alert.inner_text()
    assert "kept" not in status(note).inner_text()
    sign_in_again(note, site)
    keeps(note, 10_000)
    wait_for(note, "Signed in again. Not saved yet: kept 14:09")
    assert alert.count() == 0
    assert note.get_by_label("What Mia said").input_value() == "She likes pancakes."
    assert site.posted[-1]["token"] == "token-2"
    assert note.locator("[name=csrfmiddlewaretoken]").last.input_value() == "token-2"


def test_signing_in_has_a_window_of_its_own_that_tells_the_page(note, site):
    sign_out(site)
    write(note, "She likes pancakes.")
    keeps(note)
    sign_in_again(note, site)
    with note.expect_popup() as opened, note.expect_response("**/unsaved/"):
        note.get_by_role("button", name="Sign in (opens a window of its own)").click()
    wait_for(note, "Signed in again. Not saved yet: kept 14:09")
    assert opened.value.url.endswith("/signed-in/")
    assert note.get_by_label("What Mia said").evaluate("field => field === document.activeElement")


def sign_out(site, code=302):
    site.answer, site.signed_in = (code, {}), None


def sign_in_again(page, site, user="5"):
    """As in another tab: the token is a new one."""
    site.answer, site.signed_in = (200, {"kept_at": "14:09"}), user
    page.context.add_cookies([{"name": "csrftoken", "value": "token-2", "url": site.address}])


def save(page):
    page.get_by_role("button", name="Save the note").click()


def test_saving_after_signing_in_again_goes_with_the_new_token(note, site):
    sign_in_again(note, site)
    save(note)
    note.get_by_role("heading", name="Saved").wait_for()
    assert "token-2" in site.saved[0]


def test_saving_while_signed_out_stays_on_the_page_with_the_text_until_one_signed_in(note, site):
    sign_out(site)
    write(note, "She likes pancakes.")
    save(note)
    opens = note.get_by_role("button", name="Sign in (opens a window of its own)")
    opens.wait_for()
    note.wait_for_function("document.activeElement.textContent.startsWith('Sign in')")
    assert note.get_by_label("What Mia said").input_value() == "She likes pancakes."
    assert site.saved == []
    sign_in_again(note, site)
    note.evaluate("window.dispatchEvent(new Event('focus'))")
    note.get_by_role("heading", name="Saved").wait_for()
    assert len(site.saved) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_somebody_else_who_signs_in_finds_a_notice_in_place_of_the_text(note, site, kept):
    write(note, "She likes pancakes.")
    if kept:
        keeps(note)
        wait_for(note, "kept 14:02")
    site.answer, site.signed_in = (409, {"sentence": "Somebody else has signed in."}), "6"
    write(note, " And waffles.")
    save(note)
    note.get_by_role("heading", name="Somebody else has signed in here").wait_for()
    said = note.locator("main").inner_text()
    assert ("kept 14:02, and is offered to whoever typed it" in said) == kept
    assert ("could not be kept" in said) is True
    assert "pancakes" not in note.content() and "Mia" not in note.content()
    assert site.saved == []


def test_page_that_refuses_is_shown_in_place_with_its_text(note, site):
    html = site.pages["/note"].replace("</textarea>", "She likes pancakes.</textarea>", 1)
    summary = (
        '<div class="govuk-error-summary" data-module="govuk-error-summary"><h2>Put right</h2>'
        "<script>window.ran = true</script></div>"
    )
    site.page = (
        200,
        html.replace('<div class="app-measure">', f"{summary}<div>", 1).replace("<title>", "<title>Error: "),
    )
    write(note, "She likes pancakes.")
    save(note)
    note.get_by_role("heading", name="Put right").wait_for()
    assert note.title().startswith("Error: ")
    assert note.evaluate("document.activeElement.className") == "govuk-error-summary"
    wait_for(note, "Not saved yet: kept 14:02")
    assert note.evaluate("window.ran") is None
    site.page = None
    write(note, " And waffles.")
    note.clock.run_for(1_000)
    save(note)
    note.get_by_role("heading", name="Saved").wait_for()
    assert len(site.saved) == 2


def test_page_without_the_text_is_said_and_not_shown(note, site):
    site.page = (403, '<body data-user="5"><main id="main-content"><h1>You may not do that</h1><p>Ask.</p></main>')
    write(note, "She likes pancakes.")
    save(note)
    wait_for(note, "You may not do that. Ask. Your text is still on this page.")
    assert note.get_by_label("What Mia said").input_value() == "She likes pancakes."


def test_page_that_is_too_large_says_how_large_it_is(note, site):
    site.page = (413, "<html><body>Request Entity Too Large")
    note.get_by_label("What Mia said").fill("x" * 3_000)
    save(note)
    wait_for(note, "This is too large to be saved: 3,000 characters.")
    assert len(note.get_by_label("What Mia said").input_value()) == 3_000


def test_fault_of_the_server_is_said_with_where_to_look_and_one_tries_again(note, site):
    site.page = (500, "<h1>Something went wrong</h1>")
    write(note, "She likes pancakes.")
    save(note)
    alert = note.get_by_role("alert")
    alert.wait_for()
    assert "We do not know whether it was saved." in alert.inner_text()
    look = alert.get_by_role("link", name="Look whether it is there")
    assert (look.get_attribute("href"), look.get_attribute("target")) == (f"{site.address}/notes", "_blank")
    assert "Not saved" not in status(note).inner_text()
    note.clock.run_for(60_000)
    assert len(site.saved) == 1
    site.page = None
    alert.get_by_role("button", name="Try again").click()
    note.get_by_role("heading", name="Saved").wait_for()


def test_saving_without_an_answer_is_tried_again_with_growing_pauses(note, site):
    site.page = (502, "<h1>Bad Gateway</h1>")
    write(note, "She likes pancakes.")
    save(note)
    wait_for(note, "it is not known whether it was saved")
    for number, pause in enumerate([2, 4, 8, 16, 30, 30], start=1):
        note.clock.run_for(pause * 1_000 - 100)
        assert len(site.saved) == number
        with note.expect_response("**/note"):
            note.clock.run_for(100)
        wait_for(note, "it is not known whether it was saved. Your text is still on this page. The page tries again")
        note.wait_for_function("!document.querySelector('[aria-disabled]')")
    write(note, " And waffles.")
    site.page = None
    note.evaluate("window.dispatchEvent(new Event('online'))")
    note.get_by_role("heading", name="Saved").wait_for()
    assert "And waffles." in site.saved[-1]


def test_answer_that_does_not_come_in_thirty_seconds_is_none(note, site):
    waiting = []
    note.route("**/note", lambda route: waiting.append(route))
    save(note)
    wait_for(note, "Saving…")
    assert note.get_by_role("button", name="Save the note").get_attribute("aria-disabled") == "true"
    note.wait_for_timeout(50)
    note.clock.run_for(30_000)
    wait_for(note, "it is not known whether it was saved")


def test_words_typed_while_it_is_being_saved_are_sent_too(note, site):
    waiting = []
    note.route("**/note", lambda route: waiting.append(route), times=1)
    write(note, "She likes pancakes.")
    with note.expect_request("**/note"):
        save(note)
    write(note, " And waffles.")
    waiting[0].continue_()
    note.get_by_role("heading", name="Saved").wait_for()
    assert ["And waffles." in sent for sent in site.saved] == [False, True]


def test_form_that_is_submitted_twice_at_once_is_sent_once(note, site):
    write(note, "She likes pancakes.")
    note.locator("main form").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    note.get_by_role("heading", name="Saved").wait_for()
    assert len(site.saved) == 1


def test_text_is_kept_before_it_is_sent(note, site):
    kept = []
    note.route("**/note", lambda route: (kept.append(len(site.posted)), route.continue_()))
    write(note, "She likes pancakes.")
    save(note)
    note.get_by_role("heading", name="Saved").wait_for()
    assert kept[0] == 1


def test_answer_to_somebody_else_is_a_notice(note, site):
    site.page = (409, '<body data-user="6"><main id="main-content"><h1>Something moved on</h1></main>')
    save(note)
    note.get_by_role("heading", name="Somebody else has signed in here").wait_for()
    assert "Mia" not in note.content()


def test_kept_is_not_said_any_more_when_the_next_keeping_failed(note, site):
    write(note, "She likes pancakes.")
    keeps(note)
    wait_for(note, "Not saved yet: kept 14:02")
    sign_out(site)
    write(note, " And waffles.")
    keeps(note)
    note.get_by_role("alert").wait_for()
    assert "kept" not in status(note).inner_text()


def test_name_whose_boxes_are_all_unticked_is_kept_as_an_empty_list(note, site):
    write(note, "She likes pancakes.")
    keeps(note)
    wait_for(note, "kept")
    assert site.posted[0]["fields"]["about"] == []


def test_page_that_was_replaced_keeps_nothing_any_more(note, site):
    site.answer = (409, {"sentence": "Too long to be kept."})
    site.page = (200, site.pages["/note"].replace("Write up the visit", "Put it right"))
    write(note, "She likes pancakes.")
    save(note)
    note.get_by_role("heading", name="Put it right").wait_for()
    site.answer, before = (200, {"kept_at": "14:09"}), len(site.posted)
    note.evaluate("window.dispatchEvent(new Event('online'))")
    wait_for(note, "kept 14:09")
    assert len(site.posted) == before + 1


def test_double_click_sends_once(note, site):
    write(note, "She likes pancakes.")
    note.get_by_role("button", name="Save the note").dblclick()
    note.get_by_role("heading", name="Saved").wait_for()
    assert len(site.saved) == 1


def test_without_a_network_it_says_so_and_tries_again(note, site):
    note.route("**/unsaved/", lambda route: route.abort())
    write(note, "She likes pancakes.")
    note.clock.run_for(2_000)
    wait_for(note, "could not be kept just now")
    note.unroute("**/unsaved/")
    keeps(note, 10_000)
    wait_for(note, "Not saved yet: kept 14:02")


def test_a_refusal_is_said_as_it_is_and_not_asked_again_until_one_types(note, site):
    site.answer = (409, {"sentence": "The note was completed at 13:50."})
    write(note, "Late.")
    keeps(note)
    wait_for(note, "The note was completed at 13:50.")
    note.clock.run_for(60_000)
    assert len(site.posted) == 1


def leave(page):
    """Tries to leave; answers whether the browser asked first."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("about:blank")
    return asked == ["beforeunload"]


def test_leaving_asks_only_while_something_is_neither_kept_nor_saved(note):
    write(note, "She likes pancakes.")
    assert leave(note)


def test_leaving_does_not_ask_once_kept(note):
    write(note, "She likes pancakes.")
    keeps(note)
    wait_for(note, "kept")
    assert not leave(note)


def test_saving_keeps_first_and_leaves_without_asking(note, site):
    asked = []
    note.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(note, "She likes pancakes.")
    save(note)
    note.get_by_role("heading", name="Saved").wait_for()
    assert asked == [] and len(site.posted) == len(site.saved) == 1


def test_a_button_adds_rows_up_to_the_most_allowed(note):
    add = note.get_by_role("button", name="Add a row")
    add.click()
    assert note.locator("[name=actions-TOTAL_FORMS]").input_value() == "2"
    assert note.locator("[name=actions-1-what]").evaluate("field => field === document.activeElement")
    assert note.get_by_role("group", name="Action 2").count() == 1
    add.click()
    assert add.is_hidden()


def test_nothing_is_written_into_the_browser(note):
    write(note, "She likes pancakes.")
    keeps(note)
    assert note.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_without_javascript_the_form_has_its_blank_row_and_no_dead_button(site, note, open_page):
    page = open_page(f"{site.address}/note", javascript=False)
    assert page.locator("[name=actions-0-what]").is_visible()
    assert page.get_by_role("button", name="Add a row").is_hidden()
