"""Dates in a life and of a case, asked by the doors that record and correct (C17)."""

from datetime import date, timedelta

import pytest

from casework.births import services as births
from casework.births.checks import Newborn
from casework.deaths import services as deaths
from casework.families import services as families
from casework.households import services as households
from casework.matching import services as matching
from casework.notes import services as notes
from casework.people import services as people
from casework.people.queries import fingerprint_of_member
from casework.plans import services as facts
from casework.referrals import services as referrals
from casework.refusal import Odd, Refusal
from casework.relationships import services as relationships
from casework.trail.acting import acting
from casework.trail.confirming import confirming
from casework.trail.rows import change
from tests.factories import NOW, add_adult, add_child
from tests.story import days_ago

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def relate(ash, cast):
    def relate(person, kind, other, family=None):
        return relationships.relate_to_all(
            family or ash.family, person, kind=kind, others=[other], by=cast.mary, at=NOW
        )

    return relate


def refused(act, *args, match="", **values):
    with pytest.raises(Refusal, match=match) as refusal:
        act(*args, **values)
    return refusal.value


def act(cast, **values):
    return {"by": cast.mary, "at": NOW, **values}


# --- Ties ---


def test_child_of_6_is_not_the_mother_of_a_man_of_31(ash, cast, relate):
    tiny = add_child(ash.family, cast.mary, name="Tiny Ash", born=date(2020, 1, 1))
    mo = add_adult(ash.family, cast.mary, name="Mo Ash", born=date(1995, 1, 1))
    assert refused(relate, tiny, "mother", mo, match="Tiny Ash is the mother of Mo Ash").field == "kind"


def test_nobody_is_their_own_ancestor_over_all_families_and_entries(ash, cast, relate):
    """Of none of them a birth is known, so that ages refuse nothing."""
    gran, mum, girl = [add_adult(ash.family, cast.mary, name=name, born=None) for name in ("Gran", "Mum", "Girl")]
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    again = add_adult(other, cast.mary, name="Mum again", born=None)
    matching.bring_in(other, girl, role="parent", by=cast.mary, at=NOW)
    relate(gran, "mother", mum)
    relate(again, "mother", girl, family=other)
    relate(girl, "sibling", gran)
    matching.merge(again, mum, because="One NHS number.", by=cast.mary, at=NOW)
    for kind in ("mother", "father", "adoptive_parent", "grandparent"):
        refused(relate, girl, kind, gran, match="nobody is their own ancestor")
    relate(girl, "cousin", gran)


def test_parent_and_child_are_not_linked_as_one_person(ash, cast):
    twin = add_adult(ash.family, cast.mary, name="Ann Ashe", born=None)
    kid = add_adult(ash.family, cast.mary, name="Kid Ashe", born=None)
    relationships.relate_to_all(ash.family, twin, kind="mother", others=[kid], by=cast.mary, at=NOW)
    refused(matching.merge, kid, twin, because="One NHS number.", match="nobody is related to oneself", **act(cast))


