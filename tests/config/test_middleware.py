"""Every answer that the application makes carries the headers, a refusal and a failure included."""

import pytest
from django.conf import settings
from django.test import RequestFactory

from config.middleware import POLICY, ContentSecurityPolicyMiddleware


@pytest.mark.parametrize("path", ["/sign-in/", "/nowhere/", "/"])
@pytest.mark.django_db
def test_pages_refusals_and_redirects_carry_the_policy_and_are_not_stored(client, path):
    answer = client.get(path)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_nothing_that_can_fail_stands_outside_it():
    before = settings.MIDDLEWARE[: settings.MIDDLEWARE.index("config.middleware.ContentSecurityPolicyMiddleware")]
    assert before == [
        # The number of the request and the counting of its answer, whatever that is.
        "config.health.middleware.RequestIdMiddleware",
        "config.health.middleware.CountingMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
    ]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_a_header_of_the_view_s_own_does_not_loosen_it():
    def lax(request):
        return {"Content-Security-Policy": "default-src *", "Cache-Control": "public"}

    answer = ContentSecurityPolicyMiddleware(lax)(RequestFactory().get("/"))
    assert answer == {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}


def test_cookies_are_secure_unless_a_place_says_otherwise():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE
