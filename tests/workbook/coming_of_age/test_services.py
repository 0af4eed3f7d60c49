"""From 17 and a half the team is asked; at 18 no clock of a child goes on, and what still runs is asked about."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from casework import practice
from casework.duedates import services as duedates
from casework.notifications.models import Notification
from casework.people import services as people
from casework.people.models import Person
from casework.people.queries import fingerprint_of_member
from casework.practice.schema import Practice
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.services import robot
from tests.factories import NOW
from workbook.coming_of_age import queries, services

pytestmark = pytest.mark.django_db
BIRTHDAY = date(2027, 5, 3)  # half a year after NOW
GIVEN = {"the_case": "It ends.", "the_summary": "Sue completes it.", "direct_work": "Rick says goodbye."}


def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mia(cast, allocated):
    """Mia turns 18 on BIRTHDAY."""
    with acting(cast.mary):
        change(allocated.mia, born=date(2009, 5, 3))
    return allocated.mia


@pytest.fixture
def involvement(mia):
    return mia.involvements.get()


def ask(now=NOW):
    return services.ask_all(by=robot("changes"), now=now)


def running(involvement, timescale=queries.TIMESCALE):
    return involvement.family.due_dates.running().filter(timescale=timescale, child=involvement.child_id)


def test_coming_of_age_is_asked_of_the_lead_from_half_a_year_before_and_once(cast, involvement):
    assert ask(NOW - timedelta(days=1)) == 0
    assert ask() == 1
    assert ask() == 0
    due = running(involvement).get()
    assert (due.owner, due.due_at.astimezone(ZoneInfo("Europe/London")).date()) == (cast.sue, BIRTHDAY)
    told = Notification.objects.filter(kind="coming_of_age").values_list("user", flat=True)
    assert {cast.sue.pk, cast.mary.pk} <= set(told)
    assert cast.stan.pk not in told


def test_coming_of_age_is_asked_as_early_as_the_practice_file_says(involvement, monkeypatch):
    file = practice.current().model_dump()
    file["timescales"]["coming_of_age"] |= {"length": 2}
    changed = Practice.model_validate(file)
    monkeypatch.setattr(practice, "current", lambda: changed)
    assert ask() == 0
    assert ask(at(date(2027, 3, 3))) == 1


def test_coming_of_age_is_answered_by_who_leads_and_is_met(cast, involvement, signed_in):
    ask()
    with pytest.raises(Refusal, match="direct work"):
        services.decide(involvement, **GIVEN | {"direct_work": " "}, by=cast.sue, at=NOW)
    for by in (cast.dora, cast.bob, cast.stan):
        with pytest.raises(Refusal):
            services.decide(involvement, **GIVEN, by=by, at=NOW)
    address = reverse("coming-of-age", args=[involvement.family_id, involvement.pk])
    page = signed_in(cast.sue).get(address).text
    assert "The 18th birthday of Mia Ash: Mon 3 May 2027." in page
    assert "Still runs: a part in a referral." in page
    signed_in(cast.sue).post(address, GIVEN)
    assert not running(involvement).exists()
    assert queries.answer_of(involvement).the_case == "It ends."
    assert ask(NOW + timedelta(days=1)) == 0


def test_coming_of_age_ends_the_clocks_of_a_child_and_asks_again_what_still_runs(cast, involvement):
    services.decide(involvement, **GIVEN, by=cast.sue, at=NOW)
    assert running(involvement, "case_summary").exists()
    assert ask(at(BIRTHDAY - timedelta(days=1))) == 0
    assert ask(at(BIRTHDAY)) == 1
    others = involvement.family.due_dates.running().filter(child=involvement.child_id)
    assert [due.timescale for due in others] == [queries.TIMESCALE]
    assert ask(at(BIRTHDAY + timedelta(days=1))) == 0


def test_no_clock_of_a_child_starts_after_the_18th_birthday(cast, involvement):
    """Whatever service would start one: it is asked in one place."""
    details = {"family": involvement.family, "child": Person.objects.get(pk=involvement.child_id)}
    with acting(cast.mary):
        assert duedates.start("case_summary", involvement, at=at(BIRTHDAY), **details) is None
        assert duedates.start("case_summary", involvement, at=at(BIRTHDAY - timedelta(days=1)), **details)
        assert duedates.start(queries.TIMESCALE, involvement, at=at(BIRTHDAY), **details)


def test_coming_of_age_is_not_asked_of_the_dead_or_where_the_case_is_closed(cast, involvement):
    with acting(cast.mary):
        change(involvement.child, died=NOW.date())
    assert ask(at(BIRTHDAY)) == 0


def correct_birth(cast, child, born):
    member = child.memberships.get(until_date=None)
    people.put_right_person(
        member, fingerprint=fingerprint_of_member(member), by=cast.mary, at=NOW, name=child.name, known_as="",
        sex="F", born=born, expected=None, in_household=True,
    )  # fmt: skip


def test_coming_of_age_asked_falls_away_where_the_birth_is_corrected(cast, involvement):
    ask()
    correct_birth(cast, involvement.child, date(2015, 5, 3))
    assert not running(involvement).exists()


def test_coming_of_age_is_asked_again_where_it_was_answered_of_another_birth(cast, involvement):
    ask()
    services.decide(involvement, **GIVEN, by=cast.sue, at=NOW)
    correct_birth(cast, involvement.child, date(2013, 5, 3))
    later = NOW.replace(year=2030)
    with time_machine.travel(later, tick=False):
        assert ask(later) == 1
        assert ask(later) == 0


def test_coming_of_age_is_not_answered_of_a_child_of_seven(cast, allocated):
    with pytest.raises(Refusal, match="too early"):
        services.decide(allocated.mia.involvements.get(), **GIVEN, by=cast.sue, at=NOW)


def test_clocks_of_a_child_who_was_taken_for_18_come_back(cast, allocated):
    involvement = allocated.mia.involvements.get()
    before = {due.timescale for due in involvement.family.due_dates.running().filter(child=allocated.mia)}
    with acting(cast.mary):
        change(allocated.mia, born=date(2008, 10, 30))
    ask()
    assert not before & {due.timescale for due in involvement.family.due_dates.running().filter(child=allocated.mia)}
    correct_birth(cast, allocated.mia, date(2013, 10, 30))
    after = {due.timescale for due in involvement.family.due_dates.running().filter(child=allocated.mia)}
    assert before
    assert before == after
