from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.families import services as families
from casework.holds.checks import holds_against
from casework.holds.models import Held
from casework.people.models import Person
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.models import BulkWriteRefused
from tests.checklist import all_met, none_met
from tests.factories import NOW, add_child
from workbook.episodes.states import EpisodeState
from workbook.summaries.states import SummaryState
from workbook.workbooks import queries as workbooks_queries
from workbook.workbooks import services as workbooks
from workbook.workbooks.models import Workbook, WorkbookDecision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def open_workbook(ash, by, **values):
    return workbooks.open_workbook(
        ash.referral,
        **{
            "reason": "Two adult workers are needed.",
            "answers": all_met(),
            "index_child": ash.ben,
            "people": [ash.mia, ash.ben, ash.ann],
            "supervision_planned_for": NOW + timedelta(days=28),
            "by": by,
            "at": NOW,
            **values,
        },
    )


@pytest.mark.rule("A1.1", "A1.2", "A1.19", "A1.20")
def test_opening_gives_an_episode_with_its_planned_supervision_and_a_summary_for_each_worker(cast, allocated):
    workbook = open_workbook(allocated, cast.mary)
    episode = workbook.episodes.get()
    assert (episode.number, episode.state) == (1, EpisodeState.OPEN)
    assert [member.person for member in episode.members.all()] == [allocated.mia, allocated.ben, allocated.ann]
    assert {summary.worker for summary in episode.summaries.all()} == {cast.sue, cast.dora, cast.rick}
    allocated.family.headline.refresh_from_db()
    assert allocated.family.headline.next_supervision == episode.supervision_planned_for
    assert allocated.family.due_dates.filter(timescale="group_supervision", cancelled_at=None).count() == 1


@pytest.mark.rule("A1.6", "C3")
@pytest.mark.parametrize("opened", [True, False])
def test_decision_has_reason_author_and_time_and_is_written_once(cast, allocated, opened):
    if opened:
        open_workbook(allocated, cast.dev, reason=" Two workers are needed. ")
    else:
        workbooks.decide_not_to_open(
            allocated.referral, answers=none_met(), reason=" Two workers are needed. ", by=cast.dev, at=NOW
        )
    decision = WorkbookDecision.objects.get()
    assert (decision.opened, decision.reason, decision.by, decision.at) == (
        opened, "Two workers are needed.", cast.dev, NOW
    )  # fmt: skip
    decision.reason = "Another."
    with pytest.raises(BulkWriteRefused, match="written once"):
        decision.save()


@pytest.mark.rule("C3")
def test_decision_without_a_reason_is_refused_either_way(cast, allocated):
    with pytest.raises(Refusal, match="reason"):
        open_workbook(allocated, cast.mary, reason=" ")
    with pytest.raises(Refusal, match="reason"):
        workbooks.decide_not_to_open(allocated.referral, answers=none_met(), reason=" ", by=cast.mary, at=NOW)
    assert not WorkbookDecision.objects.exists()


def test_decision_not_to_open_submitted_twice_is_recorded_once(cast, allocated):
    for reason in ("No adult worker is needed.", "No adult worker is needed.", "Nor is one now."):
        workbooks.decide_not_to_open(allocated.referral, answers=none_met(), reason=reason, by=cast.mary, at=NOW)
    assert WorkbookDecision.objects.count() == 2


@pytest.mark.rule("A1.15")
def test_opening_a_second_workbook_is_refused_with_a_sentence_that_names_the_first(cast, month):
    with pytest.raises(Refusal, match=r"version 1, opened on Wed 14 Oct 2026 by Mary Moss"):
        open_workbook(month, cast.mary)
    with pytest.raises(Refusal, match="version 1"):
        workbooks.decide_not_to_open(month.referral, answers=none_met(), reason="No.", by=cast.mary, at=NOW)
    assert month.family.workbook_set.count() == 1


