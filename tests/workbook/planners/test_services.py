"""Agreeing a planner with the parents."""

from datetime import timedelta

import pytest

from casework import practice
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.refusal import Conflict, Refusal
from supervision.my_work.today.queries import notes_to_do
from tests.factories import NOW
from tests.told import told
from tests.workbook.planners.conftest import a_visit, an_action
from workbook.planners import forms, presenters, services
from workbook.planners.models import SupportPlanner
from workbook.programmes import services as programmes

pytestmark = pytest.mark.django_db


def planned(month):
    return month.family.casenote_set.planned().filter(planned_visit__isnull=False)


@pytest.mark.rule("A5.17")
def test_planner_visits_are_planned_visits_of_whoever_comes_each_with_its_purpose(agree, month, cast):
    planner = agree()
    assert [(note.author, note.purpose, note.state) for note in planned(month)] == [
        (cast.sue, "To meet the children.", NoteState.PLANNED),
        (cast.dora, "To talk about safety.", NoteState.PLANNED),
    ]
    assert [line.module for line in planner.visits.all()] == ["m4", ""]
    assert [note.purpose for note in notes_to_do(cast.dora, [month.family])] == ["To talk about safety."]


@pytest.mark.rule("A5.17")
def test_planner_says_why_we_are_involved_and_what_each_does_meanwhile(agree, month, cast):
    planner = agree()
    assert (planner.number, planner.why_involved) == (1, "The police came twice.")
    [line] = planner.action_lines.all()
    assert (line.action.owner_user, line.action.agreed_on) == (cast.sue, NOW.date())
    assert line.action in month.family.agreedaction_set.still_open()


@pytest.mark.rule("A5.17")
def test_planner_shows_what_became_of_a_visit(agree, month, cast):
    planner = agree()
    sue_s, dora_s = planned(month)
    notes.took_place(sue_s, took_place_at=NOW, by=cast.sue, at=NOW)
    notes.did_not_take_place(dora_s, because="Ann was ill.", by=cast.dora, at=NOW)
    visits = presenters.planner_details(planner, now=NOW).visits
    assert [(visit.became, visit.remark) for visit in visits] == [
        ("Took place", "on Tue 3 Nov 2026, to be written up"), ("Did not take place", "Ann was ill."),
    ]  # fmt: skip


def test_planner_says_of_which_visit_nobody_recorded_what_became_and_leaves_out_a_withdrawn_one(agree, month, cast):
    planner = agree()
    notes.withdraw(planned(month).get(author=cast.dora), because="On the wrong family.", by=cast.dora, at=NOW)
    later = NOW + timedelta(days=4)
    assert [visit.became for visit in presenters.planner_details(planner, now=later).visits] == [
        "Nobody has said what became of it"
    ]


@pytest.mark.rule("A5.17")
def test_planner_agreed_again_has_the_next_number_and_keeps_what_was_planned(agree, month, cast):
    first = agree()
    second = agree(version=1, visits={0: a_visit(cast.sue, "Module 2.", days=9)}, agreed={})
    assert (second.number, first.visits.count()) == (2, 2)
    sheet = presenters.planner_details(second, now=NOW)
    assert [visit.purpose for visit in sheet.visits] == ["Module 2."]
    assert [visit.purpose for visit in sheet.earlier] == ["To meet the children.", "To talk about safety."]


def test_agreeing_without_having_seen_the_last_planner_is_a_conflict(agree):
    agree()
    with pytest.raises(Conflict):
        agree(version=0)
    assert SupportPlanner.objects.count() == 1


def test_adding_adds_visits_and_actions(agree, month, cast):
    planner = agree()
    added = {"visits": {0: a_visit(cast.rick, "Recovery.", days=7)}, "agreed": {0: an_action(cast.rick, "Test")}}
    services.add(planner, **added, by=cast.rick, at=NOW)
    assert [note.author for note in planned(month)] == [cast.sue, cast.dora, cast.rick]
    assert planner.action_lines.count() == 2


def test_adding_refuses_an_empty_form_and_a_planner_after_which_another_was_agreed(agree, cast):
    first = agree()
    with pytest.raises(Refusal, match="at least one visit or one action"):
        services.add(first, visits={}, agreed={}, by=cast.sue, at=NOW)
    agree(version=1)
    with pytest.raises(Refusal, match="Planner 2 was agreed after this one"):
        services.add(first, visits={0: a_visit(cast.sue)}, agreed={}, by=cast.sue, at=NOW)


def test_workers_for_whom_somebody_else_planned_are_notified_once_each(agree, cast):
    agree(visits={row: a_visit(worker, days=row + 1) for row, worker in enumerate([cast.sue, cast.dora, cast.dora])})
    assert [row.user for row in told("planned for you")] == [cast.dora]


def _ends(cast, programme):
    programmes.end(programme, because="Over.", by=cast.mary, at=NOW)


