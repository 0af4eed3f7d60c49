"""The worker's day: by the hour, one line a job, children unseen, and nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.notes import services as casenotes
from casework.people.contact_details import services as contacts
from casework.people.safe_contacts import services as safe_contacts
from casework.plans import services as facts
from casework.warnings import services as cautions
from tests.factories import NOW
from workbook.notes import services as notes

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = NOW.date()


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def visit(cast, month):
    return casenotes.plan(
        month.family, kind="home_visit", planned_for=NOW + 4 * HOUR, purpose="See Mia", by=cast.sue, at=NOW
    )


@pytest.fixture
def work(signed_in):
    return lambda user: signed_in(user).get("/")


def test_visit_of_today_comes_first_with_what_one_needs_at_the_door(cast, month, visit, work):
    cautions.add(
        month.family, kind="dog", detail="It bites.", source="Seen", from_date=TODAY, review_on=TODAY + 9 * DAY,
        by=cast.sue, at=NOW,
    )  # fmt: skip
    [entry] = work(cast.sue).context["work"].today
    assert (entry.event.at, entry.event.what, str(entry.event.family)) == (
        visit.planned_for,
        "Home visit: See Mia",
        "Ash",
    )
    assert entry.door.children == "Mia Ash (7), Ben Ash (2)"
    assert [str(alert) for alert in entry.door.alerts] == ["Dog: It bites."]
    page = text(work(cast.sue))
    assert page.index("Today by the hour") < page.index("Home visit: See Mia") < page.index("My families")
    assert reverse("note-took-place", args=[month.family.pk, visit.pk]) in page
    assert "14:00" in page
    assert not work(cast.dora).context["work"].today


def test_visit_in_the_week_and_later_and_one_of_which_nobody_said_what_came(cast, month, visit, work, at_the_time):
    at_the_time.move_to(NOW + DAY)
    found = work(cast.sue).context["work"]
    lines = {group.heading: [line.what for line in group.lines] for group in found.groups}
    assert "Say what came of it: Home visit: See Mia" in lines["To write up"]
    assert not found.today
    at_the_time.move_to(NOW - 3 * DAY)
    lines = {group.heading: [line.what for line in group.lines] for group in work(cast.sue).context["work"].groups}
    assert "Home visit: See Mia" in lines["This week"]
    at_the_time.move_to(NOW - 8 * DAY)
    assert "Home visit: See Mia" in [line.what for line in work(cast.sue).context["work"].later]


@pytest.mark.rule("A10.6")
def test_address_stands_there_and_a_protected_one_never_does(cast, month, visit, work):
    details = {"kind": "address", "from_date": TODAY, "by": cast.sue}
    contacts.add_contact(month.family, month.mia, value="7 Elm Road, Luton", **details)
    assert work(cast.sue).context["work"].today[0].door.places == ["7 Elm Road, Luton"]
    contacts.add_protected_contact(
        month.family, month.ann, value="9 Hidden Road, Luton", readers=[cast.dora], because="He looks for her.", at=NOW,
        **details,
    )  # fmt: skip
    assert work(cast.sue).context["work"].today[0].door.places == ["Protected: ask on the family’s page"]
    page = text(work(cast.sue))
    assert "Hidden Road" not in page
    assert "Elm Road" not in page


def test_safe_contact_stands_at_the_door_without_its_code_word(cast, month, visit, work):
    safe_contacts.add(
        month.family, month.ann, from_date=TODAY, by=cast.sue, when="Before noon", how="Text first",
        voicemail="no", post_read_by="", code_word="Bluebell",
    )  # fmt: skip
    page = text(work(cast.sue))
    assert "Safe contact, Ann Ash: Before noon. Text first." in page
    assert "Bluebell" not in page


def test_write_up_says_how_many_hours_are_left(cast, month, work, at_the_time):
    notes.record(month.family, kind="home_visit", took_place_at=NOW - DAY, by=cast.dora, at=NOW)
    [group] = [group for group in work(cast.dora).context["work"].groups if group.heading == "To write up"]
    assert [line.left for line in group.lines] == ["24 hours left"]
    at_the_time.move_to(NOW + 27 * HOUR)
    [group] = [group for group in work(cast.dora).context["work"].groups if group.heading == "To write up"]
    assert [(line.left, line.overdue) for line in group.lines] == [("3 hours over", True)]


@pytest.mark.rule("A7.7")
def test_child_unseen_past_the_plan_is_a_red_line_of_whoever_leads(cast, month, work, at_the_time):
    notes.record(
        month.family, kind="home_visit", took_place_at=NOW - DAY,
        seen=[(month.mia, True, False, False), (month.ben, True, False, False)], by=cast.dora, at=NOW,
    )  # fmt: skip
    assert work(cast.sue).context["unseen"] == []
    at_the_time.move_to(NOW + 20 * DAY)
    assert work(cast.sue).context["unseen"] == []
    at_the_time.move_to(NOW + 40 * DAY)
    [line] = work(cast.sue).context["unseen"]
    assert line.what == "See Mia Ash and Ben Ash: last seen Mon 2 Nov 2026, 10:00"
    assert (line.url, line.overdue, line.urgent) == (reverse("note-plan", args=[month.family.pk]), True, True)
    page = text(work(cast.sue))
    assert page.index("See Mia Ash and Ben Ash") < page.index("Today by the hour")
    assert work(cast.dora).context["unseen"] == []
    [line] = work(cast.mary).context["team"].unseen
    assert line.what.startswith("See Mia Ash and Ben Ash")
    assert work(cast.sid).context["team"].unseen == []


@pytest.mark.rule("A7.7")
def test_child_with_a_protection_plan_is_to_be_seen_sooner(cast, month, work, at_the_time):
    notes.record(
        month.family, kind="home_visit", took_place_at=NOW - DAY,
        seen=[(month.mia, True, False, False), (month.ben, True, False, False)], by=cast.dora, at=NOW,
    )  # fmt: skip
    values = {"category": "NEG", "from_date": TODAY, "by": cast.sue, "at": NOW}
    facts.begin_plans(month.family, [month.mia], kind="cp", **values)
    at_the_time.move_to(NOW + 20 * DAY)
    [line] = work(cast.sue).context["unseen"]
    assert line.what.startswith("See Mia Ash: last seen")
    [mine] = work(cast.sue).context["families"].rows
    assert (mine.plan, str(mine.longest.child), mine.unseen) == ("Child protection plan (neglect)", "Mia Ash", True)


def test_hold_the_supervision_leads_to_what_it_waits_for(cast, month, signed_in):
    """To closing the episode for whoever leads the work, not to the Workbook's page."""
    url = reverse("supervision-next", args=[month.family.pk])
    assert url in text(signed_in(cast.sue).get("/"))
    closes = signed_in(cast.sue).get(url)
    assert closes.url == reverse("episode-close", args=[month.family.pk, month.episode.pk])
    assert signed_in(cast.dora).get(url).url == reverse("workbook", args=[month.family.pk])
    assert signed_in(cast.stan).get(url).status_code == 404


