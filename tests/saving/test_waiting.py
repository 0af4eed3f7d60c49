"""A page that waits too long for a lock or a statement says what is known, and brings back every typed word."""

from time import monotonic, sleep

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.urls import include, path, reverse
from psycopg_pool import PoolTimeout

from casework.failures import turns, waiting
from casework.failures.turns import TURNS
from casework.failures.waiting import BY_CODE, waited_for
from casework.forms.sign_in import SignInForm
from casework.notes.models import CaseNote
from casework.unsaved.models import UnsavedText
from tests.opened_page import OpenedPageClient
from tests.saving.test_pages_after_failure import FAILING, KEY, OWN_PAGE, SHOWN, Fails, note, shown, typed
from tests.saving.test_pages_after_failure import address as address
from tests.saving.test_pages_after_failure import sue as sue

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.rule("C16")]
__all__ = ["FAILING", "OWN_PAGE"]


class Slow(Fails):
    """A statement that takes longer than its budget, before anything was saved or afterwards."""

    def act(self, form):
        because = form.cleaned_data["because"].split()[0]
        if because == "slow":
            take_long()
        if because == "idle":
            stand_idle()
        return because

    def message(self, result):
        if result == "late":
            take_long()
        return ""


@transaction.atomic
def take_long():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(2)")


