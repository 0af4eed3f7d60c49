"""Whoever signs in after Django's way of hashing passwords has changed."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from casework.trail.acting import acting

pytestmark = pytest.mark.django_db
PASSWORD = "a good long passphrase"


def test_password_that_was_hashed_in_the_old_way_is_hashed_anew_at_signing_in(cast, client):
    cast.sue.password = old = MD5PasswordHasher().encode(PASSWORD, "short")
    with acting(cast.sue):
        cast.sue.save(update_fields=["password"])
    answer = client.post("/sign-in/", {"username": cast.sue.email, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    cast.sue.refresh_from_db()
    assert cast.sue.password != old
    assert cast.sue.history.first().history_user == cast.sue
