from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.calls import services as calls
from casework.families import services as families
from casework.referrals import services as referrals
from casework.referrals.checks import InvolvementDetails
from casework.unsaved import services as unsaved
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def birch(cast):
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    return family, add_child(family, cast.mary, name="Bo Birch"), add_child(family, cast.mary, name="Bea Birch")


def text_of(response):
    return response.content.decode()


def typed(*checks, **values):
    """What a browser sends: with no checks one row that stayed empty."""
    rows = {f"checks-{number}-{name}": value for number, row in enumerate(checks) for name, value in row.items()}
    return {
        "received_on": "2026-11-02", "source": "6", "reason": "Police attended.",
        "protection_status": "None, now or before.", "no_checks_because": "" if checks else "They answer tomorrow.",
        "checks-TOTAL_FORMS": max(len(checks), 1), "checks-INITIAL_FORMS": 0, **rows, **values,
    }  # fmt: skip


POLICE = {"kind": "police", "made_on": "2026-11-02", "outcome": "Called out twice."}


def test_receiving_page_records_the_need_of_each_child(cast, birch, signed_in):
    family, bo, bea = birch
    address = reverse("referral-add", args=[family.pk])
    response = signed_in(cast.mary).post(address, typed(**{f"need-{bo.pk}": "N1", f"need-{bea.pk}": ""}))
    assert response.url == reverse("referral", args=[family.pk, family.referral_set.get().pk])
    assert [involvement.child for involvement in family.involvement_set.all()] == [bo]


def test_receiving_page_refuses_the_future_and_keeps_what_was_typed(cast, birch, signed_in):
    family, bo, _ = birch
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()
    sent = typed(received_on=tomorrow, **{f"need-{bo.pk}": "N3"})
    page = text_of(signed_in(cast.mary).post(reverse("referral-add", args=[family.pk]), sent))
    assert 'href="#id_received_on"' in page
    assert "cannot have been received in the future" in page
    for kept in (tomorrow, "Police attended.", '<option value="N3" selected', '<option value="6" selected'):
        assert kept in page


def test_receiving_page_refuses_a_referral_without_a_child(cast, birch, signed_in):
    page = text_of(signed_in(cast.mary).post(reverse("referral-add", args=[birch[0].pk]), typed()))
    assert "at least one child" in page


def test_receiving_page_names_children_already_open_and_does_not_ask(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("referral-add", args=[ash.family.pk])))
    assert "Already open on another referral: Mia Ash, Ben Ash." in page
    assert f"need-{ash.mia.pk}" not in page
    assert "Add the children first" in page


def test_receiving_page_says_where_all_children_are_open(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("referral-add", args=[ash.family.pk])))
    assert "all of this family are open on one already" in page


def test_receiving_page_says_where_there_is_no_child(cast, signed_in):
    family = families.add_family(name="Empty", team=cast.north, by=cast.mary, at=NOW)
    page = text_of(signed_in(cast.mary).get(reverse("referral-add", args=[family.pk])))
    assert "Add the children first: a referral concerns at least one child" in page
    assert "are open on one already" not in page


def test_receiving_page_leaves_out_a_child_of_another_family(cast, birch, ash, signed_in):
    family, bo, _ = birch
    sent = typed(**{f"need-{bo.pk}": "N1", f"need-{ash.mia.pk}": "N1"})
    signed_in(cast.mary).post(reverse("referral-add", args=[family.pk]), sent)
    assert family.involvement_set.get().child == bo


def test_referral_page_has_words_for_its_codes(cast, allocated, signed_in):
    page = text_of(signed_in(cast.rick).get(reverse("referral", args=[allocated.family.pk, allocated.referral.pk])))
    for words in ("Police", "Abuse or neglect", "Police attended twice.", "Mia Ash"):
        assert words in page


def test_referral_pages_link_to_an_allegation_does_not_say_that_there_is_one(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("referral", args=[allocated.family.pk, allocated.referral.pk])))
    assert ">Record an allegation of deliberate harm<" in page
    assert "harm is alleged" not in page


def test_referral_page_is_reached_only_through_its_family(cast, birch, ash, signed_in):
    address = reverse("referral", args=[birch[0].pk, ash.referral.pk])
    assert signed_in(cast.mary).get(address).status_code == 404
    assert signed_in(cast.stan).get(reverse("referral", args=[ash.family.pk, ash.referral.pk])).status_code == 404


def test_receiving_page_is_for_managers(cast, allocated, signed_in):
    assert signed_in(cast.sue).get(reverse("referral-add", args=[allocated.family.pk])).status_code == 403


