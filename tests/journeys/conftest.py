"""A real browser, in which the people of the cast do their work on a live server."""

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from config.celery import app
from tests.factories import LONDON

PEOPLE = []
# Only what is wrong is told in full: to describe all that is right takes axe as long as to look at it.
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# A function and no expression, which the policy of the pages would refuse.
ANSWERED = "() => document.readyState === 'complete' && document.body.dataset.before === undefined"
COMPLETE = "() => document.readyState === 'complete'"
PASSWORD = "a good long passphrase"


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def clock():
    """The clock of server and test; `move_to(moment)` lets time pass."""
    with time_machine.travel(0, tick=True) as traveller:
        yield traveller


@pytest.fixture
def told(monkeypatch):
    """Tasks that were sent by name: nothing runs in the background unless the story says so."""
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, *args, **kwargs: sent.append(name))
    return sent


class Person:
    """Somebody at a browser: signed in, pressing what they see."""

    def __init__(self, browser, address, user, width):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="en-GB", timezone_id="Europe/London"
        )
        self.context.set_default_timeout(5_000)
        self.page = self.context.new_page()
        self.address = address
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.go("/sign-in/")
        self.page.locator("[name=username]").fill(user.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")

    def go(self, path):
        self.response = self.page.goto(self.address + path)
        return self

    def press(self, name):
        return self.arrive_by(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name, exact=True):
        return self.arrive_by(self.page.get_by_role("link", name=name, exact=exact).first)

    def arrive_by(self, control):
        """Click, and be on the page that answers: a busy machine still shows the page before, with links like it.

        What is saved by the script is answered in place: then the page has another body. A page that has just begun to
        come has none yet.
        """
        self.page.wait_for_function(COMPLETE)
        self.page.evaluate("document.body.dataset.before = ''")
        control.click()
        self.page.wait_for_function(ANSWERED)
        return self

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).first.fill(text)
        return self

    def choose(self, label):
        self.page.get_by_label(label, exact=True).first.check()
        return self

    def select(self, label, option):
        self.page.get_by_label(label, exact=True).first.select_option(label=option)
        return self

    def sees(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()

    def is_well_served(self):
        """axe finds nothing, nothing scrolls sideways, and the page's own script did not fail."""
        found = Axe().run(self.page, options=AXE).response["violations"]
        assert [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found] == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert self.errors == []
        return self


@pytest.fixture
def at_browser(chromium, live_server):
    """Gives a user of the cast at a browser of their own, 1280 pixels wide or as told."""
    people = PEOPLE
    people.clear()

    def sit_down(user, *, width=1280):
        people.append(Person(chromium, live_server.url, user, width))
        return people[-1]

    yield sit_down
    for person in people:
        person.context.close()


def local(moment):
    """A moment as a datetime-local control takes it."""
    return moment.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
