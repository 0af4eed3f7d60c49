"""Every page of searches and calls says whom to ring for a child in danger now, whatever it found."""

import pytest
import time_machine
from django.urls import reverse

from casework import practice
from casework.calls.models import SafetyCall
from casework.left_notes import services as left_notes
from tests.factories import NOW
from tests.practising import SHIPPED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_search_with_and_without_a_find_says_whom_to_ring(cast, allocated, signed_in):
    says, families = practice.current().danger.now, reverse("families")
    for user in (cast.sue, cast.mary, cast.bob, cast.stan):
        client = signed_in(user)
        for query in ({}, {"q": "Ash"}, {"q": "Nobody of this name"}):
            assert says in client.get(families, query).content.decode(), (user, query)


def test_matching_says_whom_to_ring_whether_it_finds_somebody_or_not(cast, allocated, signed_in):
    says, sue = practice.current().danger.now, signed_in(cast.sue)
    family = allocated.family
    for name in ("Mia Ash", "Nobody Known"):
        url = reverse("person-matches", args=[family.pk])
        assert says in sue.get(url, {"name": name}).content.decode(), name
    for page in (reverse("person-add", args=[family.pk]), reverse("person-same", args=[family.pk, allocated.mia.pk])):
        assert says in sue.get(page).content.decode(), page


def test_pages_on_which_a_family_is_looked_for_say_whom_to_ring(cast, allocated, signed_in):
    says, mary, family = practice.current().danger.now, signed_in(cast.mary), allocated.family
    note = left_notes.record(cast.north, text="Gran rang.", name="Zoe", took_place_at=NOW, by=cast.cora, at=NOW)
    for url in (reverse("link-add", args=[family.pk]), reverse("left-note-file", args=[note.pk])):
        assert says in mary.get(url).content.decode(), url
    find = reverse("family-join", args=[family.pk])
    for query in ({}, {"q": "Nobody of this name"}):
        assert says in mary.get(find, query).content.decode(), query


@pytest.mark.rule("A7.20")
def test_every_page_of_calls_says_whom_to_ring(cast, story, signed_in):
    says, mary, call = practice.current().danger.now, signed_in(cast.mary), story.safety_call
    mary.post(
        reverse("call-add"),
        {"team": cast.north.pk, "child_name": "Zoe", "child_address": "1 Mill Lane", "concern": "Bruises."},
    )
    new = SafetyCall.objects.exclude(pk=call.pk).get()
    for name, parts in (("calls", []), ("call-add", []), ("call", [call.pk]), ("call-put-through", [new.pk])):
        assert says in mary.get(reverse(name, args=parts)).content.decode(), name


def test_every_practice_says_it(practise):
    for name in SHIPPED:
        assert "999" in practise(name).danger.now
