from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.allocations.queries import family_lead
from casework.notes import services as casenotes
from casework.plans import services as facts
from casework.restrictions import services as restrictions
from casework.trail.models import Viewing
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from tests.supervision.conftest import leave

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


@pytest.fixture
def typed(cast):
    return {
        "form_key": uuid4(), "to_team": cast.south.pk, "reason": "They moved.", "plan": "Visit within a week.",
        "summary": "A month's work with Ann.", "no_joint_visit_because": "Sid knows them.",
    }  # fmt: skip


@pytest.fixture
def transfer(month, cast, typed, signed_in):
    signed_in(cast.mary).post(reverse("transfer-ask", args=[month.family.pk]), typed)
    return month.family.transfer_set.get()


@pytest.mark.rule("A9.7")
def test_transfer_page_lists_what_is_open_and_what_becomes_of_it(cast, month, signed_in):
    casenotes.plan(month.family, kind="home_visit", planned_for=NOW + DAY, by=cast.sue, at=NOW)
    fact = {"by": cast.sue, "at": NOW}
    facts.begin_legal(month.family, [month.mia], kind="care_proceedings", from_date=NOW.date(), **fact)
    facts.begin_assessments(month.family, [month.mia], kind="single", started_on=NOW.date(), **fact)
    facts.add_conferences(month.family, [month.mia], kind="core_group", planned_for=(NOW + DAY).date(), **fact)
    page = text_of(signed_in(cast.mary).get(reverse("transfer-ask", args=[month.family.pk])))
    for wanted in (
        "Due dates", "Planned visits and meetings", "Home visit of Sue Sands", "Open summaries", "Goes with the family",
        "Sue Sands, social worker", "Mia Ash: care proceedings since", "Mia Ash: core group on",
        "Mia Ash: child and family assessment since",
    ):  # fmt: skip
        assert wanted in page


def test_asking_page_asks_and_keeps_bad_input(cast, month, typed, signed_in):
    mary, address = signed_in(cast.mary), reverse("transfer-ask", args=[month.family.pk])
    page = text_of(mary.post(address, typed | {"no_joint_visit_because": ""}))
    assert "Give the date of the joint visit, or say why there is none." in page
    assert "A month&#x27;s work with Ann." in page
    page = text_of(mary.post(address, typed, follow=True))
    assert "South is asked to take the family." in page
    assert mary.get(address).url == reverse("transfer", args=[month.family.pk, month.family.transfer_set.get().pk])


def test_transfer_pages_are_for_managers_and_the_transfer_is_read_by_all(cast, month, transfer, signed_in):
    family = month.family
    for name, args in (("transfer-ask", [family.pk]), ("transfer-take-back", [family.pk, transfer.pk])):
        assert signed_in(cast.sue).get(reverse(name, args=args)).status_code == 403
        assert signed_in(cast.sid).get(reverse(name, args=args)).status_code == 404
    page = text_of(signed_in(cast.sue).get(reverse("transfer", args=[family.pk, transfer.pk])))
    assert "A month&#x27;s work with Ann." in page
    assert "Take the transfer back" not in page


@pytest.mark.rule("A10.1")
def test_offer_is_on_the_new_managers_work_and_shows_the_transfer_alone(cast, month, transfer, signed_in):
    casenotes.plan(
        month.family, kind="home_visit", planned_for=NOW + DAY, purpose="Ask about the bruise", by=cast.sue, at=NOW
    )
    sid, address = signed_in(cast.sid), reverse("transfer-offered", args=[transfer.pk])
    assert address in text_of(sid.get("/"))
    page = text_of(sid.get(address))
    for wanted in ("A month&#x27;s work with Ann.", "Sue Sands", "Planned visits and meetings: 1"):
        assert wanted in page
    for hidden in ("bruise", "Police attended", f"/families/{month.family.pk}/"):
        assert hidden not in page
    assert Viewing.objects.filter(user=cast.sid, family=month.family, page=address, status=200).exists()
    assert sid.get(reverse("family", args=[month.family.pk])).status_code == 404


def test_offer_is_not_found_by_others_and_each_try_is_noted(cast, month, transfer, signed_in):
    for name in ("transfer-offered", "transfer-accept", "transfer-decline"):
        address = reverse(name, args=[transfer.pk])
        for who in (cast.mary, cast.stan, cast.serena, cast.audrey):
            assert signed_in(who).get(address).status_code == signed_in(who).post(address).status_code == 404
        assert Viewing.objects.filter(user=cast.stan, family=None, asked_for=month.family.pk, page=address).exists()
    assert reverse("transfer-offered", args=[transfer.pk]) not in text_of(signed_in(cast.stan).get("/"))
    assert signed_in(cast.sid).get(reverse("transfer-offered", args=[2**63])).status_code == 404