@pytest.mark.rule("A7.25", "A7.19")
def test_receiving_page_takes_checks_factors_and_alleged_harm(cast, birch, signed_in):
    family, bo, _ = birch
    child = {f"need-{bo.pk}": "N1", f"factors-{bo.pk}": ["2B", "16A"], f"harm-{bo.pk}": "2026-11-03T09:00"}
    empty = {"kind": "", "made_on": "", "outcome": ""}
    mary = signed_in(cast.mary)
    mary.post(reverse("referral-add", args=[family.pk]), typed(POLICE, empty, **child))
    referral = family.referral_set.get()
    assert [(check.kind, check.outcome) for check in referral.checks.all()] == [("police", "Called out twice.")]
    involvement = referral.involvements.get()
    assert (involvement.factors, involvement.harm_alleged_at) == (["2B", "16A"], NOW - timedelta(hours=1))
    page = text_of(mary.get(reverse("referral", args=[family.pk, referral.pk])))
    for words in ("None, now or before.", "Called out twice.", "Drug misuse by a parent or carer", "Not seen yet."):
        assert words in page


@pytest.mark.rule("A7.25")
def test_receiving_page_names_what_a_check_lacks_and_keeps_what_was_typed(cast, birch, signed_in):
    family, bo, _ = birch
    sent = typed({**POLICE, "outcome": ""}, **{f"need-{bo.pk}": "N1", f"factors-{bo.pk}": ["16A"]})
    page = text_of(signed_in(cast.mary).post(reverse("referral-add", args=[family.pk]), sent))
    assert "Row 1: Say what came of the check." in page
    assert '<option value="police" selected' in page
    assert "checked" in page
    assert not family.referral_set.exists()


@pytest.mark.rule("A7.25")
def test_receiving_page_refuses_a_welfare_concern_without_status_at_its_field(cast, birch, signed_in):
    family, bo, _ = birch
    sent = typed(protection_status="", **{f"need-{bo.pk}": "N1"})
    page = text_of(signed_in(cast.mary).post(reverse("referral-add", args=[family.pk]), sent))
    assert 'href="#id_protection_status"' in page


def test_receiving_page_refuses_factors_without_a_need(cast, birch, signed_in):
    family, bo, bea = birch
    sent = typed(**{f"need-{bo.pk}": "N4", f"factors-{bea.pk}": ["16A"]})
    page = text_of(signed_in(cast.mary).post(reverse("referral-add", args=[family.pk]), sent))
    assert "Choose Bea Birch&#x27;s need too" in page


def test_receiving_page_does_not_offer_retired_factors(cast, birch, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("referral-add", args=[birch[0].pk])))
    assert 'value="18B"' in page
    assert 'value="18A"' not in page


@pytest.mark.rule("A7.20")
def test_receiving_page_opens_with_the_call_that_led_to_it_and_links_it(cast, birch, signed_in):
    family, bo, _ = birch
    said = {"child_name": "Bo Birch", "child_address": "3 Elm Road", "concern": "A bruise on his face."}
    call = calls.take(cast.north, **said, by=cast.bob, at=NOW - timedelta(days=1))
    calls.decide(call, outcome="REFERRAL", because="?", family=family, by=cast.mary, at=NOW)
    mary = signed_in(cast.mary)
    page = text_of(mary.get(reverse("referral-add", args=[family.pk])))
    for words in ("A bruise on his face.", 'value="2026-11-02"', f'<option value="{call.pk}" selected'):
        assert words in page
    mary.post(reverse("referral-add", args=[family.pk]), typed(call=call.pk, **{f"need-{bo.pk}": "N4"}))
    assert family.referral_set.get().call == call
    assert "id_call" not in text_of(mary.get(reverse("referral-add", args=[family.pk])))
    referral = reverse("referral", args=[family.pk, family.referral_set.get().pk])
    assert f'href="/calls/{call.pk}/"' in text_of(mary.get(referral))


def test_receiving_page_restores_unsaved_text_with_its_rows(cast, birch, signed_in):
    family, bo, _ = birch
    key = uuid4()
    fields = {"reason": "Half a sentence", f"factors-{bo.pk}": "16A", "checks-1-outcome": "Twice this year"}
    fields |= {"checks-TOTAL_FORMS": "2", "checks-INITIAL_FORMS": "0"}
    unsaved.keep(cast.mary, form_key=key, family_id=family.pk, title="R", url="/", fields=fields, at=NOW)
    page = text_of(signed_in(cast.mary).get(f"{reverse('referral-add', args=[family.pk])}?kept={key}"))
    for words in ("Half a sentence", "Twice this year", "checked"):
        assert words in page


@pytest.fixture
def referral(cast, birch):
    family, bo, bea = birch
    return referrals.receive(
        family, received_on=NOW.date(), source="6", reason="Police attended.", protection_status="None.",
        no_checks_because="They answer tomorrow.", by=cast.mary, at=NOW,
        details={bo: InvolvementDetails("N1", harm_alleged_at=NOW), bea: InvolvementDetails("N4")},
    )  # fmt: skip


