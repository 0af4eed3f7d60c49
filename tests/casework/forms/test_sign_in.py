"""Signing in says the same of a wrong name and of a wrong password, in words of ours."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
SENTENCE = "The e-mail or the password is not right. Check both, capital letters too, and try again."


@pytest.mark.parametrize("known", [True, False])
def test_sign_in_error_is_plain_and_does_not_reveal_who_has_an_account(client, cast, known):
    email = cast.sue.email if known else "nobody@example.invalid"
    page = client.post(reverse("sign-in"), {"username": email, "password": "wrong"}).content.decode()
    assert SENTENCE in page
    assert "case-sensitive" not in page
    assert email in page
