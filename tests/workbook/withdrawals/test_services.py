"""An involvement that was opened in error is taken out, and nothing counts it any more."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from casework.duedates.models import DueDate
from casework.families import services as families
from casework.plans import services as facts
from casework.referrals import services as referrals
from casework.referrals.checks import InvolvementDetails
from casework.referrals.models import Involvement
from casework.refusal import Conflict, Refusal
from casework.unallocated.queries import without_lead
from chronology.timeline.queries import lines_of
from tests.factories import NOW, add_child
from workbook.withdrawals import services
from workbook.withdrawals.checks import records_of
from workbook.workbooks.queries import referral_with_open_case

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
APPS = ("casework", "workbook", "supervision", "chronology", "audit", "config")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def birch(cast):
    """A family in which Bo was opened by mistake, and Bea rightly."""
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo, bea = add_child(family, cast.mary, name="Bo Birch"), add_child(family, cast.mary, name="Bea Birch")
    details = {bo: InvolvementDetails("N1", (), NOW - timedelta(hours=1)), bea: InvolvementDetails("N4")}
    referrals.receive(
        family, received_on=TODAY, source="6", reason="The police attended.", details=details,
        protection_status="None.", no_checks_because="They answer tomorrow.", by=cast.mary, at=NOW,
    )  # fmt: skip
    return family


def part(family, name):
    return Involvement.with_withdrawn.get(family=family, child__name=f"{name} Birch")


def withdraw(involvement, by, because="The wrong child."):
    return services.withdraw(involvement, because=because, by=by, at=NOW)


def running(family, name):
    return set(DueDate.objects.running().filter(family=family, child__name=f"{name} Birch").values_list("timescale"))


@pytest.mark.rule("C17")
def test_withdrawn_involvement_is_counted_by_nothing_and_its_clocks_end(cast, birch):
    assert running(birch, "Bo")
    withdraw(part(birch, "Bo"), cast.mary)
    assert not running(birch, "Bo")
    assert running(birch, "Bea"), "the other child's clocks go on"
    assert [row.child.name for row in birch.involvement_set.all()] == ["Bea Birch"]
    assert [row.child.name for row in without_lead(birch.involvement_set.all(), TODAY)] == ["Bea Birch"]
    assert str(lines_of(birch)).count("opened as a child in need") == 1
    row = part(birch, "Bo")
    assert (row.withdrawn_because, row.withdrawn_by, row.withdrawn_at) == (
        "Recorded in error: something else.",
        cast.mary,
        NOW,
    )


@pytest.mark.rule("C17")
def test_last_involvement_withdrawn_leaves_the_family_as_its_case_before(cast, birch):
    closed = part(birch, "Bea")
    referrals.decide(closed.referral, decisions={closed: ("NFA", "None.")}, by=cast.mary, at=NOW)
    birch.headline.refresh_from_db()
    assert birch.headline.open
    withdraw(part(birch, "Bo"), cast.mary)
    birch.headline.refresh_from_db()
    assert not birch.headline.open
    assert not DueDate.objects.running().filter(family=birch).exists()


@pytest.mark.rule("C17")
def test_child_is_referred_again_after_the_mistake(cast, birch):
    withdraw(part(birch, "Bo"), cast.mary)
    child = part(birch, "Bo").child
    referrals.record_referral(
        birch, received_on=TODAY, source="6", reason="Now it is so.", needs={child: "N1"}, by=cast.mary, at=NOW
    )
    assert birch.involvement_set.get(child=child).opened_on == TODAY


@pytest.mark.rule("C17")
def test_withdrawal_says_which_records_hang_on_the_involvement(cast, birch):
    row = part(birch, "Bea")
    [assessment] = facts.begin_assessments(birch, [row.child], kind="single", started_on=TODAY, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="an assessment of Tue 3 Nov 2026"):
        withdraw(row, cast.mary)
    facts.withdraw(assessment, because="Of Bo.", version=assessment.version, by=cast.mary, at=NOW)
    withdraw(row, cast.mary)


@pytest.mark.rule("C17")
def test_withdrawal_of_a_child_in_the_workbook_says_so(cast, month):
    row = month.family.involvement_set.get(child=month.mia)
    assert "a place in the family's Workbook" in list(records_of(row))
    with pytest.raises(Refusal, match="close it instead"):
        withdraw(row, cast.mary)


@pytest.mark.rule("C17")
def test_withdrawn_involvement_leaves_its_referral_without_an_open_case(cast, birch):
    for name in ("Bo", "Bea"):
        assert referral_with_open_case(birch)
        withdraw(part(birch, name), cast.mary)
    assert referral_with_open_case(birch) is None


def test_open_cases_are_asked_of_the_involvements_which_leave_out_the_withdrawn():
    """A join to the table from elsewhere would not: it knows nothing of the manager."""
    joined = re.compile(r"\binvolvements?__(closed_on|opened_on|isnull|decision)")
    found = [path for app in APPS for path in Path(app).rglob("*.py") if joined.search(path.read_text())]
    assert not found


def test_withdrawal_needs_a_reason_and_is_done_once(cast, birch):
    row = part(birch, "Bo")
    with pytest.raises(Refusal) as refused:
        withdraw(row, cast.mary, " ")
    assert refused.value.field == "because"
    withdraw(row, cast.mary)
    with pytest.raises(Conflict, match="was opened in error"):
        withdraw(row, cast.mary)


def test_withdrawal_is_for_the_grade_that_decides_on_referrals(cast, birch):
    for user in (cast.bob, cast.sue, cast.stan, cast.audrey):
        with pytest.raises(Refusal, match="needs"):
            withdraw(part(birch, "Bo"), user)
    withdraw(part(birch, "Bo"), cast.dev)


def test_nothing_more_is_recorded_of_a_withdrawn_involvement(cast, birch):
    row = part(birch, "Bo")
    withdraw(row, cast.mary)
    acts = (
        lambda: referrals.allege_harm(row, alleged_at=NOW, by=cast.mary, at=NOW),
        lambda: referrals.say_not_seen(row, because="Away.", by=cast.mary, at=NOW),
        lambda: referrals.say_early_help(row, decision="Yes.", by=cast.mary, at=NOW),
        lambda: referrals.decide(row.referral, decisions={row: ("NFA", "None.")}, by=cast.mary, at=NOW),
    )
    for act in acts:
        with pytest.raises(Conflict, match="opened in error"):
            act()


def test_withdrawal_page_is_reached_from_the_referral_which_shows_it_afterwards(cast, birch, signed_in):
    row = part(birch, "Bo")
    mary = signed_in(cast.mary)
    referral, address = (
        reverse("referral", args=[birch.pk, row.referral_id]), reverse("involvement-withdraw", args=[birch.pk, row.pk])
    )  # fmt: skip
    assert address in mary.get(referral).content.decode()
    assert "Choose why it was recorded in error." in mary.post(address, {"because": ""}).content.decode()
    assert mary.post(address, {"reason": "wrong_person", "because": "The wrong child."}).url == referral
    page = mary.get(referral).content.decode()
    assert "Opened in error" in page
    assert "it is about another person" in page
    assert "The wrong child." not in page
    assert address not in page
    assert mary.post(address, {"because": "Again."}).status_code == 410
    assert signed_in(cast.bob).get(address).status_code == 403
