"""Pages for what went wrong say what is known and no more, and bring back what was typed where they can."""

import json
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.urls import include, path, reverse

from casework.failures import outcomes
from casework.failures.views import bad_request
from casework.notes.models import CaseNote
from casework.trail.models import Viewing
from casework.unsaved import services as unsaved
from casework.unsaved.models import UnsavedText
from tests.casework.acts.test_views import Rename
from tests.factories import NOW
from tests.opened_page import OpenedPageClient

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
KEY = UUID("8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d")
CONCERN = "He said that he would come back <tonight>."
SHOWN = "He said that he would come back &lt;tonight&gt;."
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
FAILING = {"none": None, "denied": PermissionDenied("Not you."), "gone": Http404(), "broken": ValueError("A mistake.")}


class Fails(Rename):
    """Fails with the exception that `because` names; 'after' fails when all is saved."""

    def act(self, form):
        because = form.cleaned_data["because"].split()[0]
        if because in ("denied", "gone", "broken"):
            raise FAILING[because]
        return because

    def message(self, result):
        if result == "after":
            raise FAILING["broken"]
        return ""


urlpatterns = [
    path("fails/", Fails.as_view(), name="fails"),
    path("families/<int:family_id>/fails/", Fails.as_view(), name="family-fails"),
    path("", include("config.urls")),
]
handler400 = "casework.failures.views.bad_request"
handler403 = "casework.failures.views.permission_denied"
handler404 = "casework.failures.views.not_found"
handler500 = "casework.failures.views.server_error"


@pytest.fixture
def sue(cast):
    client = OpenedPageClient(headers=OWN_PAGE, raise_request_exception=False)
    client.force_login(cast.sue)
    return client


@pytest.fixture
def address(allocated):
    return reverse("note-record-kind", args=[allocated.family.pk, "home_visit"])


def typed(user, because, **other):
    return {"form_key": str(KEY), "page_user": str(user.pk), "because": f"{because} {CONCERN}", **other}


def shown(page):
    return page.content.decode()


# --- Something broke ---


def test_failure_after_saving_says_that_it_was_saved(sue, cast):
    page = sue.post("/fails/", typed(cast.sue, "after"))
    assert page.status_code == 500
    assert "What you sent was saved" in shown(page)
    assert 'href="/?name=after"' in shown(page)
    assert not UnsavedText.objects.exists()


@pytest.mark.rule("C16")
def test_failure_before_saving_says_so_and_keeps_what_was_sent(sue, cast):
    page = sue.post("/fails/", typed(cast.sue, "broken"))
    assert page.status_code == 500
    assert "What you sent was not saved. It is kept for you since" in shown(page)
    assert f'href="/fails/?kept={KEY}"' in shown(page)
    form = sue.get(f"/fails/?kept={KEY}").context["form"]
    assert form["because"].value() == f"broken {CONCERN}"


