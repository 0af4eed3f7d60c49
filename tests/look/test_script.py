"""What is typed is kept on the server while it is typed, and never in the browser."""

from types import SimpleNamespace

import pytest
from django import forms
from django.forms import formset_factory
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path

from casework.forms.base import KeyedForm, PageForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import InlineCheckboxes

urlpatterns = [path(f"{name}/", lambda request: None, name=name) for name in ("notifications", "sign-out")]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.journey]


class Note(KeyedForm):
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
        "unsaved_url": "/unsaved/",
        "family": SimpleNamespace(pk=12),
        "user": user,
    }
    site.pages["/note"] = render_to_string("layouts/form_page.html", context, request=RequestFactory().get("/note"))
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
    assert (sent["family"], sent["user"], sent["url"]) == ("12", "5", "/note")
    assert (sent["title"], sent["token"]) == ("Write up the visit", "token-1")
    assert sent["fields"]["voice"] == "She likes pancakes."
    assert sent["fields"]["about"] == ["1", "2"]
    assert "csrfmiddlewaretoken" not in sent["fields"]


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
    site.answer = (code, {})
    write(note, "She likes pancakes.")
    keeps(note)
    wait_for(note, "You have been signed out. Your text is still on this page.")
    assert status(note).get_by_role("link").get_attribute("target") == "_blank"
    assert note.get_by_label("What Mia said").input_value() == "She likes pancakes."
    site.answer = (200, {"kept_at": "14:09"})
    sign_in_again(note, site)
    keeps(note, 10_000)
    wait_for(note, "Not saved yet: kept 14:09")
    assert site.posted[-1]["token"] == "token-2"


def sign_in_again(page, site):
    """As in another tab: the token is a new one."""
    page.context.add_cookies([{"name": "csrftoken", "value": "token-2", "url": site.address}])


def save(page):
    page.get_by_role("button", name="Save the note").click()


def test_saving_after_signing_in_again_goes_with_the_new_token(note, site):
    sign_in_again(note, site)
    save(note)
    note.get_by_text("csrfmiddlewaretoken=token-2").wait_for()
    assert len(site.posted) == 1


def test_saving_while_signed_out_stays_on_the_page_with_the_text(note, site):
    site.answer = (302, {})
    write(note, "She likes pancakes.")
    keeps(note)
    wait_for(note, "You have been signed out.")
    with note.expect_response("**/unsaved/"):
        save(note)
    assert note.get_by_label("What Mia said").input_value() == "She likes pancakes."


def test_a_page_is_not_saved_in_the_name_of_somebody_else(note, site):
    site.answer = (409, {"sentence": "Somebody else has signed in since this page was opened."})
    sign_in_again(note, site)
    save(note)
    wait_for(note, "Somebody else has signed in")
    assert note.get_by_role("heading", name="Write up the visit").is_visible()


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


def test_saving_does_not_ask_and_sends_nothing_more(note, site):
    asked = []
    note.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(note, "She likes pancakes.")
    save(note)
    note.get_by_role("heading", name="Saved").wait_for()
    assert asked == [] and site.posted == []


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
