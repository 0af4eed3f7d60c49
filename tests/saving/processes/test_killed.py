"""The server is killed while it saves: what it acknowledged is there once, and what it did not is still on the page."""

import pytest
from playwright.sync_api import expect

from casework.submissions.models import Submission
from tests.saving.browser.conftest import ENDED, TEXT, YESTERDAY, field, is_saved, notes, save, says, write  # noqa: F401
from tests.saving.processes.conftest import waits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey, pytest.mark.slow, pytest.mark.rule("C16")]
TWICE = "It was sent twice and is recorded once."


@pytest.fixture
def sue(cast, allocated, at_server):
    """Sue at the blank page of a telephone call, with all of it typed."""
    person = at_server(cast.sue)
    person.go(f"/families/{allocated.family.pk}/record/telephone_call/").fill(ENDED, YESTERDAY)
    write(person)
    return person


def test_server_killed_before_it_has_saved_saves_once_when_it_is_back(sue, server, held_up, notes):  # noqa: F811
    with held_up("casework_submission"):
        save(sue)
        waits("casework_submission")
        server.kill()
    assert notes() == []
    says(sue, "it is not known whether it was saved")
    assert field(sue).input_value() == TEXT
    server.start()
    is_saved(sue)
    assert notes() == [TEXT]
    assert not sue.page.get_by_text(TWICE).count()


def test_server_killed_after_it_has_saved_and_before_it_answers_records_once(sue, server, held_up, notes):  # noqa: F811
    with held_up("casework_viewing"):
        save(sue)
        waits("casework_viewing")
        assert notes() == [TEXT]
        server.kill()
    says(sue, "it is not known whether it was saved")
    server.start()
    is_saved(sue)
    expect(sue.page.get_by_text(TWICE)).to_be_visible()
    assert notes() == [TEXT]
    assert Submission.objects.count() == 1


def test_words_added_while_the_server_was_away_are_not_lost(sue, server, held_up, notes, cast):  # noqa: F811
    more = f"{TEXT} She will ring again."
    with held_up("casework_viewing"):
        save(sue)
        waits("casework_viewing")
        server.kill()
    write(sue, more)
    server.start()
    expect(sue.page.get_by_role("heading", level=1)).to_have_text("This page was saved before")
    assert notes() == [TEXT]
    sue.page.get_by_role("button", name="Save the new words as a change").click()
    sue.page.wait_for_url("**/notes/*/**")
    assert notes() == [more]
    assert not cast.sue.unsaved_texts.exists()