def test_planner_of_a_programme_that_has_ended_does_not_change(agree, programme, cast):
    planner = agree()
    _ends(cast, programme)
    for act in (
        lambda: agree(version=1),
        lambda: services.add(planner, visits={0: a_visit(cast.sue)}, agreed={}, by=cast.sue, at=NOW),
        lambda: put_right(planner, cast.sue),
    ):
        with pytest.raises(Refusal, match="has ended"):
            act()


def put_right(planner, by, version=1, **other):
    said = {"agreed_on": NOW.date(), "agreed_with": planner.agreed_with, "why_involved": "The police came three times."}
    return services.put_right(planner, **said | other, version=version, by=by, at=NOW)


def test_putting_right_changes_when_with_whom_and_why_and_the_history_keeps_what_it_said(agree, cast):
    planner = put_right(agree(), cast.mary)
    assert (planner.why_involved, planner.version) == ("The police came three times.", 2)
    assert planner.history.last().why_involved == "The police came twice."
    with pytest.raises(Conflict):
        put_right(planner, cast.sue, version=1)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"agreed_on": (NOW + timedelta(days=1)).date()}, "agreed_on"),
        ({"agreed_with": []}, "agreed_with"),
        ({"why_involved": " "}, "why_involved"),
        ({"visits": {}}, "visits-0-planned_for"),
    ],
)
def test_agreeing_needs_when_with_whom_why_and_a_visit(agree, other, field):
    with pytest.raises(Refusal) as refused:
        agree(**other)
    assert refused.value.field == field
    assert not SupportPlanner.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"days": -1}, "planned_for"),
        ({"kind": "picnic"}, "kind"),
        ({"module": "m99"}, "module"),
    ],
)
def test_agreeing_refuses_an_impossible_row_at_its_place_and_saves_nothing(agree, cast, wrong, field):
    with pytest.raises(Refusal) as refused:
        agree(visits={0: a_visit(cast.sue), 2: a_visit(cast.sue, **wrong)})
    assert refused.value.field == f"visits-2-{field}"
    assert not SupportPlanner.objects.exists()
    assert not CaseNote.objects.exists()


def test_agreeing_refuses_an_impossible_action_at_its_row(agree, cast):
    with pytest.raises(Refusal) as refused:
        agree(agreed={1: an_action(cast.sue, due_on=(NOW - timedelta(days=1)).date())})
    assert refused.value.field == "actions-1-due_on"
    assert not SupportPlanner.objects.exists()


@pytest.mark.parametrize("who", ["stan", "bob"])
def test_visit_is_planned_only_for_somebody_who_records_on_the_file(agree, cast, who):
    with pytest.raises(Refusal) as refused:
        agree(visits={0: a_visit(getattr(cast, who))})
    assert refused.value.field == "visits-0-worker"


@pytest.mark.rule("A5.6")
def test_planner_is_agreed_with_the_parents_of_its_own_programme_only(agree, apart, month, cast):
    with pytest.raises(Refusal) as refused:
        agree(agreed_with=[month.ann.pk, month.joe.pk])
    assert refused.value.field == "agreed_with"
    with pytest.raises(Refusal):
        agree(agreed_with=[month.mia.pk])


@pytest.mark.rule("A5.6")
def test_action_is_not_given_to_a_parent_of_a_programme_that_is_kept_apart(programme, apart, month):
    for each, whose in ((programme, month.ann), (apart, month.joe)):
        owners = forms.owners_for(each, NOW.date())["The family"].values()
        assert {month.ann, month.joe} & set(owners) == {whose}


@pytest.mark.parametrize(
    ("who", "leads", "adds"),
    [("mary", True, True), ("dora", False, True), ("cora", False, True), ("bob", False, False), ("stan", False, False)],
)
def test_planner_is_agreed_by_the_lead_and_added_to_by_workers(agree, cast, who, leads, adds):
    planner, user = agree(), getattr(cast, who)
    for may, act in (
        (leads, lambda: put_right(planner, user)),
        (adds, lambda: services.add(
            planner, visits={0: a_visit(cast.sue, "More.")}, agreed={}, by=user, at=NOW
        )),
        (leads, lambda: agree(version=1, by=user)),
    ):  # fmt: skip
        if may:
            act()
        else:
            with pytest.raises(Refusal):
                act()


@pytest.mark.rule("A5.18")
def test_module_two_leads_to_genogram_ecomap_and_network_meeting_and_module_one_to_the_planner():
    beside = {module.number: module.beside for module in practice.current().modules if module.beside}
    assert beside == {1: ("planner",), 2: ("genogram", "ecomap", "network_meeting")}
    assert "network_meeting" in practice.current().note_kinds


def test_agreeing_is_the_leads_and_not_the_former_ones(agree, cast, change_of_lead):
    with pytest.raises(Refusal, match="You may not"):
        agree(by=cast.sue)
    assert agree(by=cast.cora).number == 1
