"""A case that was closed in error is reopened, with just what its closing ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework import practice
from casework.allocations import services as allocations
from casework.allocations.queries import family_lead
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.frozen.models import Frozen
from casework.referrals import services as referrals
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from chronology.timeline.queries import lines_of
from tests.closing import closed, days_ago
from tests.factories import NOW
from tests.former import leave
from tests.told import times_told
from workbook.reopenings import services as reopenings

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A2.8", "A9.8")]
LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def alone(allocated, cast):
    """Ash with Mia as the only open child and Sue as the only worker."""
    with acting(cast.mary):
        ben = allocated.family.involvement_set.get(child=allocated.ben)
        change(ben, closed_on=days_ago(3), closed_because="RC7")
        for allocation in allocated.family.allocation_set.exclude(worker=cast.sue):
            change(allocation, until_date=days_ago(2), ended_because="OTHERS")
    return allocated


def reopen(closure, by, because="It was her cousin’s case.", at=LATER, **other):
    closure.refresh_from_db()
    return reopenings.reopen(closure, because=because, by=by, at=at, **other)


def running(family):
    return sorted(family.due_dates.running().values_list("timescale", "subject_id", "child", "owner", "due_at"))


def test_last_childs_case_goes_on_with_the_lead_and_exactly_its_clocks(alone, cast, time_machine):
    family = alone.family
    before, lead = running(family), family_lead(family)
    assert before
    # Another clock of the family is cancelled at the very moment of the closing, by something else.
    with acting(cast.mary):
        other = duedates.start("first_visit", family, family=family, at=NOW)
        before = [each for each in running(family) if each[0] != "first_visit"]
        duedates.cancel("first_visit", family, at=NOW)
    closure = closed(alone, cast)
    assert not running(family)
    assert family_lead(family, LATER.date()) is None
    time_machine.move_to(LATER, tick=False)
    reopen(closure, cast.mary)
    assert running(family) == before
    assert DueDate.objects.filter(pk=other.pk, cancelled_at=NOW).exists()
    assert family_lead(family) == lead
    lead.refresh_from_db()
    assert (lead.until_date, lead.lead_until, lead.ended_because, lead.outcome) == (None, None, "", "")
    assert family.involvement_set.get(child=alone.mia).closed_on is None
    family.headline.refresh_from_db()
    assert family.headline.open
    assert len(running(family)) == len({each[:2] for each in running(family)})


def test_only_one_clock_of_the_decision_on_a_workbook_runs_again(alone, cast):
    referral = alone.family.involvement_set.get(child=alone.mia).referral
    decision = DueDate.objects.of(referral).filter(timescale="workbook_decision")
    with acting(cast.mary):
        duedates.start("workbook_decision", referral, family=alone.family, at=NOW)
    reopen(closed(alone, cast), cast.mary)
    assert decision.running().count() == 1


def test_clock_that_was_cancelled_before_the_closing_stays_cancelled(alone, cast):
    referral = alone.family.involvement_set.get(child=alone.mia).referral
    with acting(cast.mary):
        duedates.start("workbook_decision", referral, family=alone.family, at=NOW)
        duedates.cancel("workbook_decision", referral, at=NOW)
    reopen(closed(alone, cast), cast.mary)
    assert not DueDate.objects.of(referral).filter(timescale="workbook_decision").running().exists()


def test_one_of_several_children_comes_back_and_into_the_workbook(month, cast):
    before = running(month.family)
    closure = closed(month, cast)
    assert month.episode.members.get(person=month.mia).until_date
    reopen(closure, cast.mary)
    assert month.episode.members.get(person=month.mia).until_date is None
    assert running(month.family) == before
    assert family_lead(month.family)


def test_record_of_the_closing_stays_as_it_was_frozen_with_the_mark(alone, cast, signed_in, time_machine):
    closure = closed(alone, cast)
    frozen = Frozen.objects.get(kind="closure", subject_id=closure.pk)
    contents = frozen.contents
    time_machine.move_to(LATER, tick=False)
    own, way = (
        reverse("closure", args=[alone.family.pk, closure.pk]),
        reverse("closure-reopen", args=[alone.family.pk, closure.pk]),
    )
    assert way in signed_in(cast.mary).get(own).content.decode()
    assert way not in signed_in(cast.sue).get(own).content.decode()
    reopen(closure, cast.mary)
    assert way not in signed_in(cast.mary).get(own).content.decode()
    frozen.refresh_from_db()
    assert frozen.contents == contents
    page = signed_in(cast.sue).get(reverse("frozen", args=[alone.family.pk, frozen.pk])).content.decode()
    assert "This case was closed in error, and reopened by Mary Moss" in page
    page = signed_in(cast.sue).get(own).content.decode()
    assert "This case was closed in error, and reopened by Mary Moss" in page
    page = signed_in(cast.sue).get(reverse("closures", args=[alone.family.pk])).content.decode()
    assert "closed in error, and reopened Thu 5 Nov 2026" in page
    assert reverse("closure", args=[alone.family.pk, closure.pk]) in page
    chronology = signed_in(cast.sue).get(reverse("chronology", args=[alone.family.pk])).content.decode()
    assert ": closed in error, and reopened" in chronology
    headlines = [line[3] for line in lines_of(alone.family)]
    assert ": closed in error, and reopened" in headlines
    assert ": closed as a child in need" not in "".join(headlines[:1])
    assert times_told(cast.sue, "it was closed in error") == 1
    assert times_told(cast.dev, "it was closed in error") == 1


def test_reopening_refuses_after_a_new_referral_and_too_late_and_others_and_twice(alone, cast):
    closure = closed(alone, cast)
    with pytest.raises(Refusal, match="higher grade"):
        reopen(closure, cast.sue)
    with pytest.raises(Refusal, match="Say why"):
        reopen(closure, cast.mary, because=" ")
    most = practice.current().settings.case_reopened_days
    with pytest.raises(Refusal, match="can be reopened until"):
        reopen(closure, cast.mary, at=NOW + timedelta(days=most + 1))
    reopened = reopen(closure, cast.mary, at=NOW + timedelta(days=most))
    with pytest.raises(Conflict, match="nothing to reopen"):
        reopen(reopened, cast.mary)


def test_reopening_refuses_where_the_child_was_referred_again(alone, cast):
    closure = closed(alone, cast)
    referrals.record_referral(
        alone.family, received_on=NOW.date(), source="6", reason="Again.", needs={alone.mia: "N1"}, by=cast.mary, at=NOW
    )
    with pytest.raises(Refusal, match="was referred again on"):
        reopen(closure, cast.mary)
    assert alone.family.involvement_set.filter(child=alone.mia, closed_on=None).count() == 1


def test_lead_goes_on_where_it_is_reopened_on_the_same_day(alone, cast):
    reopen(closed(alone, cast), cast.mary, at=NOW)
    assert family_lead(alone.family, NOW.date()).until_date is None


def test_lead_stays_ended_where_somebody_else_leads_since(alone, cast):
    closure = closed(alone, cast)
    details = {"role": Role.SOCIAL_WORKER, "lead": True, "by": cast.mary, "at": LATER}
    allocations.allocate(alone.family, cast.cora, **details)
    reopen(closure, cast.mary)
    assert family_lead(alone.family, LATER.date()).worker == cast.cora
    assert alone.family.allocation_set.get(worker=cast.sue).until_date == NOW.date()


def test_lead_who_has_left_does_not_come_back(alone, cast):
    closure = closed(alone, cast)
    leave(cast.sue, by=cast.mary)
    reopen(closure, cast.mary)
    assert family_lead(alone.family, LATER.date()) is None
    assert not alone.family.due_dates.running().filter(owner=cast.sue).exists()


def test_page_says_what_goes_on_and_closes_again(alone, cast, signed_in):
    closure = closed(alone, cast)
    mary, address = signed_in(cast.mary), reverse("closure-reopen", args=[alone.family.pk, closure.pk])
    page = mary.get(address).content.decode()
    assert "The part of Sue Sands goes on." in page
    assert "Due again, by the same moment" in page
    assert signed_in(cast.sue).get(address).status_code == 403
    assert mary.post(address, {"because": "The wrong child.", "version": closure.version}).status_code == 302
    assert mary.get(address).status_code == 409
    # Closed once more: another record, and the first stays.
    again = closed(alone, cast)
    assert again.pk != closure.pk
    assert Frozen.objects.filter(kind="closure").count() == 2
