from datetime import date, timedelta

import pytest
import time_machine

from casework.allocations.leads.queries import kind_running
from casework.births import services as births
from casework.births.checks import Newborn
from casework.duedates.models import DueDate
from casework.duedates.queries import running_clock
from casework.duedates.registry import what_is_due
from casework.families import services as families
from casework.people.models import Sex
from casework.plans import services as plans
from casework.referrals import services as intake
from casework.referrals.checks import InvolvementDetails
from casework.refusal import Conflict, Refusal
from casework.relationships import services as relationships
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db
YESTERDAY = (NOW - timedelta(days=1)).date()
ADA, ABE = Newborn("Ada Ash", Sex.FEMALE), Newborn("Abe Ash", Sex.MALE)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def baby(cast, ash):
    """Expected in a week, in the household, Ann's child and open on a referral."""
    expected = (NOW + timedelta(days=7)).date()
    baby = add_child(ash.family, cast.mary, name="Baby Ash", known_as="Bump", born=None, expected=expected)
    relationships.relate(ash.family, ash.ann, kind="mother", other=baby, by=cast.mary, at=NOW)
    relationships.relate(ash.family, baby, kind="sibling", other=ash.mia, by=cast.mary, at=NOW)
    intake.record_referral(
        ash.family, received_on=date(2026, 10, 5), source="6", reason="Midwife.", needs={baby: "N1"}, by=cast.mary,
        at=NOW,
    )  # fmt: skip
    return baby


def record(ash, baby, by, children=(ADA, ABE), **values):
    return births.record_birth(
        ash.family, baby, **{"born": YESTERDAY, "children": list(children), "by": by, "at": NOW, **values}
    )


@pytest.mark.rule("A10.6")
def test_birth_of_twins_gives_the_first_the_expected_row_and_the_second_a_new_one(cast, ash, baby):
    ada, abe = record(ash, baby, cast.mary)
    assert ada == baby
    assert (ada.name, ada.known_as, ada.sex, ada.born, ada.expected) == ("Ada Ash", "", "F", YESTERDAY, None)
    assert (abe.name, abe.sex, abe.born, abe in ash.family.children_now()) == ("Abe Ash", "M", YESTERDAY, True)
    sentences = {row.sentence for row in ash.family.relationships_now()}
    for sentence in (
        "Ann Ash is the mother of Ada Ash", "Ann Ash is the mother of Abe Ash",
        "Abe Ash is a brother or sister of Mia Ash", "Ada Ash is a brother or sister of Abe Ash",
    ):  # fmt: skip
        assert sentence in sentences
    assert abe.memberships.get().in_household is True
    assert abe.memberships.get().from_date == YESTERDAY


@pytest.mark.rule("A10.6")
def test_birth_gives_each_child_an_involvement_with_its_clock(cast, ash, baby):
    ada, abe = record(ash, baby, cast.mary)
    first, second = ada.involvements.get(), abe.involvements.get()
    assert (second.referral, second.need) == (first.referral, first.need)
    assert (first.opened_on, second.opened_on) == (date(2026, 10, 5), YESTERDAY)
    running = ash.family.due_dates.running().filter(timescale="case_summary")
    assert {what_is_due(due).rpartition(": ")[2] for due in running.filter(child__in=[ada, abe])} == {
        "Ada Ash",
        "Abe Ash",
    }


def test_birth_before_the_referral_opens_no_earlier_than_it(cast, ash, baby):
    _, abe = record(ash, baby, cast.mary, born=date(2026, 10, 1))
    assert abe.involvements.get().opened_on == date(2026, 10, 5)


def test_birth_of_twins_need_not_relate_them(cast, ash, baby):
    record(ash, baby, cast.mary, siblings=False)
    assert "Ada Ash is a brother or sister of Abe Ash" not in {r.sentence for r in ash.family.relationships_now()}


def test_birth_of_triplets_relates_each_two(cast, ash, baby):
    people = record(ash, baby, cast.mary, children=[ADA, ABE, Newborn("Amy Ash", Sex.FEMALE)])
    pairs = ash.family.relationships_now().filter(kind="sibling", person__in=people, other__in=people)
    assert pairs.count() == 3


