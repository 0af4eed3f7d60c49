"""Joining two families in the browser's words: found, confirmed, undone."""

from datetime import date

import pytest
from django.urls import reverse

from casework.families import services as families
from casework.families.headlines.services import carry_over_names
from casework.joins.models import FamilyJoin
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_child


@pytest.fixture
def brother(cast, ash):
    family = families.add_family(name="Leo Ash", team=cast.north, by=cast.mary, at=NOW)
    add_child(family, cast.mary, name="Leo Ash", born=date(2020, 5, 5), at=NOW)
    return family


def address(family, *parts):
    return "/".join(["/families", str(family.pk), *map(str, parts), ""])


def test_join_search_finds_by_the_name_of_a_child(cast, ash, brother, signed_in):
    page = signed_in(cast.mary).get(address(ash.family, "join"), {"q": "leo"})
    assert "Join the family Leo Ash" in page.text


def test_join_search_finds_by_the_authoritys_number_of_a_child(cast, ash, brother, signed_in):
    with acting(cast.mary):
        child = brother.people_now()[0]
        change(child, la_child_id="LEO7")
        carry_over_names([child.pk])
    page = signed_in(cast.mary).get(address(ash.family, "join"), {"q": "leo7"})
    assert "Join the family Leo Ash" in page.text


def test_join_search_says_where_nothing_fits(cast, ash, brother, signed_in):
    page = signed_in(cast.mary).get(address(ash.family, "join"), {"q": "nobody at all"})
    assert "No other family on which you decide fits this." in page.text


def test_join_search_leaves_out_families_of_another_team(cast, ash, signed_in):
    families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    page = signed_in(cast.mary).get(address(ash.family, "join"), {"q": "Elm"})
    assert "Join the family Elm" not in page.text


def test_join_is_made_and_taken_apart_again(cast, ash, brother, signed_in):
    browser = signed_in(cast.mary)
    confirm = address(ash.family, "join", brother.pk)
    assert "These people come into the family Ash: Leo Ash." in browser.get(confirm).text
    assert "Answer ‘How do you know?’" in browser.post(confirm, {"because": ""}).text
    browser.post(confirm, {"because": "Brother of Mia."})
    joining = FamilyJoin.objects.get()
    assert brother.people_now() == []
    left = browser.get(address(brother, "people")).text
    assert "This family was joined to the family" in left
    assert "What is still to do" not in left
    assert reverse("note-record", args=[brother.pk]) not in left
    undo = address(ash.family, "joined", joining.pk, "undo")
    assert "goes back to it" in browser.get(undo).text
    browser.post(undo, {"because": "Another family of that name."})
    assert len(brother.people_now()) == 1
    assert browser.get(undo).status_code == 302


def test_join_page_names_the_obstacles_before_anybody_presses(cast, month, signed_in):
    other = families.add_family(name="Leo Ash", team=cast.north, by=cast.mary, at=NOW)
    page = signed_in(cast.mary).get(address(other, "join", month.family.pk))
    assert "the family Ash has a Workbook of its own" in page.text
    assert "Join the families" not in page.text


@pytest.mark.parametrize(("who", "status"), [("sue", 403), ("stan", 404), ("audrey", 403)])
def test_join_pages_are_for_who_decides(cast, ash, brother, signed_in, who, status):
    browser = signed_in(getattr(cast, who))
    assert browser.get(address(ash.family, "join")).status_code == status
    assert browser.post(address(ash.family, "join", brother.pk), {"because": "x"}).status_code == status
    assert not FamilyJoin.objects.exists()


def test_join_page_of_a_family_on_which_one_does_not_decide_is_not_found(cast, ash, signed_in):
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    assert signed_in(cast.mary).post(address(ash.family, "join", elm.pk), {"because": "x"}).status_code == 404