def stand_idle():
    """As a view that is busy elsewhere in the middle of a transaction: the database ends the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
        sleep(0.3)
        cursor.execute("SELECT 1")


def slow_list(request):
    take_long()


urlpatterns = [
    path("fails/", Slow.as_view(), name="fails"),
    path("slow/", slow_list, name="slow"),
    path("", include("config.urls")),
]
handler500 = "casework.failures.views.server_error"


def test_statement_that_takes_too_long_says_that_nothing_was_saved_and_shows_each_word(sue, cast):
    page = sue.post("/fails/?a=b", typed(cast.sue, "slow"))
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "This took too long" in shown(page)
    assert "What you sent was not saved. It is kept for you since" in shown(page)
    assert 'action="/fails/?a=b"' in shown(page)
    assert f'name="because" value="slow {SHOWN}"' in shown(page)
    assert f'<p class="govuk-body app-lines-kept">slow {SHOWN}</p>' in shown(page)
    assert UnsavedText.objects.get().fields["because"][0].startswith("slow")


def test_statement_that_takes_too_long_after_saving_says_that_it_was_saved(sue, cast):
    page = sue.post("/fails/", typed(cast.sue, "late"))
    assert page.status_code == 503
    assert "What you sent was saved" in shown(page)
    assert "Send it again" not in shown(page)


def test_page_that_takes_too_long_to_open_says_what_to_do(sue):
    page = sue.get("/slow/?q=ash")
    assert page.status_code == 503
    assert "Nothing was changed." in shown(page)
    assert 'href="/slow/?q=ash">Open the page again' in shown(page)


@pytest.mark.django_db(transaction=True)
def test_transaction_that_stood_idle_too_long_says_that_nothing_was_saved(sue, cast):
    page = sue.post("/fails/", typed(cast.sue, "idle"))
    assert page.status_code == 503
    assert "What you sent was not saved. It is kept for you since" in shown(page)
    assert f'name="because" value="idle {SHOWN}"' in shown(page)
    assert UnsavedText.objects.count() == 1


def test_script_is_told_that_nothing_was_saved_and_tries_again(sue, cast):
    answer = sue.post("/fails/", typed(cast.sue, "slow"), headers={"X-Workbook-Script": "1"})
    assert (answer.status_code, answer.json()) == (503, {"sentence": "This took too long.", "not_saved": True})


def test_save_that_gets_no_turn_is_kept_and_can_be_sent_again(sue, cast, address, monkeypatch):
    monkeypatch.setattr(TURNS, "take", lambda family, **_: False)
    page = sue.post(address, note(cast.sue))
    assert page.status_code == 503
    assert "Somebody else is saving in this family" in shown(page)
    assert SHOWN in shown(page)
    assert f"?kept={KEY}" in shown(page)
    assert not CaseNote.objects.exists()
    assert UnsavedText.objects.get().form_key == KEY


def test_turn_is_given_back_whatever_the_answer(sue, cast, address, stage):
    for sent in (note(cast.sue), {}, note(cast.sue, page_user="0")):
        sue.post(address, sent)
    assert not TURNS._began


def test_page_of_a_stranger_takes_no_turn_and_keeps_nothing(cast, address, client, monkeypatch):
    monkeypatch.setattr(TURNS, "take", lambda family, **_: 1 / 0)
    assert client.post(address, note(cast.sue)).status_code == 302


@pytest.fixture
def two_save(allocated):
    """Two people save in the family at this moment."""
    family = allocated.family.pk
    assert all([TURNS.take(family), TURNS.take(family)])
    yield
    TURNS.give_back(family)
    TURNS.give_back(family)


def test_turns_tell_nothing_of_a_family_to_who_may_not_see_it(sue, cast, address, two_save, monkeypatch):
    stranger = OpenedPageClient(headers=OWN_PAGE)
    stranger.force_login(cast.stan)
    monkeypatch.setattr(turns, "PATIENCE", 60)  # who waited for a turn would learn it by that
    begun = monotonic()
    assert stranger.post(address, note(cast.stan)).status_code == 404
    assert stranger.post(reverse("note-record-kind", args=[99, "home_visit"]), note(cast.stan)).status_code == 404
    assert monotonic() - begun < 20
    monkeypatch.undo()
    assert sue.post(address, note(cast.sue)).status_code == 503


def test_turns_tell_nothing_to_who_is_not_signed_in(client, allocated, two_save):
    assert client.post(reverse("api-family", args=[allocated.family.pk])).status_code == 403


def away(cause):
    """A function that fails as Django does when the database is away."""

    def fail(*args, **kwargs):
        raise OperationalError from cause

    return fail


LOST = psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly")
NO_CONNECTION = PoolTimeout("couldn't get a connection after 10.00 sec")


@pytest.mark.parametrize("cause", [LOST, NO_CONNECTION])
def test_script_whose_page_cannot_reach_the_database_tries_again(sue, cast, monkeypatch, cause):
    monkeypatch.setattr(Fails, "dispatch", away(cause))
    answer = sue.post("/fails/", typed(cast.sue, "none"), headers={"X-Workbook-Script": "1"})
    # The script takes 503 for no answer, and goes on asking; at 500 it stops.
    assert answer.status_code == 503
    assert answer.json()["sentence"] == "The Workbook cannot reach its database."


def test_page_whose_database_went_away_says_so_and_what_became_of_it(sue, cast, monkeypatch):
    monkeypatch.setattr(Fails, "dispatch", away(LOST))
    page = sue.post("/fails/?a=b", typed(cast.sue, "none"))
    assert page.status_code == 503
    assert "The Workbook cannot reach its database" in shown(page)
    assert "What you sent was not saved. It is kept for you since" in shown(page)
    assert f'name="because" value="none {SHOWN}"' in shown(page)


@pytest.mark.django_db(transaction=True)
def test_page_whose_connection_was_lost_looks_by_another_one(sue, cast, monkeypatch):
    def lose(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(Fails, "dispatch", lose)
    page = sue.post("/fails/", typed(cast.sue, "none"))
    assert page.status_code == 503
    assert "What you sent was not saved. It is kept for you since" in shown(page)
    assert UnsavedText.objects.count() == 1


def test_page_that_gets_no_connection_waits_for_none_again_and_holds_the_words(sue, cast, monkeypatch):
    monkeypatch.setattr(Fails, "dispatch", away(NO_CONNECTION))
    monkeypatch.setattr(waiting, "outcome_of", lambda request: 1 / 0)
    monkeypatch.setattr(waiting, "typed_words", lambda request: 1 / 0)
    page = sue.post("/fails/?a=b", typed(cast.sue, "none"))
    assert page.status_code == 503
    assert "We do not know whether it was saved." in shown(page)
    assert 'action="/fails/?a=b"' in shown(page)
    assert f'name="because" value="none {SHOWN}"' in shown(page)
    assert "Nothing was changed." in shown(sue.get("/fails/"))


def test_password_is_not_repeated_by_a_page_that_waited(client, monkeypatch, cast):
    monkeypatch.setattr(SignInForm, "clean", away(NO_CONNECTION))
    sent = {"username": cast.sue.email, "password": "a long secret", "carried": "words"}
    page = client.post("/sign-in/", sent)
    assert page.status_code == 503
    assert 'name="carried" value="words"' in shown(page)
    assert "secret" not in shown(page)


def test_only_what_ran_out_of_its_budget_counts_as_waiting():
    for code in BY_CODE:
        error = RuntimeError()
        error.__cause__ = psycopg.errors.lookup(code)()
        assert waited_for(error) is BY_CODE[code]
    other = RuntimeError()
    other.__cause__ = psycopg.errors.UniqueViolation()
    assert waited_for(other) is None
    assert waited_for(None) is None
