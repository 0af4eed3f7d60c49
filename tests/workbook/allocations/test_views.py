from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from casework.allocations.queries import family_lead
from casework.notes import services as casenotes
from casework.unsaved import services as unsaved
from tests.cast import OUTCOME
from tests.factories import NOW, SAID
from workbook.allocations import services as allocations
from workbook.notes import services as notes
from workbook.summaries import services as summaries

pytestmark = pytest.mark.django_db
YESTERDAY = NOW.date() - timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def address_of(family):
    return reverse("allocate", args=[family.pk])


def sent(**values):
    return {"actions-TOTAL_FORMS": 1, "actions-INITIAL_FORMS": 0, **values}


@pytest.mark.rule("A1.19", "A9.6", "A11.1")
def test_allocating_page_has_the_headings_of_an_allocation(cast, ash, signed_in):
    typed = sent(
        **{
            "worker": cast.sue.memberships.get().pk, "lead": "on", "reason": "Knows the family.",
            "hypothesis": "Ann drinks when he calls.", "assessment_due_on": "2026-12-01",
            "actions-0-what": "See Mia at school", "actions-0-owner": f"user:{cast.sue.pk}",
            "actions-0-due_on": "2026-11-10",
        }
    )  # fmt: skip
    mary = signed_in(cast.mary)
    page = text_of(mary.post(address_of(ash.family), typed, follow=True))
    assert "Sue Sands was allocated as social worker." in page
    assert "Ann drinks when he calls." in page
    allocation = ash.family.allocation_set.get()
    assert (allocation.worker, allocation.role, allocation.lead_from) == (cast.sue, "social_worker", NOW.date())
    assert ash.family.agreedaction_set.get().owner_user == cast.sue


@pytest.mark.rule("A9.6")
def test_allocating_page_says_who_referred_the_family(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).get(address_of(ash.family)))
    assert "Referred by" in page
    assert "Police, on Thu 24 Sep 2026" in page


def test_allocating_refuses_an_action_without_owner_at_its_row_and_allocates_nobody(cast, ash, signed_in):
    typed = sent(**{"worker": cast.sue.memberships.get().pk, "actions-0-what": "See Mia"})
    page = text_of(signed_in(cast.mary).post(address_of(ash.family), typed))
    assert "an action needs an owner" in page
    assert not ash.family.allocation_set.exists()


def test_allocating_page_says_who_leads_and_does_not_ask(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).get(address_of(allocated.family)))
    assert "Sue Sands leads the work with this family." in page
    assert 'name="lead"' not in page


def test_allocating_page_offers_nobody_who_is_allocated_already_or_of_another_team(cast, allocated, signed_in):
    page = text_of(signed_in(cast.mary).get(address_of(allocated.family)))
    assert "Cora Cole, social worker (North)" in page
    for absent in ("Dora Dale, ", "Stan Snow, ", "Bob Birch, "):
        assert absent not in page


def test_allocating_refuses_a_worker_of_another_team_who_is_slipped_in(cast, ash, signed_in):
    page = text_of(signed_in(cast.mary).post(address_of(ash.family), sent(worker=cast.stan.memberships.get().pk)))
    assert "choose from those offered" in page
    assert not ash.family.allocation_set.exists()


def test_allocating_refuses_a_lead_who_is_no_social_worker_at_the_field_with_all_kept(cast, ash, signed_in):
    typed = sent(worker=cast.dora.memberships.get().pk, lead="on", reason="Knows the family.")
    page = text_of(signed_in(cast.mary).post(address_of(ash.family), typed))
    assert "This family needs a lead who is a social worker. Choose one to lead." in page
    assert 'href="#id_lead"' in page
    assert "Knows the family." in page


def test_allocation_pages_are_a_managers(cast, allocated, signed_in):
    part = allocated.family.allocation_set.get(worker=cast.dora)
    for address in (
        address_of(allocated.family),
        reverse("lead-change", args=[allocated.family.pk]),
        reverse("allocation-end", args=[allocated.family.pk, part.pk]),
    ):
        assert signed_in(cast.sue).get(address).status_code == 403
        assert signed_in(cast.stan).get(address).status_code == 404
        assert signed_in(cast.mary).get(address).status_code == 200


@pytest.fixture
def sues_part(cast, month):
    return month.family.allocation_set.get(worker=cast.sue)


@pytest.fixture
def end_address(month, sues_part):
    return reverse("allocation-end", args=[month.family.pk, sues_part.pk])


def ending(**values):
    return {
        "because": "MANAGE", "last_day": YESTERDAY, "summary": "Weekly visits.",
        "outcome": "Ann is safer.", **values,
    }  # fmt: skip


def left(month, worker, because="Cora goes on."):
    summary = month.episode.summaries.get(worker=worker)
    return {f"fate-{summary.pk}": "leave", f"why-{summary.pk}": because}


@pytest.mark.rule("A9.16", "C16")
def test_ending_page_lists_the_open_work_and_never_what_is_not_saved(cast, month, signed_in, end_address):
    casenotes.plan(
        month.family, kind="home_visit", planned_for=NOW + timedelta(days=2), purpose="See Ben", by=cast.sue, at=NOW
    )
    notes.record(month.family, kind="session", took_place_at=NOW - timedelta(hours=1), by=cast.sue, at=NOW)
    unsaved.keep(
        cast.sue, form_key=uuid4(), family_id=month.family.pk, title="Draft", url="/", fields={"text": "Ann whispered"},
        at=NOW,
    )  # fmt: skip
    page = text_of(signed_in(cast.mary).get(end_address))
    for wanted in (
        "Sue Sands leads the work", "The summary of episode 1 is open", "Complete the case summary", "See Ben",
        "Individual session", "Typed and not saved", "‘Draft’, Tue 3 Nov 2026, 10:00",
    ):  # fmt: skip
        assert wanted in page
    assert "Ann whispered" not in page


