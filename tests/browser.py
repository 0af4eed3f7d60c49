"""One Chromium for a whole run: Playwright's loop can be started only once in a thread."""

import os

import pytest
from playwright.sync_api import sync_playwright

from config.local.system import browser as installed_browser
from tests.stages import TOLD


@pytest.fixture(scope="session")
def chromium(django_db_blocker):
    # Playwright runs an event loop in this thread, and Django refuses queries beside one without being told. It also
    # has other connections there than without one: what stands in a transaction of the others is taken down first.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock():
        TOLD.bring_to([])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=["--no-sandbox"])
        yield browser
        browser.close()
        with django_db_blocker.unblock():
            TOLD.bring_to([])
