"""The pages of a call, step by step (A7.20)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.calls import services as calls
from casework.calls.models import SafetyCall
from casework.calls.queries import fingerprint_of_caller
from casework.trail.models import Viewing
from tests.at_once import sent_at_once
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.20")]
SAID = {"child_name": "Tom Rowan", "child_address": "3 Orchard Close", "concern": "A bruise."}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def call(cast):
    return calls.take(cast.north, **SAID, by=cast.bob, at=NOW)


def text_of(response):
    return " ".join(response.content.decode().split())


def typed(cast, **values):
    return {**SAID, "team": cast.north.pk, **values}


def at(page, call):
    return reverse(page, args=[call.pk])


def test_taking_page_saves_three_answers_before_asking_more(cast, signed_in):
    bob = signed_in(cast.bob)
    page = text_of(bob.get("/calls/add/"))
    assert "Caller" not in page
    assert "Put through" not in page
    answer = bob.post("/calls/add/", typed(cast))
    call = SafetyCall.objects.get()
    assert (call.taken_at, call.taken_by, call.team) == (NOW, cast.bob, cast.north)
    assert answer.url == at("call-put-through", call)


def test_taking_page_names_what_is_missing_and_keeps_what_was_typed(cast, signed_in):
    page = text_of(signed_in(cast.bob).post("/calls/add/", typed(cast, child_address="", concern="")))
    assert 'href="#id_child_address"' in page
    assert "Say what the concern is." in page
    assert 'value="Tom Rowan"' in page
    assert not SafetyCall.objects.exists()


@pytest.mark.rule("A10.7")
@pytest.mark.django_db(transaction=True)
def test_taking_page_sent_twice_at_one_moment_is_one_call(cast, signed_in):
    first, second = sent_at_once(signed_in, cast.bob, "/calls/add/", typed(cast))
    assert first.url == second.url == at("call-put-through", SafetyCall.objects.get())


def test_taking_page_is_for_a_team_of_ones_own(cast, signed_in):
    assert signed_in(cast.bob).post("/calls/add/", typed(cast, team=cast.south.pk)).status_code == 200
    assert not SafetyCall.objects.exists()
    assert signed_in(cast.dora).get("/calls/add/").status_code == 403


def test_top_bar_leads_to_calls_for_who_takes_them(cast, signed_in):
    for who, shown in ((cast.bob, True), (cast.sue, True), (cast.mary, True), (cast.dora, False), (cast.audrey, False)):
        assert ('href="/calls/"' in text_of(signed_in(who).get("/"))) == shown


def test_putting_through_leads_to_the_call_or_to_the_caller(cast, call, signed_in):
    bob = signed_in(cast.bob)
    assert bob.post(at("call-put-through", call), {"to": "Mary Moss"}).url == at("call", call)
    assert "Put through" in text_of(bob.get(at("call", call)))
    second = calls.take(cast.north, **SAID, by=cast.bob, at=NOW)
    answer = bob.post(at("call-put-through", second), {"because": "Nobody answers."})
    assert answer.url == at("call-caller", second)
    said = {"name": "Mrs Pike", "fingerprint": fingerprint_of_caller(second)}
    assert bob.post(at("call-caller", second), said).url == at("call-pass-on", second)
    second.refresh_from_db()
    said = {"name": "Mrs Pike", "number": "1", "fingerprint": fingerprint_of_caller(second)}
    assert bob.post(answer.url, said).status_code == 302


def test_passing_on_page_refuses_the_future_and_a_second_time(cast, call, signed_in, clock):
    calls.put_through(call, because="Nobody answers.", by=cast.bob, at=NOW)
    clock.move_to(NOW + timedelta(minutes=30))
    bob = signed_in(cast.bob)
    page = text_of(bob.post(at("call-pass-on", call), {"told_to": "Mary", "told_at": "2026-11-03T12:00"}))
    assert "lies in the future" in page
    assert 'value="Mary"' in page
    assert "A bruise." in page
    sent = {"told_to": "Mary", "told_at": "2026-11-03T10:20"}
    assert bob.post(at("call-pass-on", call), sent).url == at("call", call)
    assert bob.post(at("call-pass-on", call), sent).status_code == 409


def test_overdue_stands_on_the_call_and_in_the_list(cast, call, signed_in, clock):
    clock.move_to(NOW + timedelta(minutes=61))
    bob = signed_in(cast.bob)
    assert "Overdue:" in text_of(bob.get(at("call", call)))
    assert "Overdue:" in text_of(bob.get("/calls/"))


@pytest.mark.rule("C27")
def test_decision_page_leads_a_manager_to_the_referral(cast, call, ash, signed_in):
    mary = signed_in(cast.mary)
    assert signed_in(cast.bob).get(at("call-outcome", call)).status_code == 403
    said = {"outcome": "REFERRAL", "because": "A bruise."}
    assert "one of the two" in text_of(mary.post(at("call-outcome", call), said))
    answer = mary.post(at("call-outcome", call), {**said, "family": ash.family.reference})
    assert answer.url == reverse("referral-add", args=[ash.family.pk])
    assert mary.post(at("call-outcome", call), {**said, "family": ash.family.reference}).status_code == 409
    page = text_of(mary.get(at("call", call)))
    assert "Record the referral" in page
    assert "decided by Mary Moss" in page


def test_decision_page_leads_to_the_people_of_a_new_family(cast, call, signed_in):
    sent = {"outcome": "REFERRAL", "because": "A bruise.", "new_family": "Rowan"}
    answer = signed_in(cast.mary).post(at("call-outcome", call), sent)
    call.refresh_from_db()
    assert answer.url == reverse("people", args=[call.family_id])


def test_decision_takes_families_for_which_one_decides(cast, call, ash, signed_in):
    said = {"outcome": "REFERRAL", "because": "A bruise.", "family": "Mia"}
    page = text_of(signed_in(cast.mary).post(at("call-outcome", call), said))
    assert f"Type the reference: Ash ({ash.family.reference})." in page
    theirs = calls.take(cast.south, **SAID, by=cast.sid, at=NOW)
    for typed in ("Mia", "Ash", ash.family.reference):
        page = text_of(signed_in(cast.sid).post(at("call-outcome", theirs), {**said, "family": typed}))
        assert f"No family that you may choose is found by ‘{typed}’." in page
        assert "Ash (" not in page


@pytest.mark.rule("A10.1")
def test_call_is_not_found_by_a_stranger_and_viewings_of_its_family_are_noted(cast, call, ash, signed_in):
    for page in ("call", "call-put-through", "call-caller", "call-pass-on", "call-outcome"):
        for method in ("get", "post"):
            assert getattr(signed_in(cast.stan), method)(at(page, call)).status_code == 404
    assert "Rowan" not in text_of(signed_in(cast.stan).get("/calls/"))
    assert signed_in(cast.stan).get(f"/calls/{10**30}/").status_code == 404
    signed_in(cast.audrey).get(at("call", call))
    assert not Viewing.objects.exists()
    calls.decide(call, outcome="INFO", because="Known.", family=ash.family, by=cast.mary, at=NOW)
    signed_in(cast.audrey).get(at("call", call))
    noted = Viewing.objects.get()
    assert (noted.user, noted.family, noted.status) == (cast.audrey, ash.family, 200)


def test_call_is_read_only_for_who_takes_no_calls(cast, call, signed_in):
    dora = signed_in(cast.dora)
    page = text_of(dora.get(at("call", call)))
    assert "A bruise." in page
    assert "Say whether it was put through" not in page
    assert dora.get(at("call-put-through", call)).status_code == 403


def test_list_of_calls_is_paged_by_key(cast, signed_in):
    for number in range(26):
        calls.take(cast.north, **{**SAID, "child_name": f"Child {number:02}"}, by=cast.bob, at=NOW)
    bob = signed_in(cast.bob)
    first = bob.get("/calls/")
    assert "Child 25<" in text_of(first)
    assert "Child 00<" not in text_of(first)
    second = bob.get(f"/calls/{first.context['next_url']}")
    assert "Child 00<" in text_of(second)
    assert "Child 25<" in text_of(bob.get(f"/calls/{second.context['previous_url']}"))
