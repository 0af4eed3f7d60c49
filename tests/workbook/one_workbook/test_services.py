from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.links.queries import links_between
from casework.matching import services as matching
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.users.roles import Role
from tests import brought_in
from tests.checklist import all_met
from tests.factories import NOW, add_adult, add_child
from tests.told import told
from workbook.allocations import services as allocations
from workbook.episodes import services as episodes
from workbook.episodes.queries import people_in_episode
from workbook.members import services as members
from workbook.one_workbook.models import WorkbookChoice
from workbook.one_workbook.presenters import in_another_workbook
from workbook.one_workbook.queries import memberships_now
from workbook.workbooks import services as workbooks

pytestmark = pytest.mark.django_db
STAYS = WorkbookChoice(False, "lives", "Kim lives with Ann.")
COMES = WorkbookChoice(True, "risk", "The father is violent.")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def second_family(cast, team, by, shared):
    """Birch: Bo and Bea, and with them those of another family who belong here too."""
    family = families.add_family(name="Birch", team=team, by=by, at=NOW)
    bo, bea = add_child(family, by, name="Bo Birch"), add_adult(family, by, name="Bea Birch")
    for person in shared:
        brought_in.bring_in(family, person, role=person.memberships.first().role, in_household=True, by=by, at=NOW)
    referral = referrals.record_referral(
        family, received_on=NOW.date(), source="6", reason="School.", needs={bo: "N1"}, by=by, at=NOW
    )
    return SimpleNamespace(family=family, bo=bo, bea=bea, referral=referral)


@pytest.fixture
def birch(cast, month):
    """Another family of Team North to which Mia, open in the Workbook of the Ash family, belongs too."""
    return second_family(cast, cast.north, cast.mary, [month.mia])


def open_birch(birch, by, people, **values):
    return workbooks.open_workbook(
        birch.referral,
        **{
            "reason": "Two workers.", "answers": all_met(), "index_child": birch.bo,
            "people": [birch.bo, birch.bea, *people],
            "supervision_planned_for": NOW + timedelta(days=28), "by": by, "at": NOW, **values,
        },
    )  # fmt: skip


@pytest.mark.rule("A1.16")
def test_person_of_another_workbook_comes_in_only_by_a_decision(cast, month, birch):
    with pytest.raises(Refusal, match="Mia Ash is part of another family's open Workbook") as refused:
        open_birch(birch, cast.mary, [month.mia])
    assert refused.value.field == f"tie-{month.mia.pk}"
    assert not birch.family.workbook_set.exists()


@pytest.mark.rule("A1.16", "A1.17")
def test_person_who_stays_is_left_out_and_both_files_say_on_which_ground(cast, month, birch):
    workbook = open_birch(birch, cast.mary, [month.mia], choices={month.mia.pk: STAYS})
    assert month.mia not in people_in_episode(workbook.episodes.get())
    assert month.mia in people_in_episode(month.episode)
    link = links_between(month.family, birch.family).get()
    assert link.person == month.mia
    assert link.because == (
        f"Mia Ash is open in the Workbook of family {month.family.reference} only, because Mia Ash lives with that "
        "family. Kim lives with Ann."
    )


@pytest.mark.rule("A1.16", "A1.17")
def test_person_who_comes_leaves_the_other_workbook_today_and_its_people_are_notified(cast, month, birch):
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        at = NOW + timedelta(days=2)
        workbook = open_birch(birch, cast.dev, [month.mia], choices={month.mia.pk: COMES}, at=at)
    assert month.mia in people_in_episode(workbook.episodes.get())
    assert month.episode.members.get(person=month.mia).until_date == at.date()
    assert (
        links_between(month.family, birch.family)
        .get()
        .because.endswith("because that is where the level of risk is highest. The father is violent.")
    )
    news = told("Ash: Mia Ash is open in the Workbook of family")
    assert {row.user for row in news} == {cast.mary, cast.sue}


def test_person_who_left_the_other_workbook_is_not_asked_about_where_they_go_on(cast, month, birch):
    workbooks.close(month.workbook, reason="work_completed", because="Done.", by=cast.mary, at=NOW)
    assert month.mia in people_in_episode(open_birch(birch, cast.mary, [month.mia]).episodes.get())


@pytest.mark.parametrize(
    ("tie", "field"),
    [
        (WorkbookChoice(False, "", "So."), "ground"),
        (WorkbookChoice(False, "liked", "So."), "ground"),
        (WorkbookChoice(True, "lives", " "), "because"),
    ],
)
@pytest.mark.rule("A1.17")
def test_choice_needs_one_of_three_grounds_and_says_why(cast, month, birch, tie, field):
    with pytest.raises(Refusal) as refused:
        open_birch(birch, cast.mary, [month.mia], choices={month.mia.pk: tie})
    assert refused.value.field == f"{field}-{month.mia.pk}"