def test_check_page_adds_a_check_for_who_records(cast, birch, referral, signed_in):
    address = reverse("referral-check", args=[birch[0].pk, referral.pk])
    mary = signed_in(cast.mary)
    assert "Say what came of the check." in text_of(mary.post(address, {**POLICE, "outcome": ""}))
    assert mary.post(address, POLICE).status_code == 302
    assert referral.checks.count() == 1
    assert signed_in(cast.bob).get(address).status_code == 403


@pytest.fixture
def decide(cast, birch, referral, signed_in):
    """Gives a function that sends the page of the decision: (outcome, why) by the child's first name."""
    client = signed_in(cast.mary)
    address = reverse("referral-decide", args=[birch[0].pk, referral.pk])

    def send(**decisions):
        sent = {}
        for name, (outcome, because) in decisions.items():
            involvement = referral.involvements.get(child__name=f"{name.capitalize()} Birch")
            sent |= {f"outcome-{involvement.pk}": outcome, f"because-{involvement.pk}": because}
        return client.post(address, sent)

    return send


@pytest.mark.rule("C27")
def test_decision_page_decides_for_each_child_by_who_may(cast, birch, referral, decide, signed_in):
    address = reverse("referral-decide", args=[birch[0].pk, referral.pk])
    assert signed_in(cast.sid).get(address).status_code == 404
    assert signed_in(cast.bob).get(address).status_code == 403
    assert decide(bea=("NFA", "Safe."), bo=("", "")).status_code == 302
    page = text_of(signed_in(cast.mary).get(address))
    assert "Outcome for Bo Birch" in page
    assert "Outcome for Bea Birch" not in page
    assert "no further action by children" in page


def test_decision_page_refuses_a_reason_without_an_outcome_and_the_reverse(referral, decide):
    page = text_of(decide(bea=("", "She is safe with her gran."), bo=("ASSESS", "")))
    assert "You gave a reason. Choose the outcome for Bea Birch, or clear it." in page
    assert "She is safe with her gran." in page
    assert "Give the reason for the decision on Bo Birch." in text_of(decide(bo=("ASSESS", "")))
    assert not referral.involvements.exclude(decision="").exists()


def test_decision_page_refuses_what_was_decided_meanwhile(referral, decide):
    decide(bea=("NFA", "Safe."))
    answer = decide(bea=("ASSESS", "Not safe."), bo=("ASSESS", "Bruise."))
    assert answer.status_code == 409
    assert "For Bea Birch it was decided already: no further action, by Mary Moss" in text_of(answer)
    assert "Not safe." in text_of(answer)


@pytest.mark.rule("A7.19")
def test_not_seen_page_records_the_reason_once(cast, birch, referral, signed_in):
    family, bo, bea = birch
    address = reverse("child-not-seen", args=[family.pk, referral.involvements.get(child=bo).pk])
    mary = signed_in(cast.mary)
    assert "A visit on which Bo Birch was seen settles this." in text_of(mary.get(address))
    assert "Say why the child was not seen." in text_of(mary.post(address, {"because": ""}))
    sent = {"because": "The family was away."}
    assert mary.post(address, sent).status_code == 302
    assert mary.post(address, sent).status_code == 409
    assert "It is recorded why Bo Birch was not seen: The family was away." in text_of(mary.get(address))
    other = reverse("child-not-seen", args=[family.pk, referral.involvements.get(child=bea).pk])
    assert "Nobody has alleged deliberate harm to Bea Birch." in text_of(mary.get(other))
    assert signed_in(cast.bob).get(address).status_code == 403


@pytest.mark.rule("A7.19")
def test_harm_page_is_reached_from_the_referral_and_records_the_time(cast, birch, referral, signed_in):
    family, _, bea = birch
    mary = signed_in(cast.mary)
    address = reverse("harm-alleged", args=[family.pk, referral.involvements.get(child=bea).pk])
    page = text_of(mary.get(reverse("referral", args=[family.pk, referral.pk])))
    assert page.count("/harm/") == 1, "of the one who is to be seen already it is not asked again"
    assert address in page
    sent = {"alleged_at": "2026-11-03T12:00"}
    assert "lies in the future" in text_of(mary.post(address, sent))
    answer = mary.post(address, {**sent, "alleged_at": "2026-11-03T09:00"})
    assert answer.url == reverse("child-not-seen", args=[family.pk, referral.involvements.get(child=bea).pk])
    assert signed_in(cast.bob).get(address).status_code == 403


@pytest.mark.rule("A9.5", "C27")
def test_early_help_page_refuses_where_nothing_is_waited_for(cast, birch, referral, decide, signed_in):
    decide(bea=("EH", "Parenting group."))
    address = reverse("early-help-decided", args=[birch[0].pk, referral.involvements.get(child=birch[2]).pk])
    mary = signed_in(cast.mary)
    assert "/early-help/" not in text_of(mary.get(reverse("referral", args=[birch[0].pk, referral.pk])))
    assert mary.post(address, {"decision": "Accepted."}).status_code == 409
    assert signed_in(cast.bob).get(address).status_code == 403
