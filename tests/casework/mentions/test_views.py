"""The pages on which those of a restricted family settle what others recorded; to others there is nothing."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.calls.models import SafetyCall
from casework.mentions.models import Mention
from casework.mentions.tasks import look
from casework.restrictions import services as restrictions
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.20", "A11.2")]
SAID = {"child_name": "Mia Ash", "child_address": "Not known.", "concern": "Seen alone in the park."}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hidden(cast, allocated):
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(allocated.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)
    look()
    return allocated


def test_taking_a_call_and_reading_it_are_the_same_whoever_it_is_about(cast, hidden, signed_in):
    client, seen = signed_in(cast.stan), []
    client.get("/calls/")
    for name in ("Tom Rowan", "Mia Ash", "Pia Elm"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.post("/calls/add/", {**SAID, "child_name": name, "team": cast.south.pk})
        look()
        call = SafetyCall.objects.latest("pk")
        with CaptureQueriesContext(connection) as read:
            page = client.get(reverse("call", args=[call.pk]))
        text = (
            page.text.replace(name, "NAME").replace(f"/calls/{call.pk}/", "/calls/ID/").replace(f"call={call.pk}", "")
        )
        seen.append((answer.status_code, len(captured), page.status_code, len(read), len(text)))
        assert not client.get(reverse("notifications")).text.count("may be about")
    assert len(set(seen[1:])) == 1
    assert Mention.objects.count() == 1


def test_few_settle_it_on_a_page_and_others_find_nothing(cast, hidden, signed_in):
    signed_in(cast.stan).post("/calls/add/", {**SAID, "team": cast.south.pk})
    look()
    mention, family = Mention.objects.get(), hidden.family
    pages = [reverse("mentions", args=[family.pk]), reverse("mention-settle", args=[family.pk, mention.pk])]
    for user in (cast.stan, cast.cora, cast.serena, cast.audrey):
        assert [signed_in(user).get(page).status_code for page in pages] == [404, 404]
    sue = signed_in(cast.sue)
    assert "may be about somebody of this family" in sue.get(reverse("notifications")).text
    assert SAID["concern"] in sue.get(pages[1]).text
    assert "A call about Mia Ash" in sue.get(pages[0]).text
    empty = sue.post(pages[1], {}).text
    assert "Say how you know." in empty
    words = {"outcome": "ours", "person": hidden.mia.pk, "because": "Ann said so."}
    assert sue.post(pages[1], words, follow=True).status_code == 200
    assert "Ann said so." in sue.get(pages[0]).text
    second = signed_in(cast.dora).post(pages[1], {"outcome": "not_ours", "because": "Another."})
    assert second.status_code == 409
    mention.refresh_from_db()
    assert mention.outcome == "ours"
