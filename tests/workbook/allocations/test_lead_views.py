"""Naming who leads, who oversees them and who stays beside them, on the pages (A11.1)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.allocations.leads.queries import co_worker_of
from casework.allocations.queries import family_lead
from casework.plans.services import begin_plans
from casework.users.roles import Role
from tests.factories import NOW, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.1")]
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def fern(cast, practise):
    practise("family_help")
    return UserFactory(name="Fern Field", team=cast.north, role=Role.FAMILY_HELP_LEAD)


@pytest.fixture
def lena(cast):
    return UserFactory(name="Lena Lake", team=cast.north, role=Role.CHILD_PROTECTION_LEAD)


def text_of(response):
    return response.content.decode()


def sent(client, address, typed):
    """What a page sends that was opened just now."""
    return client.post(address, {"fingerprint": client.get(address).context["form"]["fingerprint"].value(), **typed})


def membership(user):
    return user.memberships.get().pk


def test_change_of_lead_asks_for_social_workers_alone_and_nothing_else_where_the_practice_has_no_others(
    cast, allocated, signed_in
):
    page = text_of(signed_in(cast.mary).get(reverse("lead-change", args=[allocated.family.pk])))
    assert "This family needs a lead who is a social worker." in page
    assert "Cora Cole" in page
    assert "Dora Dale, domestic" not in page
    for asked in ("agreed_on", "overseer", "co_worker", "agency"):
        assert f'name="{asked}"' not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Ask Fern Field whether they agree to lead, and give the day on which they agreed"),
        ({"agreed_on": "2026-11-40"}, "agreed_on"),
        ({"agreed_on": "2026-11-04"}, "Nobody has agreed on a day to come."),
        ({"agreed_on": "2026-11-03"}, "Choose who oversees the work."),
        ({"agreed_on": "2026-11-03", "overseer": "0"}, "‘Who oversees the work?’: choose from those offered."),
        (
            {"agreed_on": "2026-11-03", "agency": "Acorns"},
            "Fern Field works for the authority.",
        ),
    ],
)
def test_change_of_lead_refuses_at_the_field_with_all_kept(cast, allocated, fern, signed_in, typed, sentence):
    address = reverse("lead-change", args=[allocated.family.pk])
    typed = {"worker": membership(fern), "from_date": "2026-11-03", **typed}
    page = text_of(sent(signed_in(cast.mary), address, typed))
    assert sentence in page
    assert family_lead(allocated.family).worker == cast.sue
    assert f'value="{membership(fern)}" selected' in page


def test_change_of_lead_shows_agreement_and_overseer_with_the_worker(cast, allocated, fern, signed_in):
    mary = signed_in(cast.mary)
    typed = {
        "worker": membership(fern), "from_date": "2026-11-03", "agreed_on": "2026-11-02", "overseer": cast.cora.pk,
    }  # fmt: skip
    sent(mary, reverse("lead-change", args=[allocated.family.pk]), typed)
    page = text_of(mary.get(reverse("allocations", args=[allocated.family.pk])))
    assert "Agreed on Mon 2 Nov 2026 to lead, as recorded by Mary Moss." in page
    assert "Cora Cole oversees the work from Tue 3 Nov 2026." in page
    assert "Oversight and co-worker" in page


def test_allocating_a_first_lead_asks_the_same(cast, ash, fern, signed_in):
    mary, address = signed_in(cast.mary), reverse("allocate", args=[ash.family.pk])
    typed = {"actions-TOTAL_FORMS": 1, "actions-INITIAL_FORMS": 0, "worker": membership(fern), "lead": "on"}
    assert "Ask Fern Field whether they agree" in text_of(mary.post(address, typed))
    mary.post(address, typed | {"agreed_on": "2026-11-02", "overseer": cast.mary.pk})
    assert family_lead(ash.family).overseer == cast.mary


def test_plan_that_the_lead_may_not_lead_is_told_and_leads_to_naming_one_who_stays_beside(
    cast, allocated, fern, lena, signed_in
):
    mary, family = signed_in(cast.mary), allocated.family
    lead = reverse("lead-change", args=[family.pk])
    sent(
        mary,
        lead,
        {"worker": membership(fern), "from_date": "2026-11-03", "agreed_on": "2026-11-02", "overseer": cast.cora.pk},
    )
    begin_plans(family, [allocated.mia], kind="cp", category="NEG", from_date=TODAY - DAY, by=cast.mary, at=NOW)
    needed = "The child protection plan needs a lead who is a lead child protection practitioner or a social worker."
    for name, args in (("allocations", []), ("family", []), ("child-plans", [allocated.mia.pk])):
        assert needed in text_of(mary.get(reverse(name, args=[family.pk, *args]))), name
    assert "Name a lead worker who may lead" in text_of(mary.get(reverse("family", args=[family.pk])))
    sent(mary, lead, {"worker": membership(lena), "from_date": "2026-11-03", "co_worker": fern.pk})
    assert (family_lead(family).worker, co_worker_of(family, TODAY).worker) == (lena, fern)
    page = text_of(mary.get(reverse("allocations", args=[family.pk])))
    assert needed not in page
    assert "Co-worker" in page


def test_support_of_the_lead_is_changed_by_managers_alone(cast, allocated, fern, lena, signed_in):
    mary, family = signed_in(cast.mary), allocated.family
    address = reverse("lead-support", args=[family.pk])
    typed = {"worker": membership(fern), "from_date": "2026-11-03", "agreed_on": "2026-11-02", "overseer": cast.cora.pk}
    sent(mary, reverse("lead-change", args=[family.pk]), typed)
    for colleague in (fern, cast.cora, cast.sue):
        assert signed_in(colleague).get(address).status_code == 403
    assert "Choose who oversees the work." in text_of(sent(mary, address, {"overseer": ""}))
    sent(mary, address, {"overseer": cast.dev.pk})
    assert family_lead(family).overseer == cast.dev


def test_support_leads_back_where_nobody_leads(cast, ash, signed_in):
    response = signed_in(cast.mary).get(reverse("lead-support", args=[ash.family.pk]))
    assert response.url == reverse("allocations", args=[ash.family.pk])


def test_pages_of_a_provisional_practice_say_so_with_its_review_date(cast, allocated, fern, signed_in):
    page = text_of(signed_in(cast.mary).get(reverse("allocations", args=[allocated.family.pk])))
    assert "Illustrative and provisional:" in page
    assert "The practice Family Help is to be reviewed by Fri 30 Apr 2027." in page


def test_pages_of_a_settled_practice_say_nothing_of_it(cast, allocated, signed_in):
    assert "provisional" not in text_of(signed_in(cast.mary).get(reverse("allocations", args=[allocated.family.pk])))


def test_lead_named_meanwhile_is_told_to_whoever_has_the_page_open(cast, allocated, lena, signed_in):
    """And saved deliberately, that page changes it again."""
    mary, address = signed_in(cast.mary), reverse("lead-change", args=[allocated.family.pk])
    nora = UserFactory(name="Nora Nye", team=cast.north, role=Role.SOCIAL_WORKER)
    seen = mary.get(address).context["form"]["fingerprint"].value()
    sent(signed_in(cast.dev), address, {"worker": membership(cast.cora), "from_date": "2026-11-05"})
    typed = {"worker": membership(nora), "from_date": "2026-11-03"}
    answer = mary.post(address, {"fingerprint": seen, **typed})
    assert answer.status_code == 409
    assert "Somebody changed who leads since you opened the page." in text_of(answer)
    assert [family_lead(allocated.family, TODAY + days * DAY).worker for days in (0, 2)] == [cast.sue, cast.cora]
    mary.post(address, {"fingerprint": answer.context["form"]["fingerprint"].value(), **typed})
    assert family_lead(allocated.family, TODAY + 2 * DAY).worker == nora


def test_support_changed_meanwhile_is_told_to_whoever_has_the_page_open(cast, allocated, fern, signed_in):
    mary, address = signed_in(cast.mary), reverse("lead-support", args=[allocated.family.pk])
    typed = {"worker": membership(fern), "from_date": "2026-11-03", "agreed_on": "2026-11-02", "overseer": cast.cora.pk}
    sent(mary, reverse("lead-change", args=[allocated.family.pk]), typed)
    seen = mary.get(address).context["form"]["fingerprint"].value()
    sent(signed_in(cast.dev), address, {"overseer": cast.mary.pk})
    assert mary.post(address, {"fingerprint": seen, "overseer": cast.dev.pk}).status_code == 409
    assert family_lead(allocated.family).overseer == cast.mary
