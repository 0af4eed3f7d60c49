from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.access import families_for
from casework.allocations import services as allocations
from casework.families import presenters, queries
from casework.families import services as families
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


def names(found):
    return [row["family"].name for row in presenters.families_page(found, 1, today=NOW.date()).rows]


def narrowed(user, **values):
    return names(queries.filtered(families_for(user), user=user, today=NOW.date(), **values))


def test_a_family_is_found_by_its_name_and_by_a_childs_and_not_by_an_adults(cast, ash):
    birch = family(cast, "Birch")
    add_child(birch, cast.mary, name="Aleksandra Birch", known_as="Ola")
    assert narrowed(cast.mary, q="bir") == ["Birch"]
    assert narrowed(cast.mary, q="ola") == ["Birch"]
    assert narrowed(cast.mary, q="mia") == ["Ash"]
    assert narrowed(cast.mary, q="ann") == []


def test_a_family_with_two_children_of_the_name_stands_once(cast, ash):
    assert narrowed(cast.mary, q="ash") == ["Ash"]


def test_narrowed_to_those_allocated_to_me(cast, allocated):
    family(cast, "Birch")
    assert narrowed(cast.dora, whose="mine") == ["Ash"]
    assert narrowed(cast.cora, whose="mine") == []


def test_narrowed_to_those_whose_case_is_closed_for_every_child(cast, allocated):
    family(cast, "Birch")
    for child, day, found in ((allocated.mia, 1, []), (allocated.ben, 2, ["Ash"])):
        with acting(cast.mary):
            involvement = allocated.family.involvement_set.get(child=child)
            change(involvement, closed_on=date(2026, 11, day), closed_because="RC7")
        assert narrowed(cast.mary, whose="closed") == found
    rows = presenters.families_page(families_for(cast.mary), 1, today=NOW.date()).rows
    assert [row["closed_on"] for row in rows] == [date(2026, 11, 2), None]


def test_narrowed_to_those_of_my_team(cast, allocated):
    south = family(cast, "Cedar", team=cast.south, by=cast.sid)
    allocations.allocate(south, cast.stan, role=Role.SOCIAL_WORKER, lead=True, by=cast.sid, at=NOW)
    assert narrowed(cast.sue, whose="team") == ["Ash"]
    assert narrowed(cast.audrey) == ["Ash", "Cedar"]
    assert narrowed(cast.audrey, whose="team") == []


def test_families_stand_by_name_whatever_their_capitals(cast):
    for name in ("ash", "Birch", "Alder"):
        family(cast, name)
    assert narrowed(cast.mary) == ["Alder", "ash", "Birch"]


def test_a_long_list_comes_in_pages_of_25(cast):
    for number in range(26):
        family(cast, f"Family {number:02}")
    first = presenters.families_page(families_for(cast.mary), 1, today=NOW.date())
    second = presenters.families_page(families_for(cast.mary), 2, today=NOW.date())
    assert (len(first.rows), first.previous, first.following) == (25, None, 2)
    assert (len(second.rows), second.previous, second.following) == (1, 1, None)
    assert presenters.families_page(families_for(cast.mary), -3, today=NOW.date()).previous is None


def test_a_row_has_children_with_ages_team_lead_and_rating(cast, allocated):
    families.set_headline(allocated.family, overall_rag="amber", previous_rag="red")
    (row,) = presenters.families_page(families_for(cast.sue), 1, today=NOW.date()).rows
    assert row["children"] == [("Mia Ash", "7"), ("Ben Ash", "2")]
    assert (row["team"], row["lead"]) == ("North", "Sue Sands")
    assert (row["headline"].overall_rag, row["headline"].previous_rag) == ("amber", "red")


def test_the_list_asks_the_database_as_often_for_many_families_as_for_one(cast, ash):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            presenters.families_page(families_for(cast.mary), 1, today=NOW.date())
        return len(queries)

    one = asked()
    for number in range(5):
        other = family(cast, f"Family {number}")
        add_child(other, cast.mary, name=f"Child {number}", born=date(2020, 1, 1))
    assert asked() == one


def test_a_family_that_was_joined_to_another_stands_in_no_list_until_that_is_undone(cast, ash):
    birch = family(cast, "Birch")
    joining = joins.join(ash.family, birch, because="One family.", by=cast.mary, at=NOW)
    assert narrowed(cast.mary) == ["Ash"]
    joins.undo(joining, because="Two families.", by=cast.mary, at=NOW)
    assert narrowed(cast.mary) == ["Ash", "Birch"]


def test_a_child_who_was_entered_twice_stands_once(cast, ash):
    twice = add_child(ash.family, cast.mary, name="Mia Ashe")
    merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    row = presenters.families_page(families_for(cast.mary), 1, today=NOW.date()).rows[0]
    assert sorted(name for name, _ in row["children"]) == ["Ben Ash", "Mia Ash"]
