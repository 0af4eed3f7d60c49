"""Dates in a life and of a case (C17): pure, so each case is one line."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from casework.lives import checks
from casework.lives.cases import CaseSpan, check_ends_with_case, check_in_case
from casework.lives.checks import Fact, check_in_family, check_in_life, check_order
from casework.lives.roles import check_in_role
from casework.people.models import Person
from casework.refusal import Odd, Refusal
from casework.trail.confirming import confirming

pytestmark = pytest.mark.rule("C17")
TODAY = date(2026, 11, 3)
MIA = Person(name="Mia", born=date(2019, 5, 4))
BABY = Person(name="Baby", expected=date(2026, 12, 20))
GONE = Person(name="Gil", born=date(2015, 1, 1), died=date(2026, 6, 1))
NOT_BORN = Person(name="Twin", expected=date(2026, 12, 20), pregnancy_ended_on=date(2026, 9, 1))
FACTS = {name: what for name, what in vars(checks).items() if isinstance(what, checks.What)}
PREPARES = {"REFERRAL", "ASSESSMENT", "PLAN", "EARLY_HELP", "CONFERENCE", "PRE_PROCEEDINGS"}
ONLY_AFTER_BIRTH = {"SECTION_47", "CARE", "CARE_PLAN", "PROCEEDINGS", "PRIVATE_LAW", "SEEN", "HARM"}


# Of whom only a range of days of birth is known.
GIRL = SimpleNamespace(
    born_from=date(2020, 11, 4), born_to=date(2021, 11, 3), unborn=False, expected=None, died=None,
    pregnancy_ended_on=None,
)  # fmt: skip


def refused(what, person, day, today=TODAY):
    with pytest.raises(Refusal) as refusal:
        check_in_life(Fact(what, day, person, "day"), today)
    assert refusal.value.field == "day"
    return refusal.value.sentence


@pytest.mark.parametrize("name", sorted(FACTS))
def test_fact_of_any_kind_is_refused_in_1901_and_in_2040(name):
    assert "1901" in refused(FACTS[name], MIA, date(1901, 5, 1))
    assert "2040" in refused(FACTS[name], MIA, date(2040, 5, 1))


@pytest.mark.parametrize("name", sorted(FACTS))
def test_fact_of_any_kind_is_refused_before_the_pregnancy(name):
    refused(FACTS[name], MIA, date(2018, 6, 1))
    refused(FACTS[name], BABY, date(2026, 1, 1))


@pytest.mark.parametrize("name", sorted(PREPARES))
def test_unborn_child_may_have_what_prepares_for_the_birth(name):
    check_in_life(Fact(FACTS[name], TODAY, BABY), TODAY)
    check_in_life(Fact(FACTS[name], date(2019, 1, 4), MIA), TODAY)


@pytest.mark.parametrize("name", sorted(ONLY_AFTER_BIRTH))
def test_unborn_child_has_no_enquiry_no_care_and_is_not_seen(name):
    assert "not born yet" in refused(FACTS[name], BABY, TODAY)
    assert "before the birth" in refused(FACTS[name], MIA, date(2019, 5, 3))
    check_in_life(Fact(FACTS[name], date(2019, 5, 4), MIA), TODAY)


def test_fact_after_a_death_is_refused_but_for_the_ends_of_what_was_recorded():
    allowed = {name for name, what in FACTS.items() if what.after_death}
    for name in FACTS.keys() - allowed:
        assert "died on Mon 1 Jun 2026" in refused(FACTS[name], GONE, date(2026, 6, 2)), name
        check_in_life(Fact(FACTS[name], date(2026, 6, 1), GONE), TODAY)
    for name in allowed:
        check_in_life(Fact(FACTS[name], date(2026, 6, 2), GONE), TODAY)
    assert "pregnancy ended" in refused(checks.ASSESSMENT, NOT_BORN, date(2026, 9, 2))


def test_fact_of_a_child_of_whom_a_range_is_known_is_refused_where_it_is_before_all_of_it():
    assert "at the earliest" in refused(checks.SECTION_47, GIRL, date(2020, 11, 3))
    check_in_life(Fact(checks.SECTION_47, date(2020, 11, 4), GIRL), TODAY)


def test_fact_of_somebody_whose_birth_is_not_known_is_taken():
    check_in_life(Fact(checks.SECTION_47, date(1999, 1, 1), Person(name="X")), TODAY)


def test_planning_reaches_two_years_ahead_and_no_past_fact_lies_ahead():
    check_in_life(Fact(checks.PLANNED_VISIT, TODAY + timedelta(days=700), MIA), TODAY)
    assert "more than two years ahead" in refused(checks.PLANNED_VISIT, MIA, TODAY + timedelta(days=800))
    assert "day to come" in refused(checks.REFERRAL, MIA, TODAY + timedelta(days=1))


def test_visit_is_refused_before_anybody_of_the_family_was_born():
    people = [MIA, Person(name="Ann", born=date(1991, 2, 3))]
    check_in_family(checks.VISIT, date(1992, 1, 1), people, TODAY)
    with pytest.raises(Refusal, match="nobody of this family was born"):
        check_in_family(checks.VISIT, date(1989, 1, 1), people, TODAY)
    check_in_family(checks.VISIT, date(1989, 1, 1), [*people, Person(name="Gran")], TODAY)
    with pytest.raises(Refusal, match="1901"):
        check_in_family(checks.VISIT, date(1901, 1, 1), [Person(name="Gran")], TODAY)


def test_plan_after_the_case_closed_is_refused_and_before_it_opened_is_odd():
    spans = [CaseSpan(date(2024, 1, 1), date(2025, 1, 1)), CaseSpan(date(2026, 1, 1), date(2026, 6, 1))]
    plan = Fact(checks.PLAN, date(2026, 6, 2), MIA, "from_date")
    with pytest.raises(Refusal, match="closed on Mon 1 Jun 2026") as refusal:
        check_in_case(plan, spans)
    assert not isinstance(refusal.value, Odd)
    with pytest.raises(Refusal, match="closed on Wed 1 Jan 2025"):
        check_in_case(plan._replace(day=date(2025, 6, 1)), spans)
    check_in_case(plan._replace(day=date(2026, 6, 1)), spans)
    check_in_case(plan, [*spans, CaseSpan(date(2026, 6, 2), None)])
    check_in_case(plan._replace(what=checks.EARLY_HELP), spans)
    with pytest.raises(Odd, match="opened on Mon 1 Jan 2024"):
        check_in_case(plan._replace(day=date(2023, 6, 1)), spans)


def test_what_follows_is_not_earlier():
    check_order("The call was taken on", TODAY, "The referral", TODAY)
    with pytest.raises(Refusal, match=r"The call was taken on Tue 3 Nov 2026\. The referral cannot be earlier"):
        check_order("The call was taken on", TODAY, "The referral", TODAY - timedelta(days=1))


def aged(years):
    return Person(name="Kim", born=date(TODAY.year - years, 1, 1))


@pytest.mark.parametrize(
    ("years", "role", "said"),
    [
        (2, "other_adult", "refused"), (9, "other_adult", "refused"), (10, "other_adult", "odd"),
        (17, "other_adult", "odd"), (18, "other_adult", ""),
        (119, "other_adult", ""), (121, "other_adult", "refused"), (17, "child", ""), (18, "child", "odd"),
        (24, "child", "odd"), (25, "child", "refused"), (25, "other_child", "refused"),
        (12, "parent", "odd"), (13, "parent", ""), (9, "parent", "refused"),
    ],
)  # fmt: skip
def test_age_of_whoever_is_entered(years, role, said):
    assert said_of(lambda: check_in_role(aged(years), role, TODAY, TODAY)) == said


def test_age_refused_says_who_was_not_born_yet_and_what_to_do_on_that_page():
    with pytest.raises(Refusal) as refused:
        check_in_role(aged(2), "parent", date(2020, 1, 1), TODAY, "role", remedy="Choose another role.")
    assert (
        refused.value.sentence == "Kim was not born on Wed 1 Jan 2020, so not a parent or carer. Choose another role."
    )


def said_of(check):
    try:
        check()
    except Odd:
        with confirming(None):
            check()
        return "odd"
    except Refusal:
        return "refused"
    return ""


@pytest.mark.parametrize(
    ("expected", "said"),
    [(date(2040, 1, 1), "further away"), (date(2026, 8, 1), "long past"), (date(2027, 8, 1), ""), (TODAY, "")],
)
def test_birth_is_expected_within_a_pregnancy(expected, said):
    if not said:
        return checks.check_expected_day(expected, TODAY)
    with pytest.raises(Refusal, match=said):
        checks.check_expected_day(expected, TODAY)


def test_what_began_in_a_case_that_closed_is_recorded_with_its_end_only():
    spans = [CaseSpan(date(2026, 1, 1), date(2026, 6, 1))]
    plan = Fact(checks.PLAN, date(2026, 3, 1), MIA, "until_date")
    for ended_on in (None, date(2026, 6, 2)):
        with pytest.raises(Refusal, match="ended with it") as refusal:
            check_ends_with_case(plan, ended_on, spans, "until_date")
        assert refusal.value.field == "until_date"
    check_ends_with_case(plan, date(2026, 6, 1), spans, "until_date")
    check_ends_with_case(plan, None, [*spans, CaseSpan(date(2026, 2, 1), None)], "until_date")
    check_ends_with_case(plan._replace(what=checks.EARLY_HELP), None, spans, "until_date")


@pytest.mark.parametrize("what", [checks.EARLY_HELP, checks.PRIVATE_LAW])
def test_early_help_and_private_law_are_odd_long_after_a_case_closed_and_not_before_the_first(what):
    spans = [CaseSpan(date(2026, 1, 1), date(2026, 3, 1))]
    check_in_case(Fact(what, date(2025, 3, 1), MIA), spans)
    check_in_case(Fact(what, date(2026, 4, 1), MIA), spans)
    with pytest.raises(Odd, match="of so long after it"):
        check_in_case(Fact(what, date(2026, 6, 1), MIA), spans)


def test_two_cases_of_one_day_are_in_order():
    spans = [CaseSpan(date(2026, 1, 1), None), CaseSpan(date(2026, 1, 1), date(2026, 3, 1))]
    check_in_case(Fact(checks.PLAN, date(2026, 4, 1), MIA), spans)