def test_supervision_that_is_closed_for_leads_to_its_being_held(cast, prepared, signed_in):
    url = reverse("supervision-next", args=[prepared.family.pk])
    args = [prepared.family.pk, prepared.episode.supervision.pk]
    assert signed_in(cast.mary).get(url).url == reverse("supervision-hold", args=args)
    assert signed_in(cast.dora).get(url).url == reverse("supervision", args=args)


@pytest.mark.rule("C14")
def test_highest_rating_of_the_workers_stands_with_whose_it_is_until_the_group_has_rated(
    cast, month, finalise, signed_in
):
    assert "Not rated" not in text(signed_in(cast.sue).get("/"))
    finalise(cast.dora)
    [mine] = signed_in(cast.sue).get("/").context["families"].rows
    assert (mine.rag, mine.highest.rag, mine.highest.by) == ("", "amber", "domestic abuse worker (victims)")
    page = text(signed_in(cast.sue).get("/"))
    assert "by the domestic abuse worker (victims), " in page


def test_undecided_call_stands_before_everything_and_an_alerts_review_after_it(cast, month, signed_in, at_the_time):
    cautions.add(
        month.family, kind="dog", detail="It bites.", source="Seen", from_date=TODAY, review_on=TODAY + DAY,
        by=cast.sue, at=NOW,
    )  # fmt: skip
    at_the_time.move_to(NOW + 3 * DAY)
    page = text(signed_in(cast.mary).get("/"))
    review = page[page.index("Alerts due for review") :]
    assert "app-due--overdue" not in review.partition("</ul>")[0]


def test_title_says_how_many_wait(cast, month, work, at_the_time):
    """Mia and Ben were not seen since their cases opened: one line of whoever leads."""
    assert "<title>(1) My work – " in text(work(cast.sue))
    assert "<title>My work – " in text(work(cast.dora))
