"""Each role has a home of its own: managers, service managers, business support, auditors."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.absences import services as absences
from casework.answers.models import Answer
from casework.users import services as users
from tests.cast import OUTCOME
from tests.factories import NOW
from workbook.summaries import services as summaries

DAY = timedelta(days=1)
TODAY = NOW.date()


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def work(signed_in):
    return lambda user: signed_in(user).get("/")


def rate(month, worker, rag):
    summary = month.episode.summaries.get(worker=worker)
    summaries.write(summary, written=OUTCOME, rag=rag, rationale="He came back.", by=worker, at=NOW)
    asked = {"strategy_discussion": "not", "no_strategy_because": "The police were there."} if rag == "red" else {}
    summaries.finalise(summary, by=worker, at=NOW, **asked)


@pytest.mark.rule("C14", "A3.11")
def test_new_red_stands_before_the_managers_with_what_was_said_of_a_strategy_discussion(cast, month, work, at_the_time):
    assert work(cast.mary).context["team"].reds == []
    rate(month, cast.dora, "red")
    [line] = work(cast.mary).context["team"].reds
    assert line.what == "Red, by the domestic abuse worker (victims), Dora Dale"
    assert "The police were there." in line.why
    assert line.urgent
    assert "New Reds" not in text(work(cast.sue))
    assert work(cast.sid).context["team"].reds == []
    at_the_time.move_to(NOW + 8 * DAY)
    assert work(cast.mary).context["team"].reds == []


def test_managers_see_who_is_away_today_and_who_covers(cast, month, work, at_the_time):
    absences.add(cast.sue, cover=cast.cora, from_date=TODAY, until_date=TODAY + DAY, by=cast.sue, at=NOW)
    [away] = work(cast.mary).context["team"].away
    assert (away.who, away.cover, away.until) == ("Sue Sands", "Cora Cole", TODAY + DAY)
    assert "Sue Sands, until Wed 4 Nov 2026: Cora Cole covers" in text(work(cast.mary))
    assert work(cast.sid).context["team"].away == []
    at_the_time.move_to(NOW + 2 * DAY)
    assert work(cast.mary).context["team"].away == []


def test_reminder_is_sent_from_my_work_to_each_worker_who_is_missing(cast, month, signed_in, at_the_time):
    at_the_time.move_to(month.episode.supervision_planned_for - 5 * DAY)
    [lacking] = signed_in(cast.mary).get("/").context["exceptions"].incomplete
    ask = next(each.ask_url for each in lacking.missing if each.worker == "Rick Reed")
    client = signed_in(cast.mary)
    assert client.post(ask).status_code == 302
    assert cast.rick.notifications.filter(by=cast.mary).exists()


def test_service_manager_sees_the_teams_at_a_glance(cast, month, work):
    users.join_team(cast.south, cast.serena, role="service_manager", from_date=TODAY, by=cast.serena)
    rate(month, cast.dora, "red")
    teams = {each.waiting.name: each for each in work(cast.serena).context["team"].teams}
    assert {name: each.reds for name, each in teams.items()} == {"North": 1, "South": 0}
    assert (teams["North"].unseen, teams["North"].waiting.unallocated) == (2, 0)
    assert work(cast.mary).context["team"].teams == []


def test_auditor_sees_what_is_disputed_and_what_was_opened_in_an_emergency(cast, story, work):
    found = work(cast.audrey).context["to_audit"]
    open_ones = Answer.objects.filter(state="looked_into").count()
    assert len(found.disputes) == open_ones
    page = text(work(cast.audrey))
    assert reverse("emergencies") in page
    assert work(cast.mary).context["to_audit"] is None


def test_business_support_sees_date_place_who_comes_and_the_pack(cast, prepared, work):
    page = text(work(cast.bob))
    [entry] = work(cast.bob).context["to_prepare"]
    assert entry.who
    assert f"Who comes: {entry.who}" in page
    assert "Needs attention" not in page
    assert "Today by the hour" not in page