@pytest.mark.rule("A9.16", "A11.1")
def test_ending_a_part_puts_the_summary_of_involvement_on_the_file(cast, month, signed_in, end_address):
    typed = ending(taker=cast.cora.memberships.get().pk, **left(month, cast.sue))
    page = text_of(signed_in(cast.mary).post(end_address, typed, follow=True))
    assert "Sue Sands&#x27;s part ends on Mon 2 Nov 2026. Cora Cole goes on from the next day." in page
    assert family_lead(month.family).worker == cast.cora
    file = text_of(signed_in(cast.dora).get(reverse("allocations", args=[month.family.pk])))
    for wanted in ("Weekly visits.", "Ann is safer.", "Managing caseloads", "Led from"):
        assert wanted in file


def test_ending_a_part_says_what_is_missing_at_its_field_and_keeps_what_was_typed(cast, month, signed_in, end_address):
    page = text_of(signed_in(cast.mary).post(end_address, ending(summary="")))
    assert "Write the summary of involvement." in page
    assert "Ann is safer." in page
    assert "Say what becomes of the open summary of episode 1." in page
    fate = f"fate-{month.episode.summaries.get(worker=cast.sue).pk}"
    page = text_of(signed_in(cast.mary).post(end_address, ending(**{fate: "finalise"})))
    assert "Sue Sands&#x27;s summary is not finalised." in page
    page = text_of(signed_in(cast.mary).post(end_address, ending(**left(month, cast.sue, because=""))))
    assert "Say why it goes to a colleague, or is left as it stands." in page
    assert not month.family.allocation_set.exclude(until_date=None).exists()


def test_ending_a_part_that_ended_meanwhile_is_a_conflict_with_what_was_typed(cast, month, signed_in, end_address):
    mary = signed_in(cast.mary)
    mary.post(end_address, ending(**left(month, cast.sue)))
    answer = mary.post(end_address, ending(summary="Typed by another manager."))
    assert answer.status_code == 409
    assert "Typed by another manager." in text_of(answer)
    assert mary.get(end_address).status_code == 302


@pytest.mark.rule("C24")
def test_ending_page_does_not_offer_to_finalise_a_summary_begun_ahead(cast, month, signed_in, end_address):
    by = cast.sue
    summary = summaries.write(
        month.episode.summaries.get(worker=by), written=OUTCOME, rag="red", rationale="Not safe.", by=by, at=NOW
    )
    page = text_of(signed_in(cast.mary).get(end_address))
    assert f'name="fate-{summary.pk}" value="finalise"' in " ".join(page.split())
    summaries.finalise(summary, strategy_discussion="today", by=by, at=NOW)
    note = notes.record(month.family, kind="email", written=SAID, took_place_at=NOW, by=by, at=NOW)
    ahead = note.summary_lines.get().summary
    page = text_of(signed_in(cast.mary).get(end_address))
    assert f'name="fate-{ahead.pk}"' in page
    assert 'value="finalise"' not in page
    assert "After the last day, so that the worker can write until then." in page


def test_ending_page_offers_successors_of_the_same_role_and_not_the_worker(cast, month, signed_in, end_address):
    page = text_of(signed_in(cast.mary).get(end_address))
    assert "Cora Cole, social worker (North)" in page
    for absent in ("Sue Sands, social worker", "Rick Reed, recovery", "Stan Snow"):
        assert absent not in page


@pytest.mark.rule("A11.1")
def test_changing_the_lead_shows_in_the_identity_bar_on_the_day(cast, month, signed_in):
    mary, address = signed_in(cast.mary), reverse("lead-change", args=[month.family.pk])
    seen = mary.get(address).context["form"]["fingerprint"].value()
    typed = {
        "worker": cast.cora.memberships.get().pk, "from_date": NOW.date() + timedelta(days=1), "fingerprint": seen
    }  # fmt: skip
    page = text_of(mary.post(address, typed, follow=True))
    assert "Cora Cole leads the work from Wed 4 Nov 2026." in page
    assert "<dd>Sue Sands</dd>" in page
    assert "Leads until Tue 3 Nov 2026" in page
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert "<dd>Cora Cole</dd>" in text_of(mary.get(reverse("allocations", args=[month.family.pk])))


def test_changing_the_lead_that_is_refused_keeps_what_was_chosen(cast, month, signed_in):
    address = reverse("lead-change", args=[month.family.pk])
    mary = signed_in(cast.mary)
    seen = mary.get(address).context["form"]["fingerprint"].value()
    typed = {"worker": cast.cora.memberships.get().pk, "from_date": YESTERDAY, "fingerprint": seen}
    page = text_of(mary.post(address, typed))
    assert "Who leads changes today or on a day to come." in page
    assert "selected>Cora Cole" in page
    assert family_lead(month.family).worker == cast.sue


def test_worker_who_no_longer_works_with_the_family_has_no_more_acts_there(
    cast, month, signed_in, sues_part, end_address
):
    allocations.end(
        sues_part, because="MANAGE", last_day=YESTERDAY, summary="Visits.", outcome="Safer.", left_because="Gone.",
        by=cast.mary, at=NOW,
    )  # fmt: skip
    assert end_address not in text_of(signed_in(cast.mary).get(reverse("allocations", args=[month.family.pk])))
