"""A child's page and file: what is about the child or everyone, and of the others only how much."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.actions import services as actions
from casework.notes import services as notes
from casework.passages.models import NewText
from chronology.children.presenters import seen_lines
from tests.factories import NOW, add_child
from tests.former import leave

pytestmark = pytest.mark.django_db
OF_MIA, OF_BEN, OF_ALL = "Mia hides under the stairs.", "Ben throws his cars.", "The flat was cold."


@pytest.fixture
def visited(month, cast):
    return notes.record(
        month.family, kind="home_visit", took_place_at=NOW, by=cast.sue, at=NOW,
        seen=[(month.mia, True, True, False), (month.ben, True, False, True)],
        written=[
            *(NewText("voice", text, (of.pk,), of.pk) for of, text in ((month.mia, OF_MIA), (month.ben, OF_BEN))),
            NewText("observation", OF_ALL),
        ],
    )  # fmt: skip


def page(client, name, family, child):
    answer = client.get(reverse(name, args=[family.pk, child.pk]))
    return answer.status_code, answer.content.decode()


@pytest.mark.rule("A9.4", "A7.7")
def test_childs_page_says_life_seen_plan_and_nothing_of_a_sibling(month, cast, visited, signed_in):
    agreed = {"due_on": NOW.date(), "agreed_on": NOW.date(), "owner_user": cast.sue, "by": cast.sue}
    actions.agree(month.family, what="A torch for Mia", child=month.mia, desired_outcome="She sleeps.", **agreed)
    actions.agree(month.family, what="Cars for Ben", child=month.ben, **agreed)
    status, html = page(signed_in(cast.sue), "child", month.family, month.mia)
    assert status == 200
    assert OF_MIA in html and "A torch for Mia" in html and "She sleeps." in html and "Seen alone" in html
    assert OF_BEN not in html and "Cars for Ben" not in html


@pytest.mark.rule("A7.7")
def test_baby_is_seen_awake_and_not_alone(month, cast):
    baby = add_child(month.family, cast.mary, name="Kit Ash", born=NOW.date().replace(year=NOW.year - 1))
    assert [line.what for line in seen_lines([], baby, NOW.date())] == ["Seen", "Seen awake", "Sleeping place seen"]
    assert [line.what for line in seen_lines([], month.mia, NOW.date())][1] == "Seen alone"


@pytest.mark.rule("C2")
def test_childs_file_tells_of_others_only_how_much(month, cast, visited, signed_in):
    status, html = page(signed_in(cast.sue), "child-file", month.family, month.mia)
    assert status == 200
    assert OF_MIA in html and OF_ALL in html and "1 passage about others" in html
    assert OF_BEN not in html


@pytest.mark.parametrize("name", ["child", "child-file"])
def test_pages_of_a_child_are_for_readers_of_now_and_of_children_of_this_family(month, cast, signed_in, name):
    assert page(signed_in(cast.cora), name, month.family, month.mia)[0] == 200
    assert page(signed_in(cast.stan), name, month.family, month.mia)[0] == 404
    assert page(signed_in(cast.sue), name, month.family, month.ann)[0] == 404
    leave(cast.cora, by=cast.mary)
    assert page(signed_in(cast.cora), name, month.family, month.mia)[0] != 200


@pytest.mark.rule("A7.7")
def test_childs_page_says_by_when_the_child_is_to_be_seen_again_and_since_when_it_is_overdue(
    month, cast, visited, signed_in, time_machine
):
    time_machine.move_to(NOW, tick=False)
    assert "To be seen again by" in page(signed_in(cast.sue), "child", month.family, month.mia)[1]
    time_machine.move_to(NOW + timedelta(days=60), tick=False)
    assert "Overdue since" in page(signed_in(cast.sue), "child", month.family, month.mia)[1]
