"""The session ends in mid-sentence: what is sent then goes through signing in, and only its writer finds it again."""

import html
import re
from uuid import UUID

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import include, path, reverse

from casework.acts.forms import ReasonForm
from casework.acts.sent_pages import same_origin
from casework.addresses import said_of
from casework.sign_in.carried import HOUR
from casework.sign_in.views import SignIn
from casework.trail.acting import acting
from casework.unsaved.models import UnsavedText
from tests.casework.acts.test_views import Rename
from tests.factories import NOW
from tests.shape.addresses import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
KEY = UUID("8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d")
CONCERN = "He said that he would come back. Ann was crying, and the children heard all of it."
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "a password of nobody's"


class WithPassword(ReasonForm):
    word = forms.CharField(widget=forms.PasswordInput)


class AsksPassword(Rename):
    form_class = WithPassword


class KeepsNothing(Rename):
    keeps_nothing_because = "It is an example."


urlpatterns = [
    path("asks-password/", AsksPassword.as_view(), name="asks-password"),
    path("keeps-nothing/", KeepsNothing.as_view(), name="keeps-nothing"),
    path("", include("config.urls")),
]


@pytest.fixture
def sue(cast):
    with acting(cast.mary), transaction.atomic():
        for user in (cast.sue, cast.dora, cast.stan):
            user.set_password(PASSWORD)
            user.save()
    return cast.sue


@pytest.fixture
def address(allocated):
    return reverse("note-record-kind", args=[allocated.family.pk, "home_visit"])


@pytest.fixture
def browser():
    return Client(headers=OWN_PAGE)


def typed(user, **other):
    return {
        "form_key": str(KEY),
        "page_user": str(user.pk),
        "who_was_there": CONCERN,
        "csrfmiddlewaretoken": "x",
        **other,
    }


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return html.unescape(found[1]) if found else ""


def sign_in(browser, page, user, password=PASSWORD, **headers):
    sent = {"username": user.email, "password": password, "next": hidden(page, "next")}
    return browser.post(reverse("sign-in"), sent | {"carried": hidden(page, "carried")}, headers=headers)


@pytest.mark.rule("C16")
def test_what_is_sent_after_the_session_ended_is_there_after_signing_in(browser, sue, address):
    page = browser.post(address, typed(sue))
    assert page.status_code == 401
    assert page["Cache-Control"] == "no-store"
    shown = page.content.decode()
    assert "You were signed out" in shown
    assert "Nothing was saved yet." in shown
    assert CONCERN not in shown
    answer = sign_in(browser, page, sue)
    assert answer.url == f"{address}?kept={KEY}"
    form = browser.get(answer.url).context["form"]
    assert (form["who_was_there"].value(), form["form_key"].value()) == (CONCERN, str(KEY))
    text = UnsavedText.objects.get()
    assert (text.user, text.family_id, text.fields["who_was_there"]) == (sue, int(address.split("/")[2]), [CONCERN])
    assert "csrfmiddlewaretoken" not in text.fields


def test_a_wrong_password_loses_nothing(browser, sue, address):
    page = sign_in(browser, browser.post(address, typed(sue)), sue, password="wrong")
    assert "You were signed out" in page.content.decode()
    assert sign_in(browser, page, sue).url == f"{address}?kept={KEY}"


@pytest.mark.rule("C16")
def test_somebody_else_who_signs_in_finds_none_of_it(browser, sue, cast, address):
    answer = sign_in(browser, browser.post(address, typed(sue)), cast.dora)
    assert answer.url == reverse("my-work")
    assert not UnsavedText.objects.exists()
    shown = browser.get(answer.url).content.decode()
    assert CONCERN not in shown
    assert "could not be kept" not in shown


def test_what_is_carried_is_trusted_for_an_hour_and_only_as_it_was_signed(browser, sue, address, time_machine):
    time_machine.move_to(NOW, tick=False)
    page = browser.post(address, typed(sue))
    forged = hidden(page, "carried")[:-1] + "x"
    sent = {"username": sue.email, "password": PASSWORD, "carried": forged}
    assert browser.post(reverse("sign-in"), sent).url == reverse("my-work")
    assert not UnsavedText.objects.exists()
    browser.logout()
    time_machine.shift(HOUR + 1)
    assert sign_in(browser, page, sue).url == address
    assert not UnsavedText.objects.exists()