def test_birth_of_the_same_child_is_refused_a_second_time(cast, ash, baby):
    record(ash, baby, cast.mary)
    for values in ({}, {"born": NOW.date()}):
        with pytest.raises(Refusal, match="was born on Mon 2 Nov 2026, as is recorded"):
            record(ash, baby, cast.mary, **values)
    assert ash.family.familymember_set.count() == 5


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"born": (NOW + timedelta(days=1)).date()}, "lies in the future"),
        ({"born": date(2025, 11, 3)}, "The birth was expected on Tue 10 Nov 2026"),
        ({"children": []}, "Give the name and the sex"),
        ({"children": [ADA, Newborn(" ", Sex.MALE)]}, "name of child 2"),
        ({"children": [Newborn("Ada", "X")]}, "sex of child 1"),
    ],
)
def test_birth_that_cannot_be_is_refused_and_nothing_changes(cast, ash, baby, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        record(ash, baby, cast.mary, **values)
    baby.refresh_from_db()
    assert (baby.unborn, ash.family.familymember_set.count()) == (True, 4)


def test_birth_long_after_the_expected_date_is_refused(cast, ash):
    late = add_child(ash.family, cast.mary, name="Late Ash", born=None, expected=date(2026, 8, 1))
    with pytest.raises(Refusal, match="put that right first"):
        record(ash, late, cast.mary)


def test_birth_and_end_of_pregnancy_are_recorded_by_who_leads_or_manages(cast, ash, baby):
    for worker in (cast.dora, cast.bob, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            record(ash, baby, worker)
        with pytest.raises(Refusal, match="You may not"):
            births.end_pregnancy(ash.family, baby, ended_on=YESTERDAY, by=worker, at=NOW)
        with pytest.raises(Refusal, match="You may not"):
            births.record_unexpected_birth(ash.family, ash.ann, born=YESTERDAY, children=[ADA], by=worker, at=NOW)


def test_birth_of_another_familys_expected_child_is_refused(cast, ash, baby):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="does not belong to this family"):
        births.record_birth(birch, baby, born=YESTERDAY, children=[ADA], by=cast.mary, at=NOW)


def unexpected(ash, by, mother=None, **values):
    details = {"born": YESTERDAY, "children": [ADA, ABE], "by": by, "at": NOW, **values}
    return births.record_unexpected_birth(ash.family, mother or ash.ann, **details)


def test_unexpected_birth_places_the_child_with_the_mother(cast, ash):
    ada, abe = unexpected(ash, cast.mary)
    assert {row.sentence for row in ada.related.all()} == {"Ann Ash is the mother of Ada Ash"}
    assert abe.memberships.get().in_household
    assert not ada.involvements.exists()


def test_unexpected_birth_refuses_a_mother_who_cannot_be_one(cast, ash):
    with pytest.raises(Refusal, match="mother among the people of this family"):
        unexpected(ash, cast.mary, mother=ash.mia)
    with pytest.raises(Refusal, match="future"):
        unexpected(ash, cast.mary, born=(NOW + timedelta(days=1)).date())


def test_end_of_pregnancy_ends_what_was_prepared_for_the_birth(cast, ash, baby):
    births.end_pregnancy(ash.family, baby, ended_on=YESTERDAY, remark="The family grieves.", by=cast.mary, at=NOW)
    member, involvement = baby.memberships.get(), baby.involvements.get()
    assert (member.until_date, member.ended_because) == (YESTERDAY, "The family grieves.")
    assert (involvement.closed_on, involvement.closed_because) == (YESTERDAY, "RC7")
    assert not ash.family.due_dates.running().filter(child=baby).exists()
    assert not ash.family.relationships_now().filter(other=baby).exists()
    assert baby not in ash.family.people_now()


def test_end_of_pregnancy_is_recorded_once(cast, ash, baby):
    births.end_pregnancy(ash.family, baby, ended_on=YESTERDAY, by=cast.mary, at=NOW)
    for day in (YESTERDAY, NOW.date()):
        with pytest.raises(Refusal, match="ended on Mon 2 Nov 2026"):
            births.end_pregnancy(ash.family, baby, ended_on=day, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="does not belong to this family"):
        record(ash, baby, cast.mary)


@pytest.mark.parametrize(
    ("ended_on", "sentence"), [((NOW + timedelta(days=1)).date(), "future"), (date(2025, 10, 1), "Check the day")]
)
def test_end_of_pregnancy_refuses_a_day_that_cannot_be(cast, ash, baby, ended_on, sentence):
    with pytest.raises(Refusal, match=sentence):
        births.end_pregnancy(ash.family, baby, ended_on=ended_on, by=cast.mary, at=NOW)


def test_end_of_pregnancy_is_refused_for_who_is_born(cast, ash):
    with pytest.raises(Refusal, match="Mia Ash was born on Sat 4 May 2019"):
        births.end_pregnancy(ash.family, ash.mia, ended_on=YESTERDAY, by=cast.mary, at=NOW)


def test_end_of_pregnancy_undone_lets_the_clock_run_again(cast, ash, baby):
    due = ash.family.due_dates.running().get(child=baby, timescale="case_summary").due_at
    births.end_pregnancy(ash.family, baby, ended_on=YESTERDAY, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="You may not"):
        births.undo_pregnancy_end(ash.family, baby, by=cast.dora, at=NOW)
    births.undo_pregnancy_end(ash.family, baby, by=cast.mary, at=NOW)
    with pytest.raises(Conflict, match="not recorded any more"):
        births.undo_pregnancy_end(ash.family, baby, by=cast.mary, at=NOW)
    assert baby in ash.family.people_now()
    assert baby.involvements.get().closed_on is None
    assert ash.family.due_dates.running().get(child=baby, timescale="case_summary").due_at == due


@pytest.mark.rule("A10.6")
def test_birth_during_an_undecided_referral_starts_a_decision_for_each(cast, ash):
    expected = (NOW + timedelta(days=7)).date()
    baby = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=expected)
    intake.receive(
        ash.family, received_on=NOW.date(), source="6", reason="Midwife.",
        details={baby: InvolvementDetails("N8")}, by=cast.mary, at=NOW,
    )  # fmt: skip
    _, abe = record(ash, baby, cast.mary)
    assert ash.family.due_dates.running().filter(child=abe, timescale="referral_decision").exists()