@pytest.mark.rule("A9.7")
def test_accepting_page_opens_the_family(cast, month, transfer, signed_in):
    sid, address = signed_in(cast.sid), reverse("transfer-accept", args=[transfer.pk])
    assert "Stan Snow, social worker (South)" in text_of(sid.get(address))
    sent = {"form_key": uuid4(), "version": transfer.version, "lead": cast.stan.memberships.get().pk}
    page = text_of(sid.post(address, sent, follow=True))
    assert "Ash is with South now." in page
    assert "<dd>Stan Snow</dd>" in page
    assert reverse("allocations", args=[month.family.pk]) in page
    assert sid.get(reverse("family", args=[month.family.pk])).status_code == 200
    assert sid.get(address).status_code == 404


def test_asking_is_not_offered_while_a_transfer_is_pending(cast, month, transfer, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("allocations", args=[month.family.pk])))
    assert "From North to South" in page
    assert reverse("transfer-ask", args=[month.family.pk]) not in page


def test_declining_page_needs_a_reason(cast, month, transfer, signed_in):
    sid, address = signed_in(cast.sid), reverse("transfer-decline", args=[transfer.pk])
    sent = {"form_key": uuid4(), "version": transfer.version}
    assert "Say why." in text_of(sid.post(address, sent))
    assert sid.post(address, sent | {"because": "We are full."}).status_code == 302
    page = text_of(signed_in(cast.mary).get(reverse("transfer", args=[month.family.pk, transfer.pk])))
    assert "We are full." in page


def test_taking_back_page_takes_back_and_says_where_it_is_a_conflict(cast, month, transfer, signed_in):
    mary, address = signed_in(cast.mary), reverse("transfer-take-back", args=[month.family.pk, transfer.pk])
    sent = {"form_key": uuid4(), "version": transfer.version, "because": "Asked in error."}
    assert "The transfer was taken back." in text_of(mary.post(address, sent, follow=True))
    answer = mary.post(address, sent | {"form_key": uuid4()})
    assert answer.status_code == 409
    assert "changed since you opened the page" in text_of(answer)


def test_offer_of_a_family_restricted_meanwhile_is_for_managers_on_its_list(cast, month, transfer, signed_in):
    address = reverse("transfer-offered", args=[transfer.pk])
    workers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(month.family, because="He works here.", readers=workers, by=cast.mary, at=NOW)
    sid = signed_in(cast.sid)
    assert sid.get(address).status_code == 404
    assert "Ash" not in text_of(sid.get("/"))
    restrictions.add_reader(month.family, cast.sid, by=cast.mary, at=NOW)
    assert sid.get(address).status_code == 200


def test_offer_is_not_found_by_a_former_manager_and_found_by_a_second_one(cast, month, transfer, signed_in):
    second = UserFactory(name="Nell North", team=cast.south, role="deputy")
    leave(cast.sid)
    for name in ("transfer-offered", "transfer-accept", "transfer-decline"):
        address = reverse(name, args=[transfer.pk])
        assert signed_in(cast.sid).get(address).status_code == 404
        assert signed_in(second).get(address).status_code == 200


def test_transfer_pages_pass_from_a_former_manager_to_the_deputy(cast, month, transfer, signed_in):
    leave(cast.mary)
    address = reverse("transfer-take-back", args=[month.family.pk, transfer.pk])
    assert signed_in(cast.mary).get(address).status_code == 404
    assert signed_in(cast.dev).get(address).status_code == 200


@pytest.mark.rule("C27")
def test_transfer_pages_ask_for_the_grade_that_the_practice_names(cast, month, signed_in, decided_by):
    decided_by("team_manager", "transfer")
    address = reverse("transfer-ask", args=[month.family.pk])
    assert signed_in(cast.dev).get(address).status_code == 403
    assert signed_in(cast.mary).get(address).status_code == 200


@pytest.mark.rule("A11.1", "A9.7")
def test_accepting_page_asks_of_a_lead_without_qualification_what_the_practice_wants(
    cast, month, transfer, signed_in, practise
):
    practise("family_help")
    fern = UserFactory(name="Fern Field", team=cast.south, role=Role.FAMILY_HELP_LEAD)
    sid, address = signed_in(cast.sid), reverse("transfer-accept", args=[transfer.pk])
    assert "Dora" not in text_of(sid.get(address)), "nobody of another team may be chosen"
    sent = {"form_key": uuid4(), "version": transfer.version, "lead": fern.memberships.get().pk}
    page = text_of(sid.post(address, sent))
    assert "Ask Fern Field whether they agree to lead" in page
    sent |= {"agreed_on": "2026-11-02", "overseer": cast.sid.pk}
    assert "Ash is with South now." in text_of(sid.post(address, sent, follow=True))
    lead = family_lead(month.family)
    assert (lead.worker, lead.overseer, lead.agreement_recorded_by) == (fern, cast.sid, cast.sid)