def test_tie_stands_once_the_other_way_round_and_of_another_entry_too(ash, cast, relate):
    relate(ash.mia, "half_sibling", ash.ben)
    refused(relate, ash.ben, "half_sibling", ash.mia, match="recorded already")
    again = add_child(ash.family, cast.mary, name="Mia Ashe")
    again = matching.merge(again, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    refused(relate, again, "half_sibling", ash.ben, match="recorded already")
    refused(relate, ash.ben, "half_sibling", again, match="recorded already")


def test_birth_of_a_parent_is_not_corrected_to_after_that_of_the_child(ash, cast):
    member = ash.family.familymember_set.get(person=ash.ann)
    values = {"name": "Ann Ash", "known_as": "", "sex": "F", "expected": None, "in_household": True}
    seen = fingerprint_of_member(member)
    error = refused(
        people.put_right_person, member, fingerprint=seen, born=date(2010, 1, 1), match="which cannot be",
        **values, **act(cast),
    )  # fmt: skip
    assert error.field == "born"
    with pytest.raises(Odd, match="Ann Ash is recorded as male"):
        people.put_right_person(member, fingerprint=seen, born=ash.ann.born, **values | {"sex": "M"}, **act(cast))


def test_mother_of_a_birth_is_old_enough(ash, cast):
    with acting(cast.mary):
        change(ash.ann, born=date(2018, 1, 1))
    error = refused(
        births.record_unexpected_birth, ash.family, ash.ann, born=TODAY, children=[Newborn("Bea", "F")], **act(cast)
    )
    assert error.field == "mother"
    assert not ash.family.people_ever().filter(name="Bea").exists()


# --- Facts of a child ---


def s47(ash, cast, day, child=None):
    values = {"kind": "section_47", "started_on": day, "by": cast.mary, "at": NOW}
    return facts.begin_assessments(ash.family, [child or ash.mia], **values)[0]


def test_enquiry_and_care_order_from_before_the_birth_are_refused(ash, cast):
    before = ash.mia.born - timedelta(days=1)
    assert refused(s47, ash, cast, before, match="before the birth").field == "started_on"
    care = {"kind": "care", "status": "C1", "from_date": before}
    error = refused(facts.begin_legal, ash.family, [ash.mia], match="before the birth", **care, **act(cast))
    assert error.field == "from_date"


def test_second_open_enquiry_is_refused_until_the_first_has_ended(ash, cast):
    first = s47(ash, cast, days_ago(5).date())
    assert refused(s47, ash, cast, TODAY, match="There is one at a time").field == "started_on"
    s47(ash, cast, TODAY, ash.ben)
    facts.end_assessment(first, ended_on=days_ago(2).date(), outcome="NFA", version=first.version, **act(cast))
    refused(s47, ash, cast, days_ago(3).date(), match="There is one at a time")
    s47(ash, cast, days_ago(2).date())


def test_plan_of_a_child_whose_case_closed_is_refused(ash, cast):
    with acting(cast.mary):
        change(ash.referral.involvements.get(child=ash.mia), closed_on=days_ago(3).date(), closed_because="RC1")
    plan = {"kind": "cin", "from_date": TODAY}
    error = refused(facts.begin_plans, ash.family, [ash.mia], match="closed on", **plan, **act(cast))
    assert error.field == "from_date"
    facts.begin_plans(ash.family, [ash.ben], **plan, **act(cast))


def test_plan_is_not_corrected_to_a_day_before_the_birth(ash, cast):
    plan = facts.begin_plans(ash.family, [ash.mia], kind="cin", from_date=TODAY, **act(cast))[0]
    values = {"from_date": date(2017, 1, 1), "version": plan.version}
    refused(facts.correct, plan, match="before the pregnancy", **values, **act(cast))


def test_meeting_planned_for_2040_is_refused(ash, cast):
    values = {"kind": "cin_review", "planned_for": date(2040, 1, 2)}
    assert refused(facts.add_conferences, ash.family, [ash.mia], **values, **act(cast)).field == "planned_for"


def refer(family, child, cast, **values):
    details = {"received_on": TODAY, "source": "6", "reason": "Police attended.", **values}
    return referrals.record_referral(family, needs={child: "N1"}, **details, **act(cast))


def test_referral_is_within_the_life_of_each_child(cast):
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo = add_child(family, cast.mary, name="Bo Birch", born=date(2024, 6, 1))
    assert refused(refer, family, bo, cast, received_on=date(2022, 1, 1), match="before the pregnancy").field == (
        "received_on"
    )
    deaths.record_death(family, bo, died=days_ago(9).date(), **act(cast))
    refused(refer, family, bo, cast, match="died on")


def test_referral_of_an_unborn_child_is_taken_and_its_enquiry_is_not(ash, cast):
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    baby = add_child(family, cast.mary, name="Baby", born=None, expected=TODAY + timedelta(days=60))
    refer(family, baby, cast)
    facts.begin_plans(family, [baby], kind="cp", category="NEG", from_date=TODAY, **act(cast))
    refused(
        facts.begin_assessments, family, [baby], kind="section_47", started_on=TODAY, match="not born yet", **act(cast)
    )


def test_harm_is_not_alleged_of_a_day_before_the_birth(ash, cast):
    involvement = ash.referral.involvements.get(child=ash.mia)
    error = refused(
        referrals.allege_harm, involvement, alleged_at=NOW.replace(year=2018), match="before the birth", **act(cast)
    )
    assert error.field == "alleged_at"


# --- Corrections, deaths, moves, visits ---


def test_birth_is_not_corrected_to_after_what_is_recorded_of_the_child(ash, cast):
    s47(ash, cast, days_ago(5).date())
    member = ash.family.familymember_set.get(person=ash.mia)
    values = {"name": "Mia Ash", "known_as": "", "sex": "F", "expected": None, "in_household": True}
    seen = fingerprint_of_member(member)
    error = refused(
        people.put_right_person, member, fingerprint=seen, born=days_ago(2).date(),
        match=r"A section 47 enquiry of .* is recorded of Mia Ash", **values, **act(cast),
    )  # fmt: skip
    assert error.field == "born"


def test_death_is_not_before_what_is_recorded_of_the_child(ash, cast):
    s47(ash, cast, days_ago(5).date())
    error = refused(
        deaths.record_death, ash.family, ash.mia, died=days_ago(6).date(), match="is recorded of Mia Ash", **act(cast)
    )
    assert error.field == "died"
    deaths.record_death(ash.family, ash.mia, died=days_ago(5).date(), **act(cast))
    refused(deaths.put_right_death, ash.family, ash.mia, died=days_ago(6).date(), **act(cast))


def test_move_before_the_birth_is_refused(ash, cast):
    values = {"in_household": False, "moved_on": date(2017, 1, 1), "because": ""}
    assert refused(households.move, ash.family, [ash.mia], **values, **act(cast)).field == "moved_on"


@pytest.mark.parametrize("year", [1901, 1980, 2040])
def test_visit_of_another_time_is_refused(ash, cast, year):
    when = NOW.replace(year=year)
    error = refused(notes.record, ash.family, kind="home_visit", took_place_at=when, **act(cast))
    assert error.field == "took_place_at"
    if year != 1980:
        assert refused(notes.plan, ash.family, kind="home_visit", planned_for=when, **act(cast)).field == "planned_for"


def test_adult_of_2_and_a_birth_expected_in_2040_are_refused(ash, cast):
    error = refused(add_adult, ash.family, cast.mary, born=date(2024, 6, 1), match="so not a parent or carer")
    assert error.field == "born"
    error = refused(add_child, ash.family, cast.mary, born=None, expected=date(2040, 1, 1), match="further away")
    assert error.field == "expected"


def test_day_on_which_an_age_was_said_is_of_our_time(ash, cast):
    values = {"born": None, "about_age": 30, "about_age_on": date(1901, 5, 1)}
    assert refused(add_adult, ash.family, cast.mary, **values).field == "about_age_on"


def test_plan_of_before_the_closing_is_taken_only_with_its_end(ash, cast):
    with acting(cast.mary):
        involvement = ash.referral.involvements.get(child=ash.mia)
        change(involvement, closed_on=days_ago(3).date(), closed_because="RC1")
    values = {"kind": "cin", "from_date": days_ago(4).date()}
    error = refused(facts.begin_plans, ash.family, [ash.mia], match="ended with it", **values, **act(cast))
    assert error.field == "until_date"
    ended = {"until_date": days_ago(3).date(), "ended_because": "The case closed."}
    (plan,) = facts.begin_plans(ash.family, [ash.mia], **values, **ended, **act(cast))
    assert plan.until_date == days_ago(3).date()
    enquiry = {"kind": "section_47", "started_on": days_ago(4).date()}
    assert refused(facts.begin_assessments, ash.family, [ash.mia], **enquiry, **act(cast)).field == "ended_on"
    court = {"kind": "pre_proceedings", "from_date": days_ago(4).date()}
    assert refused(facts.begin_legal, ash.family, [ash.mia], **court, **act(cast)).field == "until_date"
    planned = {"kind": "cin_review", "planned_for": days_ago(4).date()}
    assert refused(facts.add_conferences, ash.family, [ash.mia], **planned, **act(cast)).field == "held_on"


def test_pair_is_not_parent_and_sibling_without_a_box(ash, cast, relate):
    for person, kind, other in ((ash.ann, "sibling", ash.ben), (ash.ben, "half_sibling", ash.ann)):
        with pytest.raises(Odd, match="It is recorded already that Ann Ash is the mother of Ben Ash") as odd:
            relate(person, kind, other)
        assert odd.value.field == "kind"
    with confirming([odd.value.sentence]):
        relate(ash.ben, "half_sibling", ash.ann)
