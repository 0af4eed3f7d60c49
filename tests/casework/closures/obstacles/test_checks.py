"""What must not be open when a child's case closes, and what need not be."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.actions import services as actions
from casework.closures import services as closures
from casework.closures.obstacles.checks import obstacles
from casework.closures.presenters import things_to_know
from casework.matching.services import merge
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.referrals import services as referrals
from casework.refusal import Refusal
from casework.trail.acting import acting
from tests.closing import TODAY, agree, days_ago, save
from tests.factories import NOW, add_child
from workbook.notes import services as notes
from workbook.workbooks import services as workbooks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def said(ash, child=None):
    involvement = ash.family.involvement_set.get(child=child or ash.mia)
    return [obstacle.sentence for obstacle in obstacles(involvement, TODAY)]


def close_ben(ash, cast):
    """From now on Mia is the last open child."""
    with acting(cast.mary):
        ben = ash.family.involvement_set.get(child=ash.ben)
        ben.closed_on, ben.closed_because = TODAY, "RC7"
        ben.save()


def only_sue(ash, cast):
    with acting(cast.mary):
        for allocation in ash.family.allocation_set.exclude(worker=cast.sue):
            allocation.until_date, allocation.ended_because = days_ago(1), "OTHERS"
            allocation.save()


def visit(ash, cast, seen=(), written=(), kind="home_visit"):
    return notes.record(ash.family, kind=kind, took_place_at=NOW, seen=seen, written=written, by=cast.sue, at=NOW)


def plan(ash, cast, purpose=""):
    day = NOW + timedelta(days=2)
    return casenotes.plan(ash.family, kind="home_visit", planned_for=day, purpose=purpose, by=cast.sue, at=NOW)


def act(ash, cast, child, what="Find a school"):
    return actions.agree(
        ash.family, what=what, due_on=TODAY, owner_agency="School", child=child, by=cast.sue, agreed_on=TODAY
    )


def fact(ash, cast, rows, **values):
    with acting(cast.mary):
        return getattr(ash.family, rows).create(**{"child": ash.mia, "from_date": days_ago(9), **values})


def test_obstacles_of_one_of_two_children_are_none_at_first(allocated, cast):
    assert said(allocated) == []


def test_obstacle_is_a_visit_not_written_up_on_which_the_child_was_seen(allocated, cast):
    visit(allocated, cast, seen=[(allocated.ben, True, False, False)])
    assert said(allocated) == []
    note = visit(allocated, cast, seen=[(allocated.mia, True, False, False)])
    assert said(allocated) == ["Home visit of Tue 3 Nov 2026, 10:00 is not written up (Sue Sands)."]
    casenotes.write(note, written=[NewText("purpose", "To see Mia.")], by=cast.sue, at=NOW)
    casenotes.complete(note, by=cast.sue, at=NOW)
    assert said(allocated) == []


def test_obstacles_leave_out_what_is_not_a_visit(allocated, cast):
    visit(allocated, cast, written=[NewText("detail", "x", (allocated.mia.pk,))], kind="telephone_call")
    assert said(allocated) == []


@pytest.mark.parametrize("purpose", ["See Mia alone", "Mia Ash: school", "To meet mia."])
def test_obstacle_is_a_planned_visit_that_names_the_child(allocated, cast, purpose):
    note = plan(allocated, cast, purpose)
    assert said(allocated) == ["Home visit planned for Thu 5 Nov 2026, 10:00 (Sue Sands)."]
    casenotes.did_not_take_place(note, because="Closed.", by=cast.sue, at=NOW)
    assert said(allocated) == []


@pytest.mark.parametrize("purpose", ["", "See Ben", "Miami"])
def test_obstacles_leave_out_another_planned_visit_of_which_the_page_knows(allocated, cast, purpose):
    plan(allocated, cast, purpose)
    assert said(allocated) == []
    involvement = allocated.family.involvement_set.get(child=allocated.mia)
    assert any("goes on with the others" in sentence for sentence in things_to_know(involvement))


def test_obstacles_of_the_last_child_are_every_visit_and_action(allocated, cast):
    plan(allocated, cast)
    visit(allocated, cast, seen=[(allocated.ben, True, False, False)])
    act(allocated, cast, None)
    act(allocated, cast, allocated.ben, "Ben's")
    assert said(allocated) == []
    close_ben(allocated, cast)
    only_sue(allocated, cast)
    assert [sentence.split()[0] for sentence in said(allocated)] == ["Home", "Home", "Agreed"]


def test_obstacle_is_an_action_about_the_child(allocated, cast):
    act(allocated, cast, allocated.ben, "Ben's")
    action = act(allocated, cast, allocated.mia)
    assert said(allocated) == ["Agreed and not done: Find a school (School, by Tue 3 Nov 2026)."]
    actions.report(action, outcome="met", result="Done.", done_on=TODAY, by=cast.sue)
    assert said(allocated) == []


@pytest.mark.parametrize("kind", ["cin", "cp", "cwcf"])
def test_obstacle_is_a_plan_that_has_not_ended(allocated, cast, kind):
    categories = {"category": "NEG", "latest_category": "NEG"} if kind == "cp" else {}
    row = fact(allocated, cast, "plan_set", kind=kind, **categories)
    assert "since Sun 25 Oct 2026 has not ended." in said(allocated)[0]
    with acting(cast.mary):
        row.until_date = TODAY + timedelta(days=1)
        row.save()
        assert len(said(allocated)) == 1
        row.until_date = TODAY
        row.save()
    assert said(allocated) == []


def test_obstacles_leave_out_early_help_plans_and_private_law(allocated, cast):
    fact(allocated, cast, "plan_set", kind="eh")
    fact(allocated, cast, "legalepisode_set", kind="private_law")
    fact(allocated, cast, "plan_set", kind="cin", child=allocated.ben)
    fact(allocated, cast, "plan_set", kind="cin", withdrawn_because="Of another child.")
    assert said(allocated) == []
    involvement = allocated.family.involvement_set.get(child=allocated.mia)
    assert "Mia Ash's early help plan goes on." in list(things_to_know(involvement))


@pytest.mark.parametrize("kind", ["pre_proceedings", "care_proceedings", "care"])
def test_obstacles_are_proceedings_and_care(allocated, cast, kind):
    fact(allocated, cast, "legalepisode_set", kind=kind)
    assert "has not ended" in said(allocated)[0]


def test_obstacle_is_a_running_assessment_of_this_case(allocated, cast):
    with acting(cast.mary):
        rows = allocated.family.assessment_set
        rows.create(child=allocated.mia, kind="single", started_on=days_ago(99))
        assert said(allocated) == []
        rows.create(child=allocated.mia, kind="single", started_on=days_ago(9))
    assert said(allocated) == ["Child and family assessment since Sun 25 Oct 2026 has not ended."]


def test_obstacle_is_a_transfer_that_is_asked_for(allocated, cast):
    with acting(cast.mary):
        transfer = allocated.family.transfer_set.create(
            from_team=cast.north, to_team=cast.south, reason="x", plan="x", summary="x", asked_by=cast.mary,
            asked_at=NOW,
        )  # fmt: skip
        assert "transfer to team South is asked for" in said(allocated)[0]
        transfer.state, transfer.settled_by, transfer.settled_at = "declined", cast.sid, NOW
        transfer.save()
    assert said(allocated) == []


@pytest.mark.rule("A9.16")
def test_obstacles_of_the_last_child_are_the_other_workers_parts(allocated, cast):
    close_ben(allocated, cast)
    assert said(allocated) == [
        "Dora Dale, domestic abuse worker (victims), is still allocated.",
        "Rick Reed, recovery worker, is still allocated.",
    ]
    only_sue(allocated, cast)
    assert said(allocated) == []


def test_obstacle_of_the_last_child_is_an_open_workbook(month, cast):
    only_sue(month, cast)
    assert said(month) == []
    close_ben(month, cast)
    involvement = month.family.involvement_set.get(child=month.mia)
    [obstacle] = obstacles(involvement, TODAY)
    assert obstacle.sentence == "A Workbook is open: version 1, since Wed 14 Oct 2026."
    assert obstacle.url == reverse("workbook", args=[month.family.pk])
    closure = save(month, cast.sue)
    with pytest.raises(Refusal, match="A Workbook is open: version 1"):
        closures.ask(closure, by=cast.sue, at=NOW)
    workbooks.close(month.workbook, reason="work_completed", because="Worries are managed.", by=cast.mary, at=NOW)
    assert agree(closures.ask(closure, by=cast.sue, at=NOW), cast.mary)


def test_things_to_know_name_what_need_not_end(allocated, cast):
    with acting(cast.mary):
        allocated.family.safetyplan_set.create(
            number=2, state="current", begun_at=NOW, current_from=NOW, agreed_by=cast.mary
        )
    involvement = allocated.family.involvement_set.get(child=allocated.mia)
    sentences = " ".join(things_to_know(involvement))
    for words in ("stay open: Ben Ash.", "safety plan of the family is current: version 2", "Not due any more"):
        assert words in sentences
    close_ben(allocated, cast)
    assert "the part of the lead worker ends" in " ".join(things_to_know(involvement))


@pytest.mark.rule("A7.19")
def test_obstacle_is_a_harmed_child_who_was_not_seen(allocated, cast):
    involvement = allocated.family.involvement_set.get(child=allocated.mia)
    referrals.allege_harm(involvement, alleged_at=NOW, by=cast.sue, at=NOW)
    assert said(allocated) == ["Mia Ash is said to be harmed and has not been seen: by Wed 4 Nov 2026, 10:00."]
    referrals.say_not_seen(involvement, because="Abroad with her father.", by=cast.sue, at=NOW)
    assert said(allocated) == []


def test_obstacles_count_the_other_entry_of_one_child(allocated, cast):
    twice = add_child(allocated.family, cast.mary, name="Mia Ashe")
    fact(allocated, cast, "plan_set", kind="cin", child=twice)
    assert said(allocated) == []
    merge(twice, allocated.mia, because="One NHS number.", by=cast.mary, at=NOW)
    assert len(said(allocated)) == 1