@pytest.mark.rule("C16")
def test_failure_of_the_database_too_says_what_is_not_known_and_holds_the_words(sue, cast, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(outcomes, "keep_sent", down)
    page = sue.post("/fails/?a=b", typed(cast.sue, "broken"))
    assert page.status_code == 500
    assert "We do not know whether it was saved." in shown(page)
    assert f'href="{reverse("my-work")}">Look here first' in shown(page)
    assert 'action="/fails/?a=b"' in shown(page)
    assert f'name="because" value="broken {SHOWN}"' in shown(page)
    assert f'name="form_key" value="{KEY}"' in shown(page)


def test_failure_holds_no_words_that_another_site_sent(cast, sue, monkeypatch):
    monkeypatch.setattr(outcomes, "keep_sent", lambda *args: 1 / 0)
    page = sue.post("/fails/", typed(cast.sue, "broken"), headers={"Sec-Fetch-Site": "cross-site"})
    assert "tonight" not in shown(page)


def test_failure_of_somebody_elses_page_keeps_and_shows_nothing_of_it(sue, cast, monkeypatch):
    monkeypatch.setattr(Fails, "dispatch", lambda *args, **kwargs: 1 / 0)
    page = sue.post("/fails/", typed(cast.dora, "broken"))
    assert "We do not know whether it was saved." in shown(page)
    assert "tonight" not in shown(page)
    assert not UnsavedText.objects.exists()


def test_failure_leads_to_the_page_of_the_family_where_it_would_be_seen(address, allocated):
    family = allocated.family.pk
    assert outcomes.where_to_look(address) == reverse("notes", args=[family])
    assert outcomes.where_to_look(f"/families/{family}/fails/") == reverse("family", args=[family])
    assert outcomes.where_to_look("/nowhere/") == reverse("my-work")


def test_failure_of_a_page_that_was_only_opened_says_nothing_of_saving(sue, monkeypatch):
    monkeypatch.setattr(Fails, "dispatch", lambda *args, **kwargs: 1 / 0)
    page = sue.get("/fails/")
    assert page.status_code == 500
    assert "whether it was saved" not in shown(page)


def test_failure_is_told_to_a_script_in_a_sentence(sue, cast):
    answer = sue.post("/fails/", typed(cast.sue, "broken"), headers={"X-Workbook-Script": "1"})
    assert answer.status_code == 500
    assert "We do not know whether it was saved." in answer.json()["sentence"]


# --- It may not be done, or is not there ---


@pytest.mark.parametrize(
    ("because", "status", "said"), [("denied", 403, "Nothing was changed."), ("gone", 404, "saved.")]
)
def test_refusal_shows_what_was_typed_for_copying(sue, cast, because, status, said):
    page = sue.post("/fails/", typed(cast.sue, because))
    assert page.status_code == status
    assert f"{because} {SHOWN}" in shown(page)
    assert said in shown(page)
    assert str(KEY) not in shown(page)


@pytest.mark.parametrize(("who", "seen"), [("sue", True), ("stan", False)])
def test_refusal_shows_words_only_while_the_family_is_open(cast, allocated, who, seen):
    user = getattr(cast, who)
    client = Client()
    client.force_login(user)
    page = client.post(f"/families/{allocated.family.pk}/fails/", typed(user, "gone"))
    assert page.status_code == 404
    assert ("tonight" in shown(page)) == seen


# --- The token is of another session ---


@pytest.fixture
def old_page(cast):
    client = Client(headers=OWN_PAGE, enforce_csrf_checks=True)
    client.force_login(cast.sue)
    return client


def note(user, **other):
    return {"form_key": str(KEY), "page_user": str(user.pk), "who_was_there": CONCERN} | other


@pytest.mark.rule("C16")
def test_page_opened_before_signing_in_again_comes_back_with_its_text(old_page, cast, address, allocated):
    page = old_page.post(address, note(cast.sue))
    assert page.status_code == 403
    assert page.context["form"]["who_was_there"].value() == CONCERN
    assert "so nothing was saved" in shown(page)
    assert UnsavedText.objects.get().family == allocated.family
    assert Viewing.objects.get().status == 403
    fresh = {"csrfmiddlewaretoken": page.context["csrf_token"], "opened_page": str(KEY)}
    again = old_page.post(address, note(cast.sue) | fresh)
    assert (again.status_code, "form" in again.context) == (200, True)  # judged as any other
    assert not CaseNote.objects.filter(who_was_there=CONCERN).exists()


def test_page_with_rows_comes_back_with_them_and_without_judging_them(cast, allocated):
    client = Client(headers=OWN_PAGE, enforce_csrf_checks=True)
    client.force_login(cast.mary)
    rows = {"actions-TOTAL_FORMS": "1", "actions-INITIAL_FORMS": "0", "actions-0-what": CONCERN}
    sent = {"form_key": str(KEY), "page_user": str(cast.mary.pk), "worker": "rubbish", **rows}
    page = client.post(reverse("allocate", args=[allocated.family.pk]), sent)
    assert page.status_code == 403
    assert SHOWN in shown(page)
    assert "govuk-error-message" not in shown(page)


@pytest.mark.rule("C16")
def test_page_of_somebody_else_is_neither_kept_nor_shown(old_page, cast, address):
    page = old_page.post(address, note(cast.dora))
    assert page.status_code == 403
    assert "Somebody else has signed in" in shown(page)
    assert "it offers it" not in shown(page)
    assert "tonight" not in shown(page)
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_page_of_another_site_is_neither_kept_nor_shown(old_page, cast, address, headers):
    page = old_page.post(address, note(cast.sue), headers=headers)
    assert page.status_code == 403
    assert "tonight" not in shown(page)
    assert "Go back" not in shown(page)
    assert not UnsavedText.objects.exists()


def test_page_with_an_old_token_is_told_to_a_script_in_a_sentence(old_page, cast, address):
    answer = old_page.post(address, note(cast.sue), headers={"X-Workbook-Script": "1"})
    assert answer.status_code == 403
    assert answer.json()["sentence"]


def test_page_with_an_old_token_of_somebody_signed_out_is_carried_through_signing_in(old_page, cast, address):
    old_page.logout()
    page = old_page.post(address, note(cast.sue))
    assert page.status_code == 401
    assert "You were signed out" in shown(page)


# --- It is too large ---


@pytest.mark.rule("C16")
def test_page_that_is_too_large_says_by_how_much_and_when_it_was_last_kept(sue, cast, allocated, address):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=allocated.family.pk, title="x", url=address, fields={"a": "b"}, at=NOW
    )
    page = sue.post(address, note(cast.sue, who_was_there="x" * 9_000_000))
    assert page.status_code == 413
    assert "It is 9.0 megabytes large; a page may be 8.0 at most. Nothing of it was saved." in shown(page)
    assert "was last kept Tue 3 Nov 2026, 10:00" in shown(page)
    assert f'href="{address}?kept={KEY}"' in shown(page)


