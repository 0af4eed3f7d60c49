"""People at a real browser whose network, server or session goes away while they write."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import expect

from casework.notes.models import CaseNote
from tests.factories import LONDON
from tests.journeys.conftest import at_browser, local  # noqa: F401

SAVE = "**/record/telephone_call/"
ENDED = "When it ended"
YESTERDAY = local(datetime.now(LONDON) - timedelta(days=1))
SAID = "Who called, and what was said"
TEXT = "Ann rang at two.\n\nShe said: ‘Mia’s well – and Ben too’. <b>No</b> change & 100% sure. Ünlü, 山, 🙂."


@pytest.fixture
def sue(cast, allocated, at_browser):  # noqa: F811
    """Sue at the blank page of a telephone call about the Ash family."""
    person = at_browser(cast.sue)
    person.blank = f"/families/{allocated.family.pk}/record/telephone_call/"
    return person.go(person.blank).fill(ENDED, YESTERDAY)


@pytest.fixture
def notes(allocated):
    """Gives the texts of the family's notes, the first first, as they are saved."""

    def texts():
        found = CaseNote.objects.filter(family=allocated.family).order_by("pk")
        return [note.passages.get().text.replace("\r\n", "\n") for note in found]

    return texts


@pytest.fixture
def kept(cast):
    """Gives the texts of calls that Sue typed and has not saved, the last first."""

    def texts():
        fields = [text.fields for text in cast.sue.unsaved_texts.all()]
        return [kept[name] for kept in fields for name in kept if name.startswith("text-detail")]

    return texts


def status(person):
    return person.page.locator("[data-unsaved-status]")


def says(person, words):
    expect(status(person)).to_contain_text(words)


def field(person, label=SAID):
    return person.page.get_by_label(label, exact=True).first


def write(person, text=TEXT, label=SAID):
    field(person, label).fill(text)


def save(person):
    """Presses the button; whether another page comes is another question."""
    person.page.get_by_role("button", name="Save", exact=True).click()


def is_kept(person):
    says(person, "Not saved yet: kept")


def is_saved(person):
    person.page.wait_for_url("**/notes/*/**")


def end_session(person):
    """As when it has run out: the browser still has its cookie, and the server does not know it."""
    [key] = [cookie["value"] for cookie in person.context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME]
    import_module(settings.SESSION_ENGINE).SessionStore(key).delete()


def open_sign_in(person):
    """The window in which one signs in."""
    with person.page.expect_popup() as opened:
        person.page.get_by_role("button", name="Sign in (opens a window of its own)").click()
    return opened.value


def sign_in(window, user, password="a good long passphrase"):
    window.locator("[name=username]").fill(user.email)
    window.get_by_label("Password").fill(password)
    window.get_by_role("button", name="Sign in", exact=True).click()


def lose_answers(person, times=1):
    """The server gets what is sent and does it; its answer is lost on the way."""

    def answer(route):
        if route.request.method != "POST":
            return route.fallback()
        route.fetch(max_redirects=0)
        return route.abort()

    person.page.route(SAVE, answer, times=times)