@pytest.mark.rule("A1.16")
def test_choice_takes_nobody_out_of_the_workbook_of_a_family_that_one_may_not_open(cast, month):
    birch = second_family(cast, cast.south, cast.sid, [])
    families_of_both(cast, month, birch)
    with pytest.raises(Refusal, match="a family that you may not open"):
        open_birch(birch, cast.sid, [month.mia], choices={month.mia.pk: COMES})
    open_birch(birch, cast.sid, [month.mia], choices={month.mia.pk: STAYS})


def families_of_both(cast, month, birch):
    brought_in.bring_in(birch.family, month.mia, role=FamilyRole.CHILD, in_household=True, by=cast.sid, at=NOW)


@pytest.mark.rule("A1.14")
def test_choice_leaves_neither_workbook_without_a_child_or_an_adult(cast, month):
    birch = second_family(cast, cast.north, cast.mary, [month.ann])
    with pytest.raises(Refusal, match="the other family's Workbook would have no child, or no adult"):
        open_birch(birch, cast.mary, [month.ann], choices={month.ann.pk: COMES})
    with pytest.raises(Refusal, match="at least one child and one adult"):
        workbooks.open_workbook(
            birch.referral, reason="So.", answers=all_met(), index_child=birch.bo, people=[birch.bo, month.ann],
            supervision_planned_for=NOW + timedelta(days=28), choices={month.ann.pk: STAYS}, by=cast.mary, at=NOW,
        )  # fmt: skip
    assert not birch.family.workbook_set.exists()


@pytest.mark.rule("A1.16")
def test_member_comes_into_the_running_workbook_later_by_the_same_decision(cast, month, birch):
    open_birch(birch, cast.mary, [])
    with pytest.raises(Refusal, match="Say in which one"):
        members.come_into_workbook(birch.family, month.mia, by=cast.mary, at=NOW)
    members.come_into_workbook(birch.family, month.mia, choices={month.mia.pk: STAYS}, by=cast.mary, at=NOW)
    assert [row.family for row in memberships_now([month.mia])] == [month.family]
    members.come_into_workbook(birch.family, month.mia, choices={month.mia.pk: COMES}, by=cast.mary, at=NOW)
    assert [row.family for row in memberships_now([month.mia])] == [birch.family]
    standing = links_between(month.family, birch.family).get()
    assert birch.family.reference in standing.because


@pytest.mark.rule("A1.16")
def test_person_who_was_taken_out_does_not_go_on_into_the_next_episode(cast, month, birch):
    open_birch(birch, cast.mary, [month.mia], choices={month.mia.pk: COMES})
    ahead = episodes_begun_ahead(cast, month)
    assert month.mia not in people_in_episode(ahead)


def episodes_begun_ahead(cast, month):
    with acting(cast.mary):
        return episodes.begin_ahead(month.workbook, at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("A1.16")
def test_two_openings_at_once_do_not_both_take_the_same_person(cast, ash):
    """Each on its own connection: the one that comes second is asked in which Workbook the person is to be."""
    birch = second_family(cast, cast.north, cast.mary, [ash.mia])
    allocations.allocate(ash.family, cast.sue, role=Role.SOCIAL_WORKER, lead=True, by=cast.mary, at=NOW)
    start = Barrier(2)

    def open_ash():
        return workbooks.open_workbook(
            ash.referral, reason="So.", answers=all_met(), index_child=ash.mia, people=[ash.mia, ash.ann],
            supervision_planned_for=NOW + timedelta(days=28), by=cast.mary, at=NOW,
        )  # fmt: skip

    def at_once(act):
        start.wait(timeout=10)
        try:
            return act()
        except Refusal as refusal:
            return refusal.field
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(at_once, act) for act in (open_ash, lambda: open_birch(birch, cast.mary, [ash.mia]))]
        answers = [answer.result(timeout=20) for answer in both]
    assert answers.count(f"tie-{ash.mia.pk}") == 1
    assert memberships_now([ash.mia]).count() == 1


@pytest.mark.rule("A1.16")
def test_person_who_was_entered_twice_is_open_in_one_workbook_only_under_either_entry(cast, month, birch):
    twice = add_child(birch.family, cast.mary, name="Mia Ashe")
    twice = matching.merge(twice, month.mia, because="One NHS number.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Mia Ashe is part of another family's open Workbook") as refused:
        open_birch(birch, cast.mary, [twice])
    assert refused.value.field == f"tie-{twice.pk}"
    assert [row.person for row in in_another_workbook(birch.family, [twice], cast.mary, NOW.date())] == [twice]
