"""Facts of a life belong to the one person: whatever records them does so of every entry (C17)."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from casework.births import services as births
from casework.births.checks import Newborn
from casework.deaths import services as deaths
from casework.duedates.models import DueDate
from casework.families import services as families
from casework.families.models import FamilyMember, FamilyRole
from casework.matching import services as matching
from casework.people import services as people
from casework.people.not_known import services as not_known
from casework.people.not_known.queries import fingerprint_of_known
from casework.people.one_life.checks import FACTS, facts_of_life
from casework.people.queries import fingerprint_of_member
from casework.plans import services as plans
from casework.plans.models import Plan
from casework.referrals import services as referrals
from casework.referrals.models import Involvement
from casework.refusal import Odd, Refusal
from casework.relationships import services as relationships
from casework.trail.acting import acting
from casework.trail.confirming import OF_ANOTHER_ENTRY
from casework.trail.rows import change
from casework.unallocated.queries import without_lead
from tests.factories import NOW, add_adult, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]
TODAY = NOW.date()
THREE_DAYS_AGO = TODAY - timedelta(days=3)
LINKED_AT = NOW - timedelta(days=5)
AL, BO = Newborn("Al", "M"), Newborn("Bo", "M")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def elm(cast):
    return families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW - timedelta(days=40))


def refer(family, cast, child, days=30):
    at = NOW - timedelta(days=days)
    return referrals.record_referral(
        family, received_on=at.date(), source="6", reason="Worry.", needs={child: "N1"}, by=cast.mary, at=at
    )


def unborn(family, cast, name="Baby", **values):
    expected = TODAY + timedelta(days=7)
    return add_child(
        family, cast.mary, name=name, born=None, **{"expected": expected, "at": NOW - timedelta(days=35), **values}
    )


def link(person, into, cast, at=NOW):
    matching.merge(person, into, because="Same NHS number.", by=cast.mary, at=at)
    for entry in (person, into):
        entry.refresh_from_db()
    return person, into


@pytest.fixture
def both(cast, ash, elm):
    """Mia in Ash, and the same child, open too, under another entry in Elm."""
    again = add_child(elm, cast.mary, name="Mia Elm", born=ash.mia.born)
    refer(elm, cast, again)
    return link(again, ash.mia, cast, LINKED_AT)[::-1]


@pytest.fixture
def expected(cast, ash, elm):
    """One pregnancy, in Ash and under another entry in Elm."""
    baby, again = unborn(ash.family, cast), unborn(elm, cast, "Baby Elm")
    for family, entry in ((ash.family, baby), (elm, again)):
        refer(family, cast, entry)
    return link(again, baby, cast, LINKED_AT)[::-1]


def family_of(person):
    return person.memberships.latest("pk").family


def died(person, cast, on=THREE_DAYS_AGO):
    return deaths.record_death(family_of(person), person, died=on, by=cast.mary, at=NOW)


def live_again(person, cast):
    person.refresh_from_db()
    return deaths.put_right_death(family_of(person), person, died=None, by=cast.mary, at=NOW)


def born(person, cast, children=(AL,)):
    return births.record_birth(family_of(person), person, born=TODAY, children=children, by=cast.mary, at=NOW)


def ended(person, cast, on=TODAY):
    return births.end_pregnancy(family_of(person), person, ended_on=on, by=cast.mary, at=NOW)


def corrected(person, cast, **values):
    member = person.memberships.get(until_date=None)
    said = {"name": person.name, "known_as": "", "sex": "F", "born": person.born, "expected": None}
    return people.put_right_person(
        member, fingerprint=fingerprint_of_member(member), in_household=True, by=cast.mary, at=NOW, **said | values
    )


def running_of(person):
    return set(DueDate.objects.running().filter(child=person).values_list("timescale", flat=True))


def later(person, cast):
    day = TODAY + timedelta(days=30)
    return births.expect_later(family_of(person), person, expected_on=day, by=cast.mary, at=NOW)


def ended_and_not(person, cast):
    ended(person, cast)
    person.refresh_from_db()
    births.undo_pregnancy_end(family_of(person), person, by=cast.mary, at=NOW)


def died_on_another_day(person, cast):
    died(person, cast)
    person.refresh_from_db()
    deaths.put_right_death(family_of(person), person, died=TODAY - timedelta(days=2), by=cast.mary, at=NOW)


def died_and_lives(person, cast):
    died(person, cast)
    live_again(person, cast)


def another_birth(person, cast):
    corrected(person, cast, born=date(2018, 5, 4), sex="M")


OF_THE_LIVING = [died, died_on_another_day, died_and_lives, another_birth]
OF_THE_EXPECTED = [born, ended, ended_and_not, later]


def same_of_both(one, other, before):
    one.refresh_from_db()
    other.refresh_from_db()
    assert facts_of_life(one) == facts_of_life(other)
    return facts_of_life(one) != before


@pytest.mark.parametrize("act", OF_THE_LIVING, ids=lambda act: act.__name__)
@pytest.mark.parametrize("on_page_of", [0, 1])
def test_fact_of_a_life_is_recorded_of_every_entry(cast, both, act, on_page_of):
    before = facts_of_life(both[0])
    act(both[on_page_of], cast)
    assert same_of_both(*both, before) == (act is not died_and_lives)


@pytest.mark.parametrize("act", OF_THE_EXPECTED, ids=lambda act: act.__name__)
@pytest.mark.parametrize("on_page_of", [0, 1])
def test_fact_of_a_pregnancy_is_recorded_of_every_entry(cast, expected, act, on_page_of):
    before = facts_of_life(expected[0])
    act(expected[on_page_of], cast)
    assert same_of_both(*expected, before) == (act is not ended_and_not)


def test_what_became_known_of_a_birth_is_known_of_every_entry(cast, ash, elm):
    nobody_knows = {"born": None, "birth_to_be_asked_by": cast.mary, "at": NOW}
    one = add_child(ash.family, cast.mary, name="Una Ash", **nobody_knows)
    other = add_child(elm, cast.mary, name="Una Elm", **nobody_knows)
    link(other, one, cast)
    not_known.learn(elm, other, fingerprint=fingerprint_of_known(other), born=date(2020, 1, 2), by=cast.mary, at=NOW)
    assert same_of_both(one, other, {})
    assert one.born == date(2020, 1, 2)


def test_nothing_but_one_service_writes_the_facts_of_a_life():
    """The families import writes whole rows of its own; births create those who are new."""
    writes = re.compile(rf"\bchange\([^()]*\b(?:{'|'.join({*FACTS} - {'sex'})})=")
    found = [
        str(path)
        for app in ("casework", "workbook", "supervision", "chronology", "audit")
        for path in Path(app).rglob("*.py")
        if "imports" not in path.parts and writes.search(path.read_text())
    ]
    assert found == []


# --- What follows in every family ---


def test_death_ends_what_is_due_under_every_entry_and_taken_back_it_is_due_again(cast, both):
    before = [running_of(entry) for entry in both]
    died(both[0], cast)
    assert [running_of(entry) for entry in both] == [set(), set()]
    live_again(both[0], cast)
    assert [running_of(entry) for entry in both] == before
    assert all(before)


def test_nothing_begins_for_somebody_who_died_under_another_entry(cast, both, elm):
    died(both[0], cast)
    both[1].refresh_from_db()
    with pytest.raises(Refusal, match="died on"):
        plans.begin_plans(elm, [both[1]], kind="cin", category="", from_date=TODAY, led_by="Sue", by=cast.mary, at=NOW)
    assert both[1].pk not in without_lead(Involvement.objects.all(), TODAY).values_list("child", flat=True)


def test_birth_ends_the_clock_of_the_expected_in_every_family_and_each_has_the_twin(cast, expected, elm):
    _, two = born(expected[0], cast, [AL, BO])
    assert not DueDate.objects.running().filter(timescale="expected_birth").exists()
    rows = FamilyMember.objects.filter(person=two, until_date=None)
    assert {row.family for row in rows} == {family_of(expected[0]), elm}
    expected[1].refresh_from_db()
    assert expected[1].name == "Al"


def test_end_of_a_pregnancy_ends_memberships_and_cases_in_every_family_and_undone_they_go_on(cast, expected):
    ended(expected[1], cast)
    of_both = {"person__in": expected, "until_date": None}
    assert not FamilyMember.objects.filter(**of_both).exists()
    assert not Involvement.objects.filter(child__in=expected, closed_on=None).exists()
    assert not DueDate.objects.running().filter(child__in=expected).exists()
    expected[0].refresh_from_db()
    births.undo_pregnancy_end(family_of(expected[0]), expected[0], by=cast.mary, at=NOW)
    assert FamilyMember.objects.filter(**of_both).count() == 2
    assert DueDate.objects.running().filter(timescale="expected_birth").count() == 2


# --- Linking, and taking apart ---


def test_linking_brings_both_to_the_facts_that_are_known_best(cast, ash, elm):
    baby, again = unborn(ash.family, cast), unborn(elm, cast, "Baby Elm")
    born(baby, cast)
    link(again, baby, cast)
    assert facts_of_life(again) == facts_of_life(baby)
    assert not DueDate.objects.running().filter(family=elm, timescale="expected_birth").exists()


def test_linking_carries_a_death_with_what_follows(cast, ash, elm):
    again = add_child(elm, cast.mary, name="Mia Elm", born=ash.mia.born)
    refer(elm, cast, again)
    died(ash.mia, cast)
    link(again, ash.mia, cast)
    assert (again.died, running_of(again)) == (THREE_DAYS_AGO, set())


def test_taking_apart_gives_each_its_own_facts_with_their_clocks(cast, both):
    before = running_of(both[1])
    died(both[0], cast)
    again = both[1]
    again.refresh_from_db()
    matching.unmerge(again, by=cast.mary, at=NOW)
    for entry in both:
        entry.refresh_from_db()
    assert (both[0].died, again.died) == (THREE_DAYS_AGO, None)
    assert running_of(again) == before
    assert running_of(both[0]) == set()


def test_taking_apart_leaves_an_own_fact_that_was_said_after_one_of_the_other(cast, both):
    corrected(both[0], cast, born=date(2018, 5, 4))
    both[1].refresh_from_db()
    corrected(both[1], cast, born=date(2018, 5, 6))
    both[1].refresh_from_db()
    matching.unmerge(both[1], by=cast.mary, at=NOW)
    for entry in both:
        entry.refresh_from_db()
    assert (both[0].born, both[1].born) == (date(2018, 5, 4), date(2018, 5, 6))


def test_history_says_that_a_fact_came_from_another_entry(cast, both):
    died(both[0], cast)
    assert both[1].history.latest().history_change_reason == OF_ANOTHER_ENTRY
    assert both[0].history.latest().history_change_reason != OF_ANOTHER_ENTRY


def _plans_for(cast, *children, kinds=("cp", "cp")):
    for child, kind in zip(children, kinds, strict=True):
        plans.begin_plans(
            family_of(child), [child], kind=kind, category="NEG" if kind == "cp" else "",
            from_date=TODAY - timedelta(days=10), led_by="Sue", by=cast.mary, at=NOW - timedelta(days=10),
        )  # fmt: skip


def died_before_a_plan_of_the_other(cast, one, other):
    _plans_for(cast, one, kinds=("cin",))
    died(other, cast, TODAY - timedelta(days=20))


def died_on_two_days(cast, one, other):
    died(one, cast)
    died(other, cast, TODAY - timedelta(days=4))


def two_protection_plans(cast, one, other):
    _plans_for(cast, one, other)


def plans_that_exclude_each_other(cast, one, other):
    _plans_for(cast, one, other, kinds=("cp", "cin"))


def two_sexes(cast, one, other):
    with acting(cast.mary):
        change(one, sex="F")
        change(other, sex="M")


def referred_before_the_birth_of_the_other(cast, one, other):
    with acting(cast.mary):
        change(other, born=None, birth_to_be_asked_by=cast.mary)
    refer(family_of(other), cast, other, days=9 * 366)


REFUSED = {
    died_before_a_plan_of_the_other: "plan .* is recorded",
    died_on_two_days: "died on .* and",
    two_protection_plans: "cannot be of one child",
    plans_that_exclude_each_other: "cannot be of one child",
    two_sexes: "different sex",
    referred_before_the_birth_of_the_other: "is recorded of",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
@pytest.mark.parametrize("turned", [False, True])
def test_linking_asks_what_a_correction_of_either_would_ask(cast, ash, elm, make, turned):
    again = add_child(elm, cast.mary, name="Mia Elm", born=ash.mia.born)
    if make is not referred_before_the_birth_of_the_other:
        refer(elm, cast, again)
    make(cast, ash.mia, again)
    for entry in (ash.mia, again):
        entry.refresh_from_db()
    pair = (ash.mia, again) if turned else (again, ash.mia)
    with pytest.raises(Refusal, match=REFUSED[make]):
        matching.merge(*pair, because="Same.", by=cast.mary, at=NOW)


def test_linking_asks_about_the_mother_and_the_father_of_one_child(cast, ash):
    dad = add_adult(ash.family, cast.mary, name="Tom Ash", sex="M")
    relationships.relate(ash.family, dad, kind="father", other=ash.mia, by=cast.mary, at=NOW)
    with pytest.raises(Odd):
        matching.merge(dad, ash.ann, because="Same.", by=cast.mary, at=NOW)


# --- A pregnancy that ended leads nothing; a twin has what runs ---


def test_twin_has_the_plan_of_the_first_from_the_birth_without_its_approval(cast, ash):
    baby = unborn(ash.family, cast)
    refer(ash.family, cast, baby)
    _plans_for(cast, baby, kinds=("cp",))
    with acting(cast.mary):
        change(baby_plan := Plan.objects.get(child=baby), approved_by=cast.mary, approved_at=NOW, approval="Yes.")
    _, two = born(baby, cast, [AL, BO])
    plan = Plan.objects.get(child=two)
    assert (plan.kind, plan.category, plan.from_date, plan.approved_by) == ("cp", "NEG", TODAY, None)
    baby_plan.refresh_from_db()
    assert (baby_plan.from_date, baby_plan.approved_by) == (TODAY - timedelta(days=10), cast.mary)


def test_unborn_entry_in_another_role_gives_the_twin_that_role_there(cast, ash, elm):
    baby = unborn(ash.family, cast)
    again = people.add_person(
        elm, name="Baby Elm", role=FamilyRole.OTHER_CHILD, expected=baby.expected, by=cast.mary, at=NOW
    )
    link(again, baby, cast, LINKED_AT)
    _, two = born(baby, cast, [AL, BO])
    roles = {row.family: row.role for row in FamilyMember.objects.filter(person=two)}
    assert roles == {ash.family: FamilyRole.CHILD, elm: FamilyRole.OTHER_CHILD}