@pytest.mark.rule("A1.15")
def test_database_holds_one_open_workbook_for_a_family(cast, month):
    with pytest.raises(IntegrityError), transaction.atomic(), acting(cast.mary):
        Workbook.objects.create(
            family=month.family, referral=month.referral, version=2, index_child=month.ben, opened_at=NOW,
            opened_by=cast.mary,
        )  # fmt: skip


@pytest.mark.rule("A1.14")
@pytest.mark.parametrize("chosen", [["mia", "ben"], ["ann"], []])
def test_opening_needs_at_least_one_child_and_one_adult(cast, allocated, chosen):
    with pytest.raises(Refusal, match="at least one child and one adult"):
        open_workbook(allocated, cast.mary, people=[getattr(allocated, name) for name in chosen])
    assert not allocated.family.workbook_set.exists()


@pytest.mark.rule("C1")
def test_opening_needs_an_index_child_of_the_children_chosen(cast, allocated):
    for index_child, people in ((allocated.ben, [allocated.mia, allocated.ann]), (allocated.ann, [allocated.mia])):
        with pytest.raises(Refusal, match="index child"):
            open_workbook(allocated, cast.mary, index_child=index_child, people=[*people, allocated.ann])


def test_opening_refuses_people_of_another_family(cast, allocated):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo = add_child(other, cast.mary, name="Bo Birch")
    with pytest.raises(Refusal, match="people of this family"):
        open_workbook(allocated, cast.mary, people=[allocated.ben, allocated.ann, bo])


@pytest.mark.rule("C11")
def test_opening_needs_a_first_supervision_at_a_time_to_come(cast, allocated):
    with pytest.raises(Refusal, match="time to come"):
        open_workbook(allocated, cast.mary, supervision_planned_for=NOW)


@pytest.mark.rule("C17", "C11")
@pytest.mark.parametrize("year", [1901, 2040])
def test_opening_is_not_planned_for_another_age(cast, allocated, year):
    with pytest.raises(Refusal) as refusal:
        open_workbook(allocated, cast.mary, supervision_planned_for=NOW.replace(year=year))
    assert refusal.value.field == "supervision_planned_for"


@pytest.mark.rule("C3", "C27")
def test_opening_is_of_the_grade_that_practice_names(cast, allocated):
    for worker in (cast.sue, cast.audrey, cast.sid, cast.stan):
        with pytest.raises(Refusal, match="needs the deputy team manager or a higher grade"):
            open_workbook(allocated, worker)
    open_workbook(allocated, cast.dev)


@pytest.mark.rule("C3")
def test_opening_is_the_leads_where_the_social_worker_opens_it(cast, allocated, practised):
    practised(workbook_opened_by=("lead_worker",))
    with pytest.raises(Refusal, match="You may not"):
        open_workbook(allocated, cast.dora)
    open_workbook(allocated, cast.sue)


@pytest.mark.rule("A1.18")
def test_opening_on_a_new_referral_makes_a_new_version_and_the_earlier_one_stays(cast, month):
    workbooks.close(month.workbook, reason="work_completed", because="Worries are managed.", by=cast.mary, at=NOW)
    month.referral = referrals.record_referral(
        month.family, received_on=NOW.date(), source="2A", reason="School called.", by=cast.mary, at=NOW,
        needs={add_child(month.family, cast.mary, name="Ada Ash"): "N1"},
    )  # fmt: skip
    workbook = open_workbook(month, cast.mary)
    assert [row.version for row in month.family.workbook_set.all()] == [2, 1]
    assert workbook.referral == month.referral
    assert month.workbook.episodes.get().summaries.count() == 3