def test_end_of_pregnancy_undone_lets_the_decision_run_again(cast, ash):
    expected = (NOW + timedelta(days=7)).date()
    baby = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=expected)
    intake.receive(
        ash.family, received_on=NOW.date(), source="6", reason="Midwife.",
        details={baby: InvolvementDetails("N8")}, by=cast.mary, at=NOW,
    )  # fmt: skip
    births.end_pregnancy(ash.family, baby, ended_on=NOW.date(), by=cast.mary, at=NOW)
    births.undo_pregnancy_end(ash.family, baby, by=cast.mary, at=NOW)
    assert ash.family.due_dates.running().filter(child=baby, timescale="referral_decision").count() == 1


def clock_of(ash, baby):
    return running_clock("expected_birth", ash.family.familymember_set.get(person=baby))


@pytest.mark.rule("A10.9")
def test_expected_birth_is_asked_about_on_the_day_after_and_again_after_a_new_date(cast, ash, baby):
    due = clock_of(ash, baby).get()
    assert due.remind_at.date() == baby.expected + timedelta(days=1)
    assert what_is_due(due) == "Say what became of the expected birth: Bump, expected Tue 10 Nov 2026"
    later = baby.expected + timedelta(days=5)
    births.expect_later(ash.family, baby, expected_on=later, by=cast.mary, at=NOW + timedelta(days=9))
    baby.refresh_from_db()
    assert baby.expected == later
    assert clock_of(ash, baby).get().remind_at.date() == later + timedelta(days=1)
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        born = record(ash, baby, cast.mary, born=later, at=NOW + timedelta(days=14))
    assert not clock_of(ash, baby).exists()
    member = ash.family.familymember_set.get(person=born[0])
    assert DueDate.objects.of(member).filter(timescale="expected_birth", met_at__isnull=False).count() == 1


@pytest.mark.rule("A10.9")
def test_expected_birth_is_not_asked_about_after_a_pregnancy_that_ended_and_is_again_where_that_was_wrong(
    cast, ash, baby
):
    births.end_pregnancy(ash.family, baby, ended_on=YESTERDAY, by=cast.mary, at=NOW)
    assert not clock_of(ash, baby).exists()
    births.undo_pregnancy_end(ash.family, baby, by=cast.mary, at=NOW)
    assert clock_of(ash, baby).filter(child=baby).exists() or DueDate.objects.running().get(child=baby)


@pytest.mark.parametrize("days", [-1, 300])
def test_birth_is_expected_later_on_a_day_that_can_be(cast, ash, baby, days):
    with pytest.raises(Refusal) as refused:
        births.expect_later(ash.family, baby, expected_on=NOW.date() + timedelta(days=days), by=cast.mary, at=NOW)
    assert refused.value.field == "expected_on"


def test_birth_is_expected_later_only_while_it_is_expected_and_by_who_leads(cast, ash, baby):
    for who in (cast.dora, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            births.expect_later(ash.family, baby, expected_on=NOW.date(), by=who, at=NOW)
    with pytest.raises(Refusal, match="was born on"):
        births.expect_later(ash.family, ash.mia, expected_on=NOW.date(), by=cast.mary, at=NOW)


def test_pregnancy_that_ended_leads_nothing_and_undone_leads_again(cast, ash, baby):
    plans.begin_plans(
        ash.family, [baby], kind="cp", category="NEG", from_date=YESTERDAY, led_by="Sue", by=cast.mary, at=NOW
    )
    births.end_pregnancy(ash.family, baby, ended_on=NOW.date(), by=cast.mary, at=NOW)
    assert kind_running(ash.family, NOW.date()) == "no_plan"
    assert not ash.family.due_dates.running().filter(timescale="lead_named").exists()
    births.undo_pregnancy_end(ash.family, baby, by=cast.mary, at=NOW)
    assert kind_running(ash.family, NOW.date()) == "child_protection"
    assert ash.family.due_dates.running().filter(timescale="lead_named").exists()


def test_pregnancy_is_not_ended_nor_expected_against_what_is_recorded(cast, ash, baby):
    with pytest.raises(Refusal, match="is recorded of"):
        births.end_pregnancy(ash.family, baby, ended_on=date(2026, 9, 1), by=cast.mary, at=NOW)
    early = add_child(ash.family, cast.mary, name="Early", born=None, expected=date(2026, 12, 1))
    intake.record_referral(
        ash.family, received_on=date(2026, 3, 1), source="6", reason="Midwife.", needs={early: "N1"}, by=cast.mary,
        at=NOW,
    )  # fmt: skip
    with pytest.raises(Refusal, match="is recorded of"):
        births.expect_later(ash.family, early, expected_on=date(2027, 2, 1), by=cast.mary, at=NOW)
