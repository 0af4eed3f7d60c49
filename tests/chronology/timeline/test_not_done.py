"""What did not happen, as lines of the chronology."""

import pytest

from casework.notes import services as casenotes
from casework.referrals import services as referrals
from chronology.timeline.presenters import entries
from tests.factories import NOW
from tests.story import days_ago
from workbook.notes import services as notes

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.15", "A8.6")]


def of(family, source, **narrowed):
    return [entry for entry in entries(family, **narrowed) if entry.source == source]


@pytest.mark.parametrize("visits", ["all", "significant"])
def test_visit_that_did_not_take_place_is_a_line_with_its_reason(story, cast, practised, visits):
    practised(visits_in_chronology=visits)
    planned = casenotes.plan(
        story.family, kind="home_visit", planned_for=days_ago(2), purpose="See Mia at home", by=cast.sue, at=days_ago(3)
    )
    notes.did_not_take_place(
        planned, reason="no_answer", because="The curtains were drawn.", done="Rang the school.", by=cast.sue, at=NOW
    )
    [line] = of(story.family, "visit-not-done")
    assert line.headline == "Home visit (See Mia at home) did not take place: no answer"
    assert line.why == "The curtains were drawn. What was done: Rang the school."
    assert (line.moment, line.timed, line.kind) == (days_ago(2), True, "visit")


def test_meeting_that_did_not_take_place_is_no_line(story, cast):
    planned = casenotes.plan(story.family, kind="meeting", planned_for=days_ago(2), by=cast.sue, at=days_ago(3))
    notes.did_not_take_place(planned, reason="no_answer", by=cast.sue, at=NOW)
    assert of(story.family, "visit-not-done") == []


def test_visit_says_of_a_child_why_they_were_not_seen(story, cast, practised):
    practised(visits_in_chronology="all")
    notes.record(
        story.family, kind="home_visit", took_place_at=days_ago(1), by=cast.sue, at=NOW,
        seen=[(story.mia, True, True, False), (story.ben, False, False, False)],
        whys={story.ben.pk: ("asleep", "")},
    )  # fmt: skip
    [visit] = of(story.family, "visit")
    assert visit.why == "Seen: Mia Ash alone. Not seen: Ben Ash (was asleep)."
    assert visit in of(story.family, "visit", child=story.ben)


@pytest.mark.rule("A7.19")
def test_harm_alleged_is_a_line_and_says_why_the_child_was_not_seen_in_time(story, cast):
    involvement = story.referral.involvements.get(child=story.mia)
    referrals.allege_harm(involvement, alleged_at=days_ago(1), by=cast.sue, at=NOW)
    [line] = of(story.family, "harm-alleged")
    assert (line.headline, line.why, line.timed) == ("Mia Ash: deliberate harm was alleged", "", True)
    referrals.say_not_seen(involvement, because="In hospital.", by=cast.sue, at=NOW)
    assert of(story.family, "harm-alleged")[0].why == "Not seen in time, because: In hospital."
    assert cast.mary.notifications.filter(kind="harm_child_not_seen").exists()


def test_overview_says_how_many_visits_did_not_take_place_since_a_child_was_seen(story, cast, signed_in):
    for days in (3, 2):
        planned = casenotes.plan(story.family, kind="home_visit", planned_for=days_ago(days), by=cast.sue, at=NOW)
        notes.did_not_take_place(planned, reason="not_in", by=cast.sue, at=NOW)
    seen = [(story.mia, True, False, False)]
    notes.record(story.family, kind="home_visit", took_place_at=days_ago(1), by=cast.sue, at=NOW, seen=seen)
    page = signed_in(cast.sue).get(f"/families/{story.family.pk}/")
    children = {each.person.pk: each.missed for each in page.context["children"]}
    assert children[story.mia.pk] == 0
    assert children[story.ben.pk] == 2


def test_routine_visit_says_who_was_there(story, cast, practised):
    practised(visits_in_chronology="all")
    notes.record(
        story.family, kind="session", took_place_at=days_ago(1), by=cast.sue, at=NOW, who_was_there="Ann Ash",
    )  # fmt: skip
    [visit] = of(story.family, "visit")
    assert visit.why == "With Ann Ash. No child is recorded as seen."
