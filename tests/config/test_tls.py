"""Behind a proxy that speaks TLS people sign in; who reaches the application past it cannot claim to come by TLS."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as current
from django.test import Client

HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
BY_TLS = {
    "Host": "testserver",
    "Origin": "https://testserver",
    "Sec-Fetch-Site": "same-origin",
    "X-Forwarded-Proto": "https",
}

pytestmark = pytest.mark.django_db


def sign_in(**headers):
    """The answer to a sign-in page that a browser fetched and sends."""
    client = Client(headers=headers, enforce_csrf_checks=True)
    page = client.get("/sign-in/").content.decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    return client.post("/sign-in/", {"username": "nobody@here.invalid", "password": "x", "csrfmiddlewaretoken": token})


def test_browser_signs_in_through_the_proxy(settings):
    settings.SECURE_PROXY_SSL_HEADER = HEADER
    assert sign_in(**BY_TLS).status_code == 200  # told that the password is wrong, and not that the page is


def test_browser_of_tls_is_refused_where_the_proxy_is_not_trusted(settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert sign_in(**BY_TLS).status_code == 403


def test_other_sites_are_refused_through_the_proxy_too(settings):
    settings.SECURE_PROXY_SSL_HEADER = HEADER
    assert sign_in(**BY_TLS | {"Origin": "https://elsewhere.invalid"}).status_code == 403


@pytest.mark.parametrize(("trusted", "secure"), [(HEADER, True), (None, False)])
def test_header_makes_a_request_secure_only_where_it_is_trusted(settings, trusted, secure):
    settings.SECURE_PROXY_SSL_HEADER, settings.SECURE_HSTS_SECONDS = trusted, 60
    answer = Client(headers=BY_TLS).get("/sign-in/")
    assert answer.wsgi_request.is_secure() == secure
    assert answer.has_header("Strict-Transport-Security") == secure


@pytest.mark.parametrize(("given", "said"), [("1", f"{HEADER} 31536000"), ("0", "None 0"), ("", "None 0")])
def test_trust_is_declared_in_the_environment(given, said):
    ask = "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.SECURE_HSTS_SECONDS)"
    environment = os.environ | {
        "BEHIND_TLS_PROXY": given,
        "SECRET_KEY": "x",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=current.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == said