@pytest.mark.rule("A2.3", "A2.2")
def test_closing_says_who_when_and_why_and_ends_what_runs(cast, month):
    with pytest.raises(Refusal, match="reason"):
        workbooks.close(month.workbook, reason="work_completed", because=" ", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="higher grade"):
        workbooks.close(month.workbook, reason="work_completed", because="Done.", by=cast.sue, at=NOW)
    workbook = workbooks.close(
        month.workbook, reason="work_completed", because="Worries are managed.", by=cast.mary, at=NOW
    )
    assert (workbook.closed_by, workbook.closed_at, workbook.closed_because) == (
        cast.mary, NOW, "Worries are managed."
    )  # fmt: skip
    episode = workbook.episodes.get()
    assert episode.state == EpisodeState.ENDED
    assert {summary.state for summary in episode.summaries.all()} == {SummaryState.ENDED}
    running = month.family.due_dates.filter(met_at=None, cancelled_at=None)
    assert not running.filter(timescale__in=["group_supervision", "summary_update"]).exists()
    with pytest.raises(Refusal, match="already"):
        workbooks.close(workbook, reason="work_completed", because="Again.", by=cast.mary, at=NOW)


def test_closing_the_family_is_refused_while_a_workbook_is_open(cast, allocated):
    def held():
        return [hold.because for hold in holds_against(allocated.family, Held.CLOSURE)]

    assert not held()
    workbook = open_workbook(allocated, cast.mary)
    said = ["A Workbook is open: version 1, since Tue 3 Nov 2026."]
    assert held() == said
    assert holds_against(allocated.family, Held.CLOSURE)[0].url == reverse("workbook", args=[allocated.family.pk])
    workbooks.close(workbook, reason="work_completed", because="Worries are managed.", by=cast.mary, at=NOW)
    assert not held()


def child(name, **values):
    return Person(name=name, **values)


CHILDREN = SimpleNamespace(
    mia=child("Mia", born=date(2019, 5, 4)),
    ben=child("Ben", born=date(2024, 8, 25)),
    unborn=child("Baby", expected=date(2027, 1, 12)),
    overdue=child("Late", expected=date(2024, 1, 1)),
    dead=child("Lost", born=date(2025, 1, 1), died=date(2025, 2, 1)),
    unknown=child("Zoe"),
    about_five=child("Kim", about_age=5, about_age_on=date(2026, 11, 3)),
    about_seven=child("Jo", about_age=7, about_age_on=date(2026, 11, 3)),
    about_twelve=child("Lee", about_age=12, about_age_on=date(2026, 11, 3)),
)


@pytest.mark.rule("C1")
@pytest.mark.parametrize(
    ("rule", "family", "chosen"),
    [
        ("youngest", ["mia", "ben"], "ben"),
        ("eldest", ["mia", "ben"], "mia"),
        ("youngest", ["unborn", "mia"], "unborn"),
        ("youngest", ["ben", "overdue"], "overdue"),
        ("eldest", ["unborn", "mia"], "mia"),
        ("youngest", ["mia", "dead"], "mia"),
        ("youngest", ["mia", "about_twelve"], "mia"),
        ("eldest", ["mia", "about_twelve"], "about_twelve"),
        ("youngest", ["mia", "about_seven"], None),
        ("eldest", ["mia", "about_seven"], None),
        ("youngest", ["ben", "about_five", "mia"], "ben"),
        ("eldest", ["ben", "about_five", "about_twelve"], "about_twelve"),
        ("youngest", ["mia", "unknown"], None),
        ("eldest", ["unknown", "mia"], None),
        ("youngest", ["unknown", "unborn"], "unborn"),
        ("eldest", ["unknown", "unborn"], "unknown"),
        ("youngest", ["unknown"], "unknown"),
        ("youngest", ["dead"], None),
        ("youngest", [], None),
    ],
)
def test_index_child_is_the_youngest_or_the_eldest_as_practice_names(practised, rule, family, chosen):
    practised(index_child=rule)
    found = workbooks_queries.preselected_index_child([getattr(CHILDREN, name) for name in family])
    assert found is (getattr(CHILDREN, chosen) if chosen else None)


def test_decision_in_the_same_words_by_another_manager_is_their_own(cast, allocated):
    same = {"answers": none_met(), "reason": "No adult worker is needed.", "at": NOW}
    for by in (cast.mary, cast.dev):
        workbooks.decide_not_to_open(allocated.referral, by=by, **same)
    assert [decision.by for decision in WorkbookDecision.objects.order_by("pk")] == [cast.mary, cast.dev]
