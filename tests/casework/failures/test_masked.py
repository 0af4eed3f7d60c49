"""Whatever answers in place of a view wears the mask of its reader."""

from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from casework.calls import services as calls
from casework.masks.current import HELD_BACK
from tests.casework.held_back.conftest import *  # noqa: F403
from tests.factories import NOW
from tests.shape.addresses import FOR_MACHINES, addresses, values_of
from tests.shape.telling import tell_everywhere
from tests.shape.walking import SECRET, protected_story, text_of  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]


@pytest.fixture(autouse=True)
def now_and_here(settings, tmp_path, time_machine):
    settings.DATA_DIR = tmp_path
    time_machine.move_to(NOW, tick=False)


def with_a_token_of_another_session(user):
    client = Client(headers={"Sec-Fetch-Site": "same-origin"}, enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_mask_is_on_before_anything_that_answers_in_place_of_a_view():
    """Only the sign-in, which the mask asks who reads, stands outside."""
    middleware = django_settings.MIDDLEWARE
    assert middleware.index("casework.masks.middleware.MaskMiddleware") < middleware.index(
        "django.middleware.csrf.CsrfViewMiddleware"
    )


@pytest.mark.parametrize("name", ["call-put-right", "call-put-through"])
def test_page_that_comes_back_with_what_was_sent_is_masked(allocated, cast, protect, name):
    protect(allocated.family, allocated.ann, "9 Hidden Road, Luton")
    told = {"child_address": "at 9 Hidden Road", "concern": "She is at 9 Hidden Road."}
    call = calls.take(cast.north, child_name="A girl", **told, by=cast.bob, at=NOW)
    client, url = with_a_token_of_another_session(cast.bob), reverse(name, args=[call.pk])
    answer = client.post(url, {"form_key": str(uuid4()), "page_user": str(cast.bob.pk), "child_name": "A girl"})
    assert answer.status_code == 403
    assert "Hidden Road" not in answer.content.decode()
    assert HELD_BACK in answer.content.decode()


@pytest.mark.slow
def test_no_page_that_is_refused_for_its_token_tells_a_place(protected_story, cast):  # noqa: F811
    story = protected_story
    tell_everywhere(story.family, cast.sue, lambda row: f"She is at {SECRET}.")
    client, values = with_a_token_of_another_session(cast.rick), values_of(story, uuid4())
    refused = set()
    for address in (each for each in addresses() if each.name not in FOR_MACHINES | {"sign-in", "sign-out"}):
        answer = client.post(address.filled(values), {"form_key": str(uuid4()), "page_user": cast.rick.pk})
        assert SECRET not in text_of(answer), address.name
        refused |= {answer.status_code}
    assert 403 in refused
