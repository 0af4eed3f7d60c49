"""The chronology: what enters it, when, for whom, and how it is paged."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.births import services as births
from casework.families.models import FamilyRole
from casework.families.services import add_family
from casework.frozen.contents import digest
from casework.households import services as households
from casework.links.services import add_link
from casework.notes.models import CaseNote
from casework.passages.models import NewText
from casework.people.models import Person
from casework.people.services import add_person
from casework.plans import services as plans
from casework.plans.models import ConferenceKind
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.words import london_date
from chronology.timeline.presenters import KINDS, PAGES, entries
from chronology.timeline.queries import SOURCES, ChronologyKey, children_of
from supervision.group_supervisions.models import GroupSupervision
from tests.factories import NOW, add_child
from tests.story import days_ago, on
from workbook.members.services import join_episode
from workbook.notes import services as notes
from workbook.programmes.assessments import services as assessments
from workbook.programmes.assessments.contents import programme_text


def headlines(family, **narrowed):
    return [entry.headline for entry in entries(family, **narrowed)]


def of(family, source, **narrowed):
    return [entry for entry in entries(family, **narrowed) if entry.source == source]


@pytest.mark.rule("A7.16", "A8.6")
def test_events_of_one_day_stand_in_the_order_in_which_they_happened(story, cast):
    """Not in that of typing, and each with its time; what began on that day stands before them, what ended after."""
    day = days_ago(6)
    for hour, headline in ((16, "C"), (9, "A"), (12, "B")):
        notes.record(
            story.family, kind="telephone_call", took_place_at=day.replace(hour=hour), by=cast.sue, at=NOW,
            written=[NewText("detail", "They called.")],
            significance={"headline": headline, "why": "It matters."},
        )  # fmt: skip
    with acting(cast.mary):
        change(story.referral.involvements.get(child=story.mia), closed_on=day.date(), closed_because="RC1")
        change(Person.objects.get(pk=story.ben.pk), died=day.date())
    told = [entry for entry in entries(story.family, newest_first=False) if entry.date == day.date()]
    assert [(entry.headline, entry.clock) for entry in told] == [
        ("Ben Ash died", ""), ("A", "09:00"), ("B", "12:00"), ("C", "16:00"),
        ("Mia Ash: closed as a child in need", ""),
    ]  # fmt: skip
    assert entries(story.family) == entries(story.family, newest_first=False)[::-1]


@pytest.mark.rule("A8.6")
def test_one_act_is_one_line_with_its_children(ash, cast):
    day = days_ago(5).date()
    children = [ash.mia, ash.ben, *(add_child(ash.family, cast.mary, name=name) for name in ("Cal Ash", "Di Ash"))]
    plans.add_conferences(
        ash.family, children, kind=ConferenceKind.INITIAL, held_on=day, outcome="A plan is made.", by=cast.mary, at=NOW
    )
    [line] = of(ash.family, "conference")
    assert line.headline == "Four children: initial child protection conference held"
    assert line.named == "Cal Ash, Di Ash, Mia Ash and Ben Ash"
    [own] = of(ash.family, "conference", child=ash.ben)
    assert (own.headline, own.named) == ("Ben Ash: initial child protection conference held", "")


@pytest.mark.rule("A8.6")
def test_acts_that_differ_in_anything_said_are_lines_of_their_own(story):
    with acting(story.workbook.opened_by):
        change(story.referral.involvements.get(child=story.mia), closed_on=NOW.date(), closed_because="RC1")
        change(story.referral.involvements.get(child=story.ben), closed_on=NOW.date(), closed_because="RC3")
    assert [entry.headline for entry in of(story.family, "referral-closed")] == [
        "Ben Ash: closed as a child in need", "Mia Ash: closed as a child in need",
    ]  # fmt: skip


@pytest.mark.rule("A1.6", "A8.6")
def test_somebody_who_was_entered_twice_was_born_once(story, cast):
    twice = add_child(story.family, cast.mary, name="Ben Ashe", born=story.ben.born)
    with acting(cast.mary):
        change(twice, merged_into=story.ben, merged_because="One NHS number.")
    assert [entry.headline for entry in of(story.family, "birth")] == ["Ben Ash was born", "Mia Ash was born"]


@pytest.mark.rule("A8.1", "A8.2", "C10")
def test_significant_note_has_its_headline_and_why_on_the_day_it_happened(story):
    [entry] = of(story.family, "note")
    assert (entry.headline, entry.why) == ("Ann and the children moved out", "The first time.")
    assert entry.date == london_date(days_ago(17))
    assert (entry.category, entry.source_label) == ("Significant event", "Home visit")
    assert entry.url == reverse("note", args=[story.family.pk, story.visit.pk])


@pytest.mark.rule("A5.13", "A8.6")
def test_completed_programme_is_a_line_without_what_was_agreed(story, cast):
    assert of(story.family, "assessment-completed") == []
    submitted = assessments.submit(story.programme, occasion="step_down", by=cast.sue, at=NOW)
    seen = digest(programme_text(submitted.programme))
    done = assessments.complete(
        submitted, read_on=NOW.date(), outcome="Tom may visit.", fingerprint=seen, version=submitted.version,
        by=cast.mary, at=NOW,
    )  # fmt: skip
    [entry] = of(story.family, "assessment-completed")
    assert (entry.headline, entry.why) == ("Family Programme 1 completed as an assessment", "Stepping down")
    assert (entry.date, entry.url) == (NOW.date(), reverse("assessment", args=[story.family.pk, done.pk]))


@pytest.mark.rule("C10")
def test_note_that_is_not_significant_is_left_out(story):
    assert story.call.pk not in {entry.id for entry in of(story.family, "note")}


def test_withdrawn_note_is_left_out(story):
    assert "Of another family" not in headlines(story.family)


@pytest.mark.rule("A8.4")
def test_correcting_a_visits_date_corrects_its_line(story, cast):
    with acting(cast.sue):
        change(CaseNote.objects.get(pk=story.visit.pk), took_place_at=days_ago(19))
    assert of(story.family, "note")[0].date == london_date(days_ago(19))


@pytest.mark.rule("A8.6")
def test_lines_of_the_case_are_in_date_order(story):
    assert headlines(story.family, newest_first=False) == [
        "Mia Ash was born",
        "Ben Ash was born",
        "Referral received",
        "Mia Ash and Ben Ash: opened as children in need",
        "Sue Sands became the lead worker",
        "Workbook opened, version 1",
        "Ann and the children moved out",
        "Mia Ash: child protection plan began",
        "Mia Ash: pre-proceedings began",
        "Group supervision held",
        "First overall RAG: Amber",
    ]
    assert headlines(story.family) == headlines(story.family, newest_first=False)[::-1]


def _second_supervision(story, rag):
    GroupSupervision.objects.create(
        family=story.family, episode=story.next_episode, state="signed_off", prepared_at=NOW, held_at=NOW,
        overall_rag=rag, rationale="It got worse.", relationships_checked=True, decision="continue",
        signed_off_at=NOW, signed_off_by_id=story.workbook.opened_by_id,
    )  # fmt: skip


def test_overall_rag_is_a_line_where_it_changed(story, cast):
    with acting(cast.mary):
        _second_supervision(story, "amber")
    assert [entry.headline for entry in of(story.family, "supervision-rag")] == ["First overall RAG: Amber"]
    with acting(cast.mary):
        change(GroupSupervision.objects.get(episode=story.next_episode), overall_rag="red")
    [latest, _] = of(story.family, "supervision-rag")
    assert (latest.headline, latest.why) == ("Overall RAG changed from Amber to Red", "It got worse.")


def test_supervision_that_is_only_prepared_is_left_out(story, cast):
    with acting(cast.mary):
        GroupSupervision.objects.create(family=story.family, episode=story.next_episode, prepared_at=NOW)
    assert len(of(story.family, "supervision")) == 1


def test_closing_a_workbook_and_an_involvement_are_lines(story, cast):
    with acting(cast.mary):
        closing = {"closed_reason": "work_completed", "closed_because": "All is well."}
        change(story.workbook, state="closed", closed_at=NOW, closed_by=cast.mary, **closing)
        change(story.referral.involvements.get(child=story.mia), closed_on=NOW.date(), closed_because="RC1")
    assert [entry.why for entry in of(story.family, "workbook-closed")] == [
        "The work is completed. All is well."
    ]  # fmt: skip
    [closed] = of(story.family, "referral-closed")
    assert (closed.headline, closed.why) == ("Mia Ash: closed as a child in need", "Adopted")


@pytest.mark.rule("A2.5")
def test_closed_workbook_says_its_reason_and_an_unknown_one_its_key(story, cast):
    closing = {"state": "closed", "closed_at": NOW, "closed_by": cast.mary, "closed_because": "No adult worker."}
    for key, said in (("does_not_meet_criteria", "Does not meet workbook criteria"), ("of_old", "of_old")):
        with acting(cast.mary):
            change(story.workbook, closed_reason=key, **closing)
        assert [entry.why for entry in of(story.family, "workbook-closed")] == [f"{said}. No adult worker."]


def test_joining_or_leaving_after_the_record_began_is_a_line(ash, cast):
    add_person(ash.family, name="Gran", role=FamilyRole.PARENT, from_date=days_ago(5).date(), by=cast.mary, at=NOW)
    with acting(cast.mary):
        change(ash.family.familymember_set.get(person=ash.ann), until_date=days_ago(3).date(), in_household=False)
    assert [entry.headline for entry in of(ash.family, "joined")] == ["Gran joined the household"]
    assert [entry.headline for entry in of(ash.family, "left")] == ["Ann Ash left the family"]


def test_move_is_one_line_and_neither_a_leaving_nor_a_joining(ash, cast):
    with on(NOW) as at:
        for day, inside in ((5, False), (2, True)):
            households.move(
                ash.family, [ash.ann], in_household=inside, moved_on=days_ago(day).date(), because="To her sister.",
                by=cast.mary, at=at,
            )  # fmt: skip
    assert [(entry.headline, entry.why) for entry in of(ash.family, "moved")] == [
        ("Ann Ash moved into the household", "To her sister."),
        ("Ann Ash moved out of the household", "To her sister."),
    ]
    assert of(ash.family, "joined") == of(ash.family, "left") == []


def test_leaving_and_coming_back_the_next_day_are_two_lines(ash, cast):
    with on(NOW) as at:
        households.leave(ash.family, ash.ann, left_on=days_ago(4).date(), because="Gone.", by=cast.mary, at=at)
        households.come_back(
            ash.family, ash.ann, from_date=days_ago(3).date(), in_household=False, because="Regret.", by=cast.mary,
            at=at,
        )  # fmt: skip
    assert [entry.why for entry in of(ash.family, "left")] == ["Gone."]
    assert [entry.headline for entry in of(ash.family, "joined")] == ["Ann Ash came back to the family"]
    assert of(ash.family, "moved") == []


def test_pregnancy_that_ended_is_one_gentle_line(ash, cast):
    with on(NOW) as at:
        baby = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=days_ago(-40).date())
        births.end_pregnancy(ash.family, baby, ended_on=days_ago(1).date(), remark="They grieve.", by=cast.mary, at=at)
    assert [(entry.headline, entry.why) for entry in of(ash.family, "pregnancy-ended")] == [
        ("Baby Ash: the pregnancy ended", "They grieve.")
    ]
    assert of(ash.family, "left") == []


@pytest.mark.rule("A1.16")
def test_linked_family_is_a_line_of_both_by_its_reference(ash, cast):
    elm = add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    with on(NOW) as at:
        add_link(ash.family, elm, because="Ann's sister.", by=cast.mary, at=at)
    for family, other in ((ash.family, elm), (elm, ash.family)):
        assert [(entry.headline, entry.why) for entry in of(family, "linked")] == [
            (f"Linked to family {other.reference}", "Ann's sister.")
        ]


def test_child_born_into_the_family_does_not_join(ash, cast):
    born = days_ago(5).date()
    add_person(ash.family, name="Kim", role=FamilyRole.CHILD, born=born, from_date=born, by=cast.mary, at=NOW)
    assert "Kim was born" in headlines(ash.family)
    assert of(ash.family, "joined") == []


def test_death_is_a_line_and_earlier_ages_say_nothing_of_it(ash, cast):
    with acting(cast.mary):
        change(Person.objects.get(pk=ash.ben.pk), died=days_ago(2).date())
    assert [entry.headline for entry in of(ash.family, "death")] == ["Ben Ash died"]
    assert "Ben Ash\N{NO-BREAK SPACE}2" in of(ash.family, "referral")[0].ages


@pytest.mark.rule("C10")
def test_visits_enter_only_where_the_practice_says_so(story, cast, practised):
    notes.record(story.family, kind="home_visit", took_place_at=days_ago(1), by=cast.sue, at=NOW)
    practised(visits_in_chronology="significant")
    assert of(story.family, "visit") == []
    practised(visits_in_chronology="all")
    [visit] = of(story.family, "visit")
    assert (visit.headline, visit.why, visit.source_label) == (
        "Home visit", "No child is recorded as seen.", "Home visit",
    )  # fmt: skip


@pytest.mark.rule("C2")
def test_supervision_left_out_of_a_childs_file_is_no_line_of_that_child(story):
    assert "Group supervision held" in headlines(story.family, child=story.mia)
    assert "Group supervision held" not in headlines(story.family, child=story.ben)
    assert "Group supervision held" in headlines(story.family)


@pytest.mark.rule("C2")
def test_supervision_left_out_of_one_entrys_file_is_no_line_of_either(story, cast):
    twice = add_child(story.family, cast.mary, name="Ben Ashe")
    with acting(cast.mary):
        join_episode(story.episode, twice, at=NOW)
        change(twice, merged_into=story.ben, merged_because="One NHS number.")
    for child in (story.ben, twice):
        assert "Group supervision held" not in headlines(story.family, child=child)
    assert "Group supervision held" in headlines(story.family, child=story.mia)


def test_chronology_of_a_child_holds_what_concerns_everyone(story):
    told = headlines(story.family, child=story.ben)
    assert {"Ben Ash was born", "Workbook opened, version 1", "Ann and the children moved out"} <= set(told)
    assert "Ben Ash: opened as a child in need" not in told  # the act was of both: see below
    assert not {"Mia Ash was born", "Mia Ash: child protection plan began"} & set(told)


def test_note_about_one_child_is_a_line_of_that_child_alone(story, cast):
    note = notes.record(
        story.family, kind="session", took_place_at=days_ago(1), by=cast.sue, at=NOW,
        written=[NewText("detail", "She spoke.", (story.mia.pk,))],
        significance={"headline": "Mia spoke", "why": "For the first time."},
    )  # fmt: skip
    [entry] = [entry for entry in of(story.family, "note", child=story.mia) if entry.id == note.pk]
    assert (entry.children, entry.ages) == ([story.mia], "Mia Ash\N{NO-BREAK SPACE}7")
    assert "Mia spoke" not in headlines(story.family, child=story.ben)


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("size", [1, 3])
def test_chronology_pages_together_are_the_whole(story, newest_first, size):
    whole = entries(story.family, newest_first=newest_first)
    paged, after = [], None
    while page := entries(story.family, newest_first=newest_first, after=after, limit=size):
        paged, after = paged + page, page[-1].key
    assert paged == whole


def test_chronology_of_any_length_costs_as_many_queries(story, django_assert_num_queries):
    """Its lines, the people, what was said of them since by whom and from whom it is held back, of which passages."""
    with django_assert_num_queries(4):
        entries(story.family)


def test_chronology_is_narrowed_to_kinds_and_days(story):
    assert {entry.kind for entry in entries(story.family, kinds=["rag", "event"])} == {"rag", "event"}
    day = london_date(days_ago(17))
    assert headlines(story.family, since=day, until=day) == ["Ann and the children moved out"]
    assert headlines(story.family, since=day + timedelta(days=100)) == []


def test_chronology_holds_nothing_of_another_family(story, cast):
    assert {entry.url.split("/")[2] for entry in entries(story.family)} == {str(story.family.pk)}
    assert children_of(story.family) == [story.mia, story.ben]


def test_each_source_has_a_kind_that_people_can_choose():
    assert {source.kind for source in SOURCES.values()} == set(KINDS)
    assert set(PAGES) == set(SOURCES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2026-11-03",
        "2026-11-03T10:00:00Z~nowhere~1",
        "2026-13-03T10:00:00Z~note~1",
        "2026-11-03T10:00:00~note~1",
        "2026-11-03T10:00:00Z~note~x",
        f"2026-11-03T10:00:00Z~note~{2**63}",
        "2026-11-03T10:00:00Z~note~-1",
    ],
)
def test_chronology_key_that_is_not_ours_reads_as_none(text):
    assert ChronologyKey.read(text) is None


def test_chronology_key_is_read_back_from_the_address():
    key = ChronologyKey(NOW, "note", 7)
    assert ChronologyKey.read(str(key)) == key