def test_page_that_is_too_large_is_read_to_its_end_so_that_the_browser_reads_the_answer(rf, db):
    request = rf.post("/fails/", {"a": "x" * 9_000_000})
    request.user = AnonymousUser()
    assert bad_request(request, RequestDataTooBig()).status_code == 413
    assert request.read() == b""


def test_page_with_too_many_fields_says_so(sue):
    page = sue.post("/fails/", {f"field-{number}": "x" for number in range(1_001)})
    assert page.status_code == 413
    assert "It has more than 1,000 fields. Nothing of it was saved." in shown(page)


def test_keeping_of_what_is_too_large_is_answered_in_a_sentence(sue):
    answer = sue.post(reverse("unsaved-keep"), '"' + "x" * 9_000_000 + '"', content_type="application/json")
    assert answer.status_code == 413
    assert "megabytes" in answer.json()["sentence"]


def test_the_longest_text_that_is_kept_can_be_sent_in_any_letters(sue, cast, settings):
    sent = {"key": str(KEY), "page": str(KEY), "user": cast.sue.pk, "url": "/fails/", "title": "x", "subject": ""}
    body = json.dumps(sent | {"went_on_from": "", "fields": {"because": "\U0001f9e1" * 500_000}})
    answer = sue.post(reverse("unsaved-keep"), body, content_type="application/json")
    assert answer.status_code == 200
    longest = sue.post("/fails/", typed(cast.sue, "none " + "\U0001f9e1" * 500_000))
    assert longest.status_code == 302


# --- No page promises what it cannot know ---


def test_no_page_promises_that_going_back_brings_text_back(settings):
    pages = [*(settings.BASE_DIR / "templates").glob("*.html"), *(settings.BASE_DIR / "static").glob("*.html")]
    assert len(pages) > 6
    for page in pages:
        assert "Go back" not in page.read_text(encoding="utf-8"), page.name
