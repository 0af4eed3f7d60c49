"""The family's home page: all that one needs to know first, in one request."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.families.services import add_family
from casework.matching.services import merge
from casework.notes import services as casenotes
from casework.people.contact_details import services as contacts
from casework.practice.calendar import END_OF_DAY, LONDON
from casework.relationships import services as relationships
from casework.subjects import columns_of
from chronology.overview import queries
from chronology.overview.card.presenters import shared
from tests.cast import OUTCOME
from tests.checklist import all_met
from tests.factories import NOW, add_adult, add_child
from tests.story import days_ago
from workbook.allocations.services import allocate
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.workbooks import services as workbooks


@pytest.fixture
def home(story, cast, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    client = signed_in(cast.cora)
    return lambda: client.get(reverse("family", args=[story.family.pk]))


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.rule("A7.7", "A10.1")
def test_overview_says_where_each_child_lives_and_when_last_seen_and_alone(home, story):
    mia, ben = home().context["children"]
    assert (mia.person, mia.age, mia.where) == (story.mia, "7", "In the household")
    assert (mia.last_seen, mia.last_alone) == (days_ago(17), days_ago(17))
    assert (ben.last_seen, ben.last_alone) == (days_ago(17), None)


def test_withdrawn_visit_does_not_count_as_seeing_the_child(home, story, cast):
    visit = notes.record(
        story.family, kind="home_visit", took_place_at=days_ago(1), seen=[(story.ben, True, True, False)],
        by=cast.sue, at=NOW,
    )  # fmt: skip
    assert home().context["children"][1].last_alone == days_ago(1)
    casenotes.withdraw(visit, because="Of another family.", by=cast.sue, at=NOW)
    assert home().context["children"][1].last_alone is None


def test_adults_say_how_they_are_related_and_workers_their_role(home):
    page = text(home())
    assert "The mother of Mia Ash and Ben Ash" in page
    assert "Domestic abuse worker" in page


@pytest.mark.rule("A8.4")
def test_brief_comes_from_the_latest_completed_case_summary_with_its_date(home, story):
    answer = home()
    [mia] = answer.context["briefs"]
    assert [passage.heading for passage in mia.passages] == [
        "What is working well?", "What are we worried about?", "What is the current plan?",
    ]  # fmt: skip
    assert "As at Tue 20 Oct 2026, 10:00" in text(answer)
    # Of Ben there is none, and no box that says so; both are a click away from the card.
    assert "No case summary has been completed yet." not in text(answer)
    for child in (story.mia, story.ben):
        assert reverse("case-summary", args=[story.family.pk, child.pk]) in text(answer)


def test_period_shows_each_workers_summary_and_their_last_rating(home, story):
    answer = home()
    assert answer.context["period"] == story.next_episode
    assert [(str(row.worker), row.state, row.last_rag) for row in answer.context["summaries"]] == [
        ("Sue Sands", "open", "red"),
        ("Dora Dale", "open", "red"),
    ]
    # Rick writes a part of Dora's, which is no summary and no rating of its own.
    assert [str(part.worker) for part in answer.context["summaries"][1].parts.all()] == ["Rick Reed"]


def test_overview_shows_the_last_supervision_with_decision_and_open_actions(home):
    page = text(home())
    assert "Continue: the next Workbook episode opens" in page
    assert "Parenting group" in page
    assert "Register with the new school" in page


def test_reason_of_a_decision_is_a_sentence_of_its_own():
    supervision = SimpleNamespace(
        pk=1, overall_rag="green", held_at=NOW, get_decision_display="Close the Workbook", signed_off_by="Mary May",
        decision_because="She moved away.",
    )  # fmt: skip
    context = {"supervision": supervision, "family": SimpleNamespace(pk=1), "actions": []}
    told = render_to_string("chronology/overview/supervision.html", context)
    assert 'Close the Workbook. She moved away. <span class="app-small">Signed off by Mary May.' in told


def test_overview_has_what_is_due_from_its_reader_and_nobody_elses_clocks(home, story, cast, signed_in):
    assert home().context["dues"] == []
    context = signed_in(cast.sue).get(reverse("family", args=[story.family.pk])).context
    dues = [*context["dues"], *context["dues_later"]]
    assert "Hold the group supervision" in {due.what for due in dues}
    assert dues == sorted(dues, key=_moment)


def _moment(due):
    """What is due on a day is due at its end."""
    return due.when if isinstance(due.when, datetime) else datetime.combine(due.when, END_OF_DAY, tzinfo=LONDON)


def test_due_line_leads_only_the_author_to_writing_a_visit_up(home, story, cast, signed_in):
    visit = notes.record(story.family, kind="home_visit", took_place_at=days_ago(1), by=cast.dora, at=NOW)
    write_up = reverse("note-write-up", args=[story.family.pk, visit.pk])
    assert write_up in signed_in(cast.dora).get(reverse("family", args=[story.family.pk])).content.decode()
    for other in (cast.cora, cast.bob, cast.audrey):
        page = signed_in(other).get(reverse("family", args=[story.family.pk])).content.decode()
        assert write_up not in page
    # It is Dora's clock: what she wrote stands with the notes.
    assert visit.author == cast.dora


@pytest.mark.parametrize(
    ("timescale", "page", "doer"),
    [("first_visit", "note-plan", "sue"), ("referral_decision", "referral-decide", "mary")],
)
def test_due_line_leads_to_the_act_itself(home, story, cast, signed_in, timescale, page, doer):
    subject = story.family if timescale == "first_visit" else story.referral.involvements.first()
    args = [story.family.pk] + ([story.referral.pk] if page == "referral-decide" else [])
    due = story.family.due_dates.running().first()
    owner = cast.sue if doer == "sue" else None
    story.family.due_dates.filter(pk=due.pk).update(timescale=timescale, owner=owner, **columns_of(subject))
    answer = signed_in(getattr(cast, doer)).get(reverse("family", args=[story.family.pk]))
    assert reverse(page, args=args) in {line.url for line in (*answer.context["dues"], *answer.context["dues_later"])}


def test_overview_has_the_last_five_lines_of_the_chronology(home):
    assert len(home().context["latest"]) == 5


def test_overview_of_a_new_family_says_what_will_be_there(cast, signed_in):
    family = add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    page = text(signed_in(cast.mary).get(reverse("family", args=[family.pk])))
    for sentence in ("No child has been added yet.", "No Workbook is open.", "None has been signed off yet."):
        assert sentence in page


def test_overview_of_a_large_family_costs_no_more_queries(home, story, cast):
    notes.record(story.family, kind="home_visit", took_place_at=days_ago(2), by=cast.sue, at=NOW)
    with CaptureQueriesContext(connection) as small:
        home()
    for number in range(3):
        child = add_child(story.family, cast.mary, name=f"Kim {number}")
        adult = add_adult(story.family, cast.mary, name=f"Lou {number}")
        told = {"by": cast.mary, "at": NOW, "override_because": "Both came today."}
        relationships.relate(story.family, adult, kind="grandparent", other=child, **told)
        notes.record(
            story.family, kind="home_visit", took_place_at=days_ago(1), seen=[(child, True, True, False)], by=cast.sue,
            at=NOW,
        )  # fmt: skip
    allocate(story.family, cast.cora, role="social_worker", by=cast.mary, at=NOW)
    with CaptureQueriesContext(connection) as large:
        home()
    # Two are asked once there is a relationship at all; one once something is due from the reader, allocated now.
    assert len(large) <= min(len(small) + 3, 43)


def test_overview_asks_for_no_script_of_its_own(home):
    assert home().content.decode().count("<script") == 1


def test_last_rating_may_be_of_an_earlier_workbook(cast, month):
    summary = month.episode.summaries.get(worker=cast.sue)
    summaries.write(summary, written=OUTCOME, rag="red", rationale="He came back.", by=cast.sue, at=NOW)
    summaries.finalise(summary, strategy_discussion="today", by=cast.sue, at=NOW)
    workbooks.close(month.workbook, reason="work_completed", because="Moved away.", by=cast.mary, at=NOW)
    second = workbooks.open_workbook(
        month.referral, reason="They are back.", answers=all_met(), index_child=month.ben,
        people=[month.mia, month.ben, month.ann],
        supervision_planned_for=NOW + timedelta(days=60), by=cast.mary, at=NOW + timedelta(days=30),
    )  # fmt: skip
    rows = queries.summaries_of(second.episodes.get())
    assert {row.worker: row.last_rag for row in rows} == {cast.sue: "red", cast.dora: None, cast.rick: None}


def test_due_line_says_its_rule_what_started_it_and_what_meets_it(home, story, cast, signed_in):
    said = text(signed_in(cast.sue).get(reverse("family", args=[story.family.pk]))).replace("&#x27;", "'")
    assert "3 calendar months after the child's case opened or the last case summary was completed: " in said
    assert "Met by completing the case summary" in said


@pytest.mark.rule("C17")
def test_overview_shows_each_child_with_plan_and_next_conference(home, story):
    html = text(home())
    for words in ("Child protection plan (neglect)", "Core group", "Thu 12 Nov 2026"):
        assert words in html
    for child in (story.mia, story.ben):
        assert reverse("child-plans", args=[story.family.pk, child.pk]) in html


@pytest.mark.rule("A9.17", "A9.20")
def test_overview_leads_to_warnings_and_the_safety_plan(home, story):
    html = text(home())
    for name in ("warnings", "safety-plan"):
        assert reverse(name, args=[story.family.pk]) in html
    assert "Dog: It bites strangers." in html


@pytest.mark.rule("A7.7")
def test_child_entered_twice_is_last_seen_under_either_entry(home, story, cast):
    twice = add_child(story.family, cast.mary, name="Mia Ashe")
    notes.record(
        story.family, kind="home_visit", took_place_at=NOW, seen=[(twice, True, False, False)], by=cast.sue, at=NOW
    )
    told = {"by": cast.mary, "at": NOW, "override_because": "It was not known."}
    relationships.relate(story.family, twice, kind="half_sibling", other=story.ben, **told)
    merge(twice, story.mia, because="One NHS number.", by=cast.mary, at=NOW)
    mia = home().context["children"][0]
    assert mia.last_seen == NOW
    assert any("half-brother or half-sister of Ben" in line for line in mia.related)


@pytest.mark.rule("A10.6", "A7.7")
def test_card_says_once_what_is_so_of_several_children(home, story, cast):
    card = home().context["card"]
    [plan] = [each for each in card.plans if "neglect" in each.words]
    assert plan.everybody == (len(plan.children) == 2)
    assert {child for each in card.seen for child in each.children} == {story.mia, story.ben}
    # Mia, whose plan protects her, is overdue, and Ben is not.
    assert [(each.of, each.words, each.late) for each in card.seen] == [
        ("Mia Ash", "Sat 17 Oct 2026, 2 weeks ago", "overdue since 30 Oct"),
        ("Ben Ash", "Sat 17 Oct 2026, 2 weeks ago", ""),
    ]
    alone = {each.of: each.words for each in card.alone}
    assert alone["Ben Ash"] == "not yet"


def test_card_says_that_a_child_is_overdue_by_the_plan(home, time_machine):
    assert "app-late" in text(home())
    time_machine.move_to(NOW + timedelta(days=60), tick=False)
    assert all(each.late for each in home().context["card"].seen)
    assert "Not rated" not in text(home())


@pytest.mark.rule("A8.4", "A9.20")
def test_card_leads_in_one_click_to_what_people_look_for(home, story):
    page = text(home())
    for name in ("child-plans", "case-summary", "child"):
        for child in (story.mia, story.ben):
            assert reverse(name, args=[story.family.pk, child.pk]) in page
    supervision = story.family.groupsupervision_set.filter(state="signed_off").latest("held_at")
    assert reverse("supervision", args=[story.family.pk, supervision.pk]) in page
    assert reverse("safety-plan", args=[story.family.pk]) in page
    assert "mailto:" in page


def test_card_never_shows_a_protected_address_and_says_that_it_is(home, story, cast):
    details = {"kind": "address", "from_date": NOW.date(), "by": cast.sue}
    contacts.add_protected_contact(
        story.family, story.ann, value="9 Hidden Road, Luton", readers=[cast.cora], because="He looks for her.", at=NOW,
        **details,
    )  # fmt: skip
    answer = home()
    assert [place.words for place in answer.context["card"].places] == ["Protected"]
    assert "Hidden Road" not in text(answer)


@pytest.mark.rule("C14")
def test_bar_shows_the_highest_rating_of_the_workers_with_whose_it_is(cast, month, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    url = reverse("family", args=[month.family.pk])
    assert "Not rated" not in text(signed_in(cast.sue).get(url))
    summary = month.episode.summaries.get(worker=cast.dora)
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="He came back.", by=cast.dora, at=NOW)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    page = text(signed_in(cast.sue).get(url))
    assert '<span class="app-rag app-rag--amber">Amber</span>' in page
    assert "by the domestic abuse worker (victims), " in page


def test_title_of_a_family_page_begins_with_the_family(home):
    assert "<title>Ash: Overview – " in text(home())


def test_five_children_with_one_plan_are_one_line(home, story, cast):
    others = [add_child(story.family, cast.mary, name=f"Kim {number}") for number in range(3)]
    rows = [(child, "Child in need, since Thu 1 Oct 2026", "") for child in (story.mia, story.ben, *others)]
    [line] = shared(rows, 5)
    assert (line.of, line.words) == ("All five", "Child in need, since Thu 1 Oct 2026")
    [line] = shared(rows[:1], 1)
    assert line.of == ""
    first, second = shared([*rows[:2], (others[0], "not yet", "")], 3)
    assert (first.of, second.of) == ("Mia Ash, Ben Ash", others[0].name)
