"""The metatest of access: every address, for strangers and for the signed-out; other ids are in test_crossing.py."""

from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from casework.emergencies import services as emergencies
from casework.families.services import add_family
from casework.links.services import add_link
from casework.trail.acting import acting
from casework.trail.models import Viewing
from casework.unsaved import services as unsaved
from casework.users.models import TeamMembership
from tests.factories import NOW
from tests.former import leave
from tests.shape.addresses import FOR_MACHINES, addresses, values_of

ALL = {address.name: address for address in addresses()}
OF_A_FAMILY = [name for name, address in ALL.items() if "family_id" in address.parts]
# Open to everybody: one cannot sign in otherwise.
PUBLIC = {"sign-in"}
# About oneself, or lists that hold only what one may open.
ONE_S_OWN = {
    "sign-out", "signed-in", "my-work", "families", "family-add", "supervisions", "notifications", "notifications-read",
    "calls", "call-add", "call", "call-put-right", "call-put-through", "call-caller", "call-pass-on", "call-outcome",
    "left-notes", "left-notes-to-file", "left-note-add", "left-note-add-to", "left-note-withdraw", "left-note-file",
    "absences", "absence-add", "absence-cancel", "transfer-offered", "transfer-accept", "transfer-decline",
    "emergencies", "emergency", "emergency-end", "emergency-from-call", "emergency-open", "emergency-review",
    "unallocated", "unallocated-report", "unallocated-file",
    "compliance", "compliance-file", "compliance-list", "compliance-list-file",
    "unsaved-keep", "unsaved-discard", "unsaved-bring-back", "open-page", "api-families", "api-schema", "api-docs",
}  # fmt: skip
METHODS = ["get", "post"]
NOT_ALLOWED = 405


@pytest.fixture
def values(story, cast):
    """A value for each part of an address, from the whole month of the Ash family."""
    key = uuid4()
    unsaved.keep(
        cast.sue, form_key=key, family_id=story.family.pk, title="Ash", url="/", fields={"text": "Ann"}, at=NOW
    )
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.link = add_link(story.family, elm, because="Ann's sister.", by=cast.mary, at=NOW)
    return values_of(story, key)


def statuses(client, path):
    return {method: getattr(client, method)(path).status_code for method in METHODS}


def test_every_address_is_of_a_family_or_named_here():
    assert set(ALL) == set(OF_A_FAMILY) | ONE_S_OWN | PUBLIC | FOR_MACHINES


@pytest.mark.slow
@pytest.mark.rule("A10.1")
def test_a_stranger_finds_nothing_of_a_family_and_each_try_is_noted(cast, values, signed_in):
    stan = signed_in(cast.stan)
    for name in OF_A_FAMILY:
        noted = Viewing.objects.filter(user=cast.stan).count()
        found = statuses(stan, ALL[name].filled(values))
        assert set(found.values()) <= {404, NOT_ALLOWED}, (name, found)
        allowed = sum(status != NOT_ALLOWED for status in found.values())
        assert allowed, name
        assert Viewing.objects.filter(user=cast.stan).count() == noted + allowed, name


# What somebody does who opened the family in an emergency: say that they have a conflict, open what is protected, ask.
IN_EMERGENCY = {"conflict-add", "emergency-protected", "protection-ask"}


@pytest.mark.slow
@pytest.mark.rule("A11.5")
def test_who_is_inside_by_an_emergency_reads_and_writes_nothing(cast, values, signed_in):
    """A stranger, and the former worker who wrote much of it."""
    leave(cast.sue, by=cast.mary)
    with acting(cast.mary), transaction.atomic():
        TeamMembership.objects.create(user=cast.sue, team=cast.south, role="social_worker", from_date=NOW.date())
    opened = {"because": "She is locked in with him now.", "typed": f"F{values['family_id']}", "hours": 4}
    with time_machine.travel(NOW, tick=False):
        for user in (cast.stan, cast.sue):
            assert emergencies.open_record(None, **opened, declared=True, by=user, at=NOW).opened
            client = signed_in(user)
            done = {name for name in OF_A_FAMILY if _does(client, ALL[name], values)}
            assert done == IN_EMERGENCY


def _does(client, address, values):
    """Whether it is a page of an act that opens, or a page that answers what is sent otherwise than what is asked."""
    path = address.filled(values)
    found = statuses(client, path)
    is_act = hasattr(address.view, "view_class") and not address.name.startswith("api-")
    return found["post"] not in (403, 404, NOT_ALLOWED) and (is_act or found["post"] != found["get"])


@pytest.mark.slow
def test_what_is_one_s_own_tells_a_stranger_nothing_of_the_family(cast, values, signed_in):
    stan = signed_in(cast.stan)
    for name in ONE_S_OWN - {"sign-out"}:
        for method in METHODS:
            answer = getattr(stan, method)(ALL[name].filled(values))
            assert answer.status_code < 500, name
            for word in ("Ash", "Mia", f"F{values['family_id']:05}"):
                assert word not in answer.content.decode(), (name, word)


def test_the_signed_out_are_sent_to_sign_in(client, values):
    for name in set(ALL) - PUBLIC - FOR_MACHINES:
        for method in METHODS:
            answer = getattr(client, method)(ALL[name].filled(values))
            if name.startswith("api-") and name != "api-docs":
                assert answer.status_code == 403, name
            elif name == "unsaved-keep":
                assert (answer.status_code, answer.json().keys()) == (401, {"sentence"})
            else:
                assert answer.status_code == 302, (name, method)
                assert answer.url.startswith(reverse(settings.LOGIN_URL)), name
    assert not Viewing.objects.exists()


def test_signing_in_is_open_to_everybody(client, db):
    assert {client.get(reverse(name)).status_code for name in PUBLIC} == {200}
