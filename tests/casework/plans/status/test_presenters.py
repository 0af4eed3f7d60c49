"""What the head of each page says the children are subject to."""

from datetime import timedelta

import pytest

from casework.families import services as families
from casework.identity_bar.presenters import identity_bar
from casework.matching.services import merge
from casework.plans import services as facts
from casework.plans.status.presenters import status_by_child, subject_to
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]
TODAY = NOW.date()


def said(allocated):
    return identity_bar(allocated.family, allocated.family.headline.lead, TODAY).subject_to


def test_status_names_plans_the_gravest_first_and_need_where_there_is_none(allocated, begin):
    assert said(allocated) == "Child in need"
    begin("cp")
    assert said(allocated) == "Child protection plan (neglect): Mia Ash; Child in need: Ben Ash"


def test_status_of_all_children_is_without_names(allocated, begin):
    begin("cin", children=[allocated.mia, allocated.ben])
    assert said(allocated) == "Child in need plan"


def test_status_names_court_and_care_first(allocated, begin, court):
    begin("cp")
    court("care_proceedings")
    words = "Care proceedings: Mia Ash; Child protection plan (neglect): Mia Ash; Child in need: Ben Ash"
    assert said(allocated) == words
    court("care")
    assert said(allocated).startswith("In care (interim care order): Mia Ash; Care proceedings: Mia Ash; ")


def test_status_names_the_latest_category(allocated, cast, begin):
    plan = begin("cp", category="MUL")
    assert "(multiple)" in said(allocated)
    facts.change_category(
        plan, latest_category="PHY", latest_category_from=TODAY, version=plan.version, by=cast.sue, at=NOW
    )
    assert "(physical abuse)" in said(allocated)


def test_status_leaves_out_what_ended_today_or_was_withdrawn(allocated, cast, begin):
    plan = begin("cin", day=TODAY - timedelta(days=3))
    facts.end_plan(plan, until_date=TODAY, ended_because="x", version=plan.version, by=cast.sue, at=NOW)
    assert said(allocated) == "Child in need"
    plan = begin("cp", day=TODAY)
    facts.withdraw(plan, because="x", version=plan.version, by=cast.sue, at=NOW)
    assert said(allocated) == "Child in need"


def test_status_is_closed_with_its_day_where_every_involvement_is(allocated, cast):
    mia, ben = allocated.family.involvement_set.all().order_by("child__born")
    for involvement, words in ((mia, "Child in need: Ben Ash"), (ben, "Closed on Tue 3 Nov 2026")):
        with acting(cast.mary):
            change(involvement, closed_on=TODAY, closed_because="RC7")
        assert subject_to(allocated.family, [allocated.mia, allocated.ben], TODAY) == words
    with acting(cast.mary):
        change(ben, closed_on=None, closed_because="")
    assert subject_to(allocated.family, [allocated.mia], TODAY) == ""


def test_status_takes_few_queries(allocated, begin, court, django_assert_max_num_queries):
    begin(children=[allocated.mia, allocated.ben])
    court()
    with django_assert_max_num_queries(7):
        identity_bar(allocated.family, allocated.family.headline.lead, TODAY)


def test_status_by_child_has_the_next_conference(allocated, begin, meet):
    begin("cp")
    for days in (-1, 9, 5):
        meet("core_group", planned_for=TODAY + timedelta(days=days))
    meet("strategy", held_on=TODAY, outcome="x", planned_for=TODAY)
    mia, ben = status_by_child(allocated.family, [allocated.mia, allocated.ben], TODAY)
    assert (mia.subject_to, ben.subject_to) == (["Child protection plan (neglect)"], [])
    assert (mia.conference.planned_for, ben.conference) == (TODAY + timedelta(days=5), None)


def test_status_by_child_says_whose_case_is_closed(allocated, cast):
    with acting(cast.mary):
        change(allocated.family.involvement_set.get(child=allocated.mia), closed_on=TODAY, closed_because="RC7")
    mia, ben = status_by_child(allocated.family, [allocated.mia, allocated.ben], TODAY)
    assert (mia.subject_to, ben.subject_to) == (["Case closed on Tue 3 Nov 2026"], [])


def test_status_of_a_child_entered_twice_has_the_facts_of_both_rows(allocated, cast, begin):
    begin("cp", children=[allocated.ben])
    with acting(cast.mary):
        change(allocated.ben, merged_into=allocated.mia, merged_because="The same child.")
    [mia] = status_by_child(allocated.family, [allocated.mia], TODAY)
    assert mia.subject_to == ["Child protection plan (neglect)"]
    with pytest.raises(Refusal, match="Both cannot run"):
        begin("cp")


def test_status_of_a_child_matched_with_another_familys_keeps_its_facts(cast, allocated, begin, meet):
    begin("cp", day=TODAY - timedelta(days=9))
    conference = meet("review", planned_for=TODAY + timedelta(days=9))
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    other = add_child(birch, cast.mary, name="Mia Birch")
    merge(allocated.mia, other, because="One NHS number.", by=cast.mary, at=NOW)
    assert said(allocated) == "Child protection plan (neglect): Mia Ash; Child in need: Ben Ash"
    [mia] = status_by_child(allocated.family, [p for p in allocated.family.people_now() if p.name == "Mia Ash"], TODAY)
    assert mia.subject_to == ["Child protection plan (neglect)"]
    assert mia.conference == conference
