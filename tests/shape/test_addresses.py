"""The metatest of access: every address, for strangers, for the signed-out, and with the ids of another family."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from casework.families.services import add_family
from casework.links.services import add_link
from casework.referrals.services import record_referral
from casework.trail.models import Viewing
from casework.unsaved import services as unsaved
from tests.factories import NOW, add_adult, add_child
from tests.shape.addresses import FOR_MACHINES, addresses, values_of

ALL = {address.name: address for address in addresses()}
OF_A_FAMILY = [name for name, address in ALL.items() if "family_id" in address.parts]
# Bring two families together, or a person into a second one: who may is asked of both, and tested with their pages.
OF_TWO = {"family-join-confirm", "person-bring-in"}
OF_ROWS = [name for name in OF_A_FAMILY if set(ALL[name].parts) - {"family_id", "kind", "page"} and name not in OF_TWO]
# Open to everybody: one cannot sign in otherwise.
PUBLIC = {"sign-in"}
# About oneself, or lists that hold only what one may open.
ONE_S_OWN = {
    "sign-out", "signed-in", "my-work", "families", "family-add", "supervisions", "notifications", "notifications-read",
    "calls", "call-add", "call", "call-put-right", "call-put-through", "call-caller", "call-pass-on", "call-outcome",
    "absences", "absence-add", "absence-cancel", "transfer-offered", "transfer-accept", "transfer-decline",
    "emergencies", "emergency", "emergency-end", "emergency-from-call", "emergency-open", "emergency-review",
    "unallocated", "unallocated-report", "unallocated-file",
    "unsaved-keep", "unsaved-discard", "unsaved-bring-back", "open-page", "api-families", "api-schema", "api-docs",
}  # fmt: skip
METHODS = ["get", "post"]
NOT_ALLOWED = 405
REFUSED = {403, 404, NOT_ALLOWED}


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


@pytest.fixture
def birch(cast):
    """Another family of the same team: whoever may do everything to it has no way through it to the Ash family."""
    family = add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    kim = add_child(family, cast.mary, name="Kim Birch")
    add_adult(family, cast.mary, name="Kay Birch")
    record_referral(
        family, received_on=NOW.date(), source="6", reason="School worries.", needs={kim: "N1"}, by=cast.mary, at=NOW
    )
    return family


@pytest.mark.slow
def test_rows_of_another_family_are_not_found_through_one_s_own(cast, values, birch, signed_in):
    """Each row is fetched through the family in the address, also for somebody who may open both."""
    mary = signed_in(cast.mary)
    for name in OF_ROWS:
        found = statuses(mary, ALL[name].filled(values | {"family_id": birch.pk}))
        assert set(found.values()) <= REFUSED, (name, found)
        assert set(found.values()) != {NOT_ALLOWED}, name
