from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.access import families_for
from casework.allocations import services as allocations
from casework.families import presenters, queries
from casework.families import services as families
from casework.families.headlines.services import carry_over
from casework.joins import services as joins
from casework.matching.services import merge
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def family(cast, name, team=None, by=None):
    return families.add_family(name=name, team=team or cast.north, by=by or cast.mary, at=NOW)


def listed(found):
    return presenters.family_items(queries.with_list_columns(found), NOW.date())


def names(found):
    return [item.family.name for item in listed(found)]


def filtered(user, **values):
    return names(queries.filtered(families_for(user), user=user, today=NOW.date(), **values))


def test_family_is_found_by_its_name_reference_and_those_of_its_people(cast, ash):
    birch = family(cast, "Birch")
    add_child(birch, cast.mary, name="Aleksandra Birch", known_as="Ola")
    assert filtered(cast.mary, q="bir") == ["Birch"]
    assert filtered(cast.mary, q="ola") == ["Birch"]
    assert filtered(cast.mary, q="mia") == ["Ash"]
    assert filtered(cast.mary, q="ann") == ["Ash"]
    assert filtered(cast.mary, q="ash mia") == ["Ash"]
    assert filtered(cast.mary, q=ash.family.reference) == ["Ash"]
    assert filtered(cast.mary, q="kowalska") == []


def test_family_with_two_children_of_the_name_is_listed_once(cast, ash):
    assert filtered(cast.mary, q="ash") == ["Ash"]


def test_list_filters_to_those_allocated_to_me(cast, allocated):
    family(cast, "Birch")
    assert filtered(cast.dora, whose="mine") == ["Ash"]
    assert filtered(cast.cora, whose="mine") == []


def test_list_filters_to_those_whose_case_is_closed_for_every_child(cast, allocated):
    family(cast, "Birch")
    for child, day, found in ((allocated.mia, 1, []), (allocated.ben, 2, ["Ash"])):
        with acting(cast.mary):
            involvement = allocated.family.involvement_set.get(child=child)
            change(involvement, closed_on=date(2026, 11, day), closed_because="RC7")
            carry_over([allocated.family.pk], at=NOW)
        assert filtered(cast.mary, whose="closed") == found
    rows = listed(families_for(cast.mary))
    assert [item.closed_on for item in rows] == [None, date(2026, 11, 2)]
    assert filtered(cast.mary) == ["Birch"]
    assert filtered(cast.mary, q="ash") == ["Ash"]


def test_list_filters_to_those_of_my_team(cast, allocated):
    south = family(cast, "Cedar", team=cast.south, by=cast.sid)
    allocations.allocate(south, cast.stan, role=Role.SOCIAL_WORKER, lead=True, by=cast.sid, at=NOW)
    assert filtered(cast.sue, whose="team") == ["Ash"]
    assert filtered(cast.audrey) == ["Ash", "Cedar"]
    assert filtered(cast.audrey, whose="team") == []


def test_list_is_ordered_by_name_whatever_the_capitals(cast):
    for name in ("ash", "Birch", "Alder"):
        family(cast, name)
    assert filtered(cast.mary) == ["Alder", "ash", "Birch"]


def test_list_shows_children_with_ages_team_lead_and_rating(cast, allocated):
    with acting(cast.mary):
        families.set_headline(allocated.family, overall_rag="amber", previous_rag="red")
    (row,) = listed(families_for(cast.sue))
    assert row.children == [("Mia Ash", "7"), ("Ben Ash", "2")]
    assert (row.team, row.lead) == ("North", "Sue Sands")
    assert (row.headline.overall_rag, row.headline.previous_rag) == ("amber", "red")


def test_list_needs_as_many_queries_for_many_families_as_for_one(cast, ash):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            listed(families_for(cast.mary))
        return len(queries)

    one = asked()
    for number in range(5):
        other = family(cast, f"Family {number}")
        add_child(other, cast.mary, name=f"Child {number}", born=date(2020, 1, 1))
    assert asked() == one


def test_joined_family_is_in_no_list_until_the_join_is_undone(cast, ash):
    birch = family(cast, "Birch")
    joining = joins.join(ash.family, birch, because="One family.", by=cast.mary, at=NOW)
    assert filtered(cast.mary) == ["Ash"]
    joins.undo(joining, because="Two families.", by=cast.mary, at=NOW)
    assert filtered(cast.mary) == ["Ash", "Birch"]


def test_child_who_was_entered_twice_is_listed_once(cast, ash):
    twice = add_child(ash.family, cast.mary, name="Mia Ashe")
    merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    row = listed(families_for(cast.mary))[0]
    assert sorted(name for name, _ in row.children) == ["Ben Ash", "Mia Ash"]
