"""A vulnerability that shows itself later: said by any worker, decided upon by the managers (A1.10)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.duedates.presenters import dues_of_many
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.checklist import all_met, none_met
from tests.factories import NOW
from tests.told import shown_to, told
from workbook.workbooks import queries
from workbook.workbooks import services as workbooks
from workbook.workbooks.models import EmergedVulnerability
from workbook.workbooks.vulnerabilities import services as vulnerabilities

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A1.10")]
BEFORE = NOW - timedelta(days=5)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def say(ash, by, **values):
    details = {"vulnerability": "substance_misuse", "what": "Bottles under the sink.", "noticed_on": NOW.date()}
    return vulnerabilities.record_vulnerability(ash.referral, by=by, at=NOW, **details | values)


def decide_not(ash, by, at=BEFORE, reason="No adult worker is needed."):
    return workbooks.decide_not_to_open(ash.referral, reason=reason, answers=none_met(), by=by, at=at)


def running(ash):
    return ash.family.due_dates.filter(timescale="workbook_decision", met_at=None, cancelled_at=None)


def text_of(response):
    return response.content.decode()


def address(ash):
    return reverse("workbook-vulnerability", args=[ash.family.pk, ash.referral.pk])


def test_vulnerability_makes_the_decision_pending_with_a_day_for_the_managers_who_are_notified(allocated, cast):
    decide_not(allocated, cast.mary)
    assert not queries.is_to_be_decided(allocated.referral)
    said = say(allocated, cast.dora)
    due = running(allocated).get()
    assert (due.due_at, due.team) == (NOW + timedelta(hours=24), cast.north)
    assert queries.undecided_vulnerabilities(allocated.referral) == [said]
    news = told("Dora Dale recorded that a vulnerability has emerged")
    assert {row.user for row in news} == {cast.mary, cast.dev}
    assert shown_to(cast.mary)[0].url == dues_of_many([due], cast.mary)[0].url


def test_vulnerability_does_not_restart_a_day_that_runs_already(allocated, cast):
    say(allocated, cast.dora)
    first = running(allocated).get()
    with time_machine.travel(NOW + timedelta(hours=5), tick=False):
        vulnerabilities.record_vulnerability(
            allocated.referral, vulnerability="mental_health", what="Low.", noticed_on=NOW.date(), by=cast.sue,
            at=NOW + timedelta(hours=5),
        )  # fmt: skip
    assert running(allocated).get() == first


@pytest.mark.parametrize("opened", [True, False])
def test_vulnerability_is_answered_by_either_decision(allocated, cast, opened):
    decide_not(allocated, cast.mary)
    say(allocated, cast.dora)
    later = NOW + timedelta(hours=1)
    if opened:
        workbooks.open_workbook(
            allocated.referral, reason="Now it is.", answers=all_met(), index_child=allocated.ben,
            people=[allocated.ben, allocated.ann], supervision_planned_for=NOW + timedelta(days=28), by=cast.mary,
            at=later,
        )  # fmt: skip
    else:
        decide_not(allocated, cast.mary, at=later)
    assert not queries.is_to_be_decided(allocated.referral)
    assert not running(allocated).exists()


def test_vulnerability_makes_the_same_no_a_decision_of_its_own(allocated, cast):
    decide_not(allocated, cast.mary)
    decide_not(allocated, cast.mary, at=BEFORE + timedelta(minutes=1))
    assert allocated.referral.workbook_decisions.count() == 1
    say(allocated, cast.dora)
    decide_not(allocated, cast.mary, at=NOW + timedelta(hours=1))
    assert allocated.referral.workbook_decisions.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"vulnerability": "debts"}, "vulnerability"),
        ({"what": "  "}, "what"),
        ({"noticed_on": NOW.date() + timedelta(days=1)}, "noticed_on"),
        ({"noticed_on": NOW.date() - timedelta(days=400)}, "noticed_on"),
    ],
)
def test_vulnerability_that_cannot_be_is_refused(allocated, cast, values, field):
    with pytest.raises(Refusal) as refused:
        say(allocated, cast.dora, **values)
    assert refused.value.field == field
    assert not EmergedVulnerability.objects.exists()


def test_vulnerability_with_an_open_workbook_belongs_into_the_summary(month, cast):
    with pytest.raises(Refusal, match="A Workbook is open already"):
        say(month, cast.dora)


def test_vulnerability_with_no_open_case_needs_a_new_referral_first(allocated, cast):
    with acting(cast.mary):
        for involvement in allocated.referral.involvements.all():
            change(involvement, closed_on=NOW.date(), closed_because="RC7")
    with pytest.raises(Refusal, match="new referral"):
        say(allocated, cast.dora)


def test_vulnerability_is_recorded_by_who_records(allocated, cast):
    for nobody in (cast.stan, cast.bob, cast.audrey):
        with pytest.raises(Refusal, match="You may not"):
            say(allocated, nobody)


def test_vulnerability_recorded_in_the_browser_is_found_by_the_manager_on_both_pages(allocated, cast, signed_in):
    decide_not(allocated, cast.mary)
    client = signed_in(cast.dora)
    workbook = reverse("workbook", args=[allocated.family.pk])
    assert address(allocated) in text_of(client.get(workbook))
    sent = {
        "vulnerability": "substance_misuse", "what": "Bottles under the sink.", "noticed_on": "2026-11-03",
        }  # fmt: skip
    page = text_of(client.post(address(allocated), sent, follow=True))
    assert "the managers were asked to decide on a Workbook" in page
    for path in (workbook, reverse("workbook-decide", args=[allocated.family.pk, allocated.referral.pk])):
        page = text_of(signed_in(cast.mary).get(path))
        for words in (
            "The question is open again",
            "Substance misuse",
            "Bottles under the sink.",
            "Wed 4 Nov 2026, 10:00",
        ):
            assert words in page, (path, words)
    assert "Not to open a Workbook: No adult worker is needed." in page


def test_vulnerability_page_says_what_is_missing_and_keeps_what_was_typed(allocated, cast, signed_in):
    sent = {"vulnerability": "", "what": "Bottles.", "noticed_on": "2026-11-04"}
    page = text_of(signed_in(cast.dora).post(address(allocated), sent))
    assert "Answer ‘Which vulnerability?’" in page
    assert "Bottles." in page


def test_vulnerability_stays_to_be_read_after_the_decision(allocated, cast, signed_in):
    say(allocated, cast.dora)
    decide_not(allocated, cast.mary, at=NOW + timedelta(hours=1))
    page = text_of(signed_in(cast.sue).get(reverse("workbook", args=[allocated.family.pk])))
    assert "The question is open again" not in page
    assert "Vulnerabilities that have emerged" in page
    assert "Bottles under the sink." in page


def test_vulnerability_page_is_not_found_by_business_support_and_strangers(allocated, cast, signed_in):
    assert signed_in(cast.bob).get(address(allocated)).status_code == 403
    assert signed_in(cast.stan).get(address(allocated)).status_code == 404