def test_who_signed_in_meanwhile_in_another_tab_goes_on_too(sue, address):
    browser = Client(headers=OWN_PAGE, enforce_csrf_checks=True)
    browser.get(reverse("sign-in"))
    page = browser.post(address, typed(sue) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value})
    assert page.status_code == 401
    browser.force_login(sue)
    answer = sign_in(browser, page, sue)
    assert answer.url == f"{address}?kept={KEY}"
    assert browser.get(answer.url).context["form"]["who_was_there"].value() == CONCERN


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_nothing_is_carried_of_what_no_page_of_ours_sent(sue, address, headers):
    answer = Client(headers=headers).post(address, typed(sue))
    assert answer.status_code == 302
    assert answer.url == f"{reverse('sign-in')}?next={address}"


def test_origin_says_the_same_where_a_browser_says_no_more(rf):
    assert same_origin(rf.post("/", headers={"Origin": "http://testserver"}))
    assert not same_origin(rf.post("/", headers={"Origin": "null"}))
    assert not same_origin(rf.post("/", headers={"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}))


@pytest.mark.parametrize("lacks", ["form_key", "page_user"])
def test_a_page_that_does_not_say_whose_it_is_is_not_carried(browser, sue, address, lacks):
    assert browser.post(address, typed(sue, **{lacks: ""})).status_code == 302


def test_a_password_is_never_carried(browser, sue):
    page = browser.post("/asks-password/", typed(sue, because=CONCERN, word="secret"))
    sign_in(browser, page, sue)
    assert UnsavedText.objects.get().fields == {"who_was_there": [CONCERN], "because": [CONCERN]}


def test_a_page_that_keeps_nothing_carries_nothing(browser, sue):
    assert browser.post("/keeps-nothing/", typed(sue)).status_code == 302


def test_every_page_with_a_password_declares_that_it_keeps_nothing():
    asking = [address for address in addresses() if _asks_password(address.view)]
    names = {address.name: said_of(address.view, "keeps_nothing_because") for address in asking}
    assert names.pop("asks-password") == ""  # the one of this file
    assert list(names) == ["sign-in"]
    assert all(names.values())


def _asks_password(view):
    form = said_of(view, "form_class") or getattr(getattr(view, "view_class", None), "authentication_form", None)
    return any(isinstance(field.widget, forms.PasswordInput) for field in getattr(form, "base_fields", {}).values())


def test_nothing_is_kept_of_the_sign_in_page(cast, signed_in):
    assert SignIn.keeps_nothing_because
    body = {
        "key": str(KEY), "page": str(KEY), "user": cast.sue.pk, "url": "/sign-in/", "title": "x", "subject": "",
        "went_on_from": "", "fields": {"password": "x"},
    }  # fmt: skip
    answer = signed_in(cast.sue).post(reverse("unsaved-keep"), body, content_type="application/json")
    assert answer.status_code == 400
    assert not UnsavedText.objects.exists()


def test_a_script_is_told_in_a_sentence_and_not_sent_away(browser, sue, address):
    for answer in (
        browser.post(address, typed(sue), headers={"X-Workbook-Script": "1"}),
        browser.post(reverse("unsaved-keep"), {}, content_type="application/json"),
    ):
        assert answer.status_code == 401
        assert answer.json() == {"sentence": "You were signed out. Nothing was saved yet."}


def test_text_of_a_family_that_is_not_open_any_more_is_not_kept_and_that_is_said(browser, cast, sue, address):
    page = browser.post(address, typed(cast.stan))
    answer = sign_in(browser, page, cast.stan)
    assert answer.url == reverse("my-work")
    assert "could not be kept" in browser.get(answer.url).content.decode()


def test_what_is_too_long_to_be_kept_is_said_to_be_so(browser, sue, address):
    page = browser.post(address, typed(sue, who_was_there="x" * 500_001))
    assert page.status_code == 401
    assert "characters too long to be taken through signing in" in page.content.decode()
    assert not hidden(page, "carried")
