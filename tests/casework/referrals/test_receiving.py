"""A referral as it arrives: what is asked, the clocks, the decision for each child in time."""

from datetime import timedelta

import pytest
import time_machine

from casework import practice
from casework.allocations import services as allocations
from casework.calls import services as calls
from casework.calls.models import SafetyCall
from casework.deaths.services import record_death
from casework.duedates import services as duedates
from casework.families import services as families
from casework.holds.models import Held
from casework.holds.services import place
from casework.notes import services as notes
from casework.referrals import queries
from casework.referrals import services as referrals
from casework.referrals.checks import AgencyCheck, InvolvementDetails
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from tests.factories import NOW, add_child
from tests.former import make_former
from workbook.workbooks.models import Workbook

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
POLICE = AgencyCheck("police", NOW.date(), "Called out twice.")
ASKED = {"protection_status": "None, now or before.", "checks": [POLICE]}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def birch(cast):
    """A new family with two children, Bo and Bea."""
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    bo = add_child(family, cast.mary, name="Bo Birch")
    return family, bo, add_child(family, cast.mary, name="Bea Birch")


def receive(family, details, by, **values):
    values = {"received_on": NOW.date(), "source": "6", "reason": "Police attended.", "at": NOW, **values}
    return referrals.receive(family, details=details, by=by, **values)


@pytest.fixture
def referral(cast, birch):
    family, bo, bea = birch
    return receive(family, {bo: InvolvementDetails("N1"), bea: InvolvementDetails("N4")}, cast.mary, **ASKED)


def of(referral, child):
    return referral.involvements.select_related("child", "family").get(child=child)


def decide(referral, by, *, at=NOW, **outcomes):
    """`outcomes` by the child's first name."""
    decisions = {of(referral, _child(referral, name)): (code, "So it is.") for name, code in outcomes.items()}
    return referrals.decide(referral, decisions=decisions, by=by, at=at)


def _child(referral, name):
    return referral.involvements.get(child__name__startswith=f"{name.capitalize()} ").child


def running(family, timescale):
    return family.due_dates.running().filter(timescale=timescale)


@pytest.mark.rule("A7.25")
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"checks": [POLICE]}, "protection_status"),
        ({"protection_status": " ", "checks": [POLICE]}, "protection_status"),
        ({"protection_status": "None."}, "no_checks_because"),
        ({**ASKED, "no_checks_because": "No time."}, "no_checks_because"),
    ],
)
def test_welfare_concern_asks_for_status_and_checks(cast, birch, asked, field):
    family, bo, _ = birch
    for part in (InvolvementDetails("N1"), InvolvementDetails("N2", harm_alleged_at=NOW)):
        with pytest.raises(Refusal) as refused:
            receive(family, {bo: part}, cast.mary, **asked)
        assert refused.value.field == field
    assert not family.referral_set.exists()


@pytest.mark.rule("A7.25")
def test_welfare_concern_without_a_check_says_why(cast, birch):
    family, bo, bea = birch
    said = {"protection_status": "None.", "no_checks_because": "The police answer tomorrow."}
    first = receive(family, {bo: InvolvementDetails("N1")}, cast.mary, **said)
    assert (first.protection_status, first.no_checks_because) == ("None.", "The police answer tomorrow.")
    assert receive(family, {bea: InvolvementDetails("N2")}, cast.mary).involvements.get().need == "N2"


@pytest.mark.rule("A7.25")
def test_checks_keep_their_outcomes_and_more_are_added_later(cast, referral):
    later = {"kind": "health", "made_on": NOW.date(), "outcome": "The GP knows him."}
    referrals.add_check(referral, **later, by=cast.mary, at=NOW)
    assert list(referral.checks.values_list("kind", "outcome")) == [
        ("police", "Called out twice."), ("health", "The GP knows him."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "field"),
    [
        (AgencyCheck("aunt", NOW.date(), "?"), "kind"),
        (AgencyCheck("police", NOW.date() + timedelta(days=1), "?"), "made_on"),
        (AgencyCheck("police", NOW.date(), " "), "outcome"),
    ],
)
def test_check_needs_its_kind_its_day_and_its_outcome(cast, referral, check, field):
    with pytest.raises(Refusal) as refused:
        referrals.add_check(referral, **check._asdict(), by=cast.mary, at=NOW)
    assert refused.value.field == field


def test_check_is_added_by_who_records_on_the_family(cast, referral):
    with pytest.raises(Refusal, match="You may not"):
        referrals.add_check(referral, **POLICE._asdict(), by=cast.bob, at=NOW)


def test_factors_are_kept_and_retired_ones_refused(cast, birch):
    family, bo, _ = birch
    for factors in (("18A",), ("nonsense",), ("21", "2B")):
        with pytest.raises(Refusal) as refused:
            receive(family, {bo: InvolvementDetails("N1", factors)}, cast.mary, **ASKED)
        assert refused.value.field == f"factors-{bo.pk}"
    referral = receive(family, {bo: InvolvementDetails("N1", ("2B", "16A"))}, cast.mary, **ASKED)
    assert of(referral, bo).factors == ["2B", "16A"]


def test_receiving_is_for_managers(cast, birch):
    family, bo, _ = birch
    with pytest.raises(Refusal, match="You may not"):
        receive(family, {bo: InvolvementDetails("N1")}, cast.sue, **ASKED)


@pytest.fixture
def call(cast, birch):
    call = calls.take(cast.north, child_name="Bo", child_address="?", concern="A bruise.", by=cast.bob, at=NOW - HOUR)
    return calls.decide(call, outcome="REFERRAL", because="?", family=birch[0], by=cast.mary, at=NOW)


@pytest.mark.rule("A7.20")
def test_call_that_led_to_a_referral_is_linked_once(cast, birch, call):
    family, bo, bea = birch
    referral = receive(family, {bo: InvolvementDetails("N1")}, cast.mary, **ASKED, call=call)
    assert referral.call == call
    again = SafetyCall.objects.get(pk=call.pk)
    with pytest.raises(Refusal) as refused:
        receive(family, {bea: InvolvementDetails("N1")}, cast.mary, **ASKED, call=again)
    assert refused.value.field == "call"


def test_call_about_another_family_is_not_linked(cast, birch, call, ash):
    family, bo, _ = birch
    with acting(cast.mary):
        call.family = ash.family
        call.save()
    with pytest.raises(Refusal) as refused:
        receive(family, {bo: InvolvementDetails("N1")}, cast.mary, **ASKED, call=call)
    assert refused.value.field == "call"


def test_call_that_did_not_become_a_referral_is_not_linked(cast, birch):
    family, bo, _ = birch
    call = calls.take(cast.north, child_name="Bo", child_address="?", concern="A bruise.", by=cast.bob, at=NOW)
    calls.decide(call, outcome="INFO", because="?", family=family, by=cast.mary, at=NOW)
    call.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        receive(family, {bo: InvolvementDetails("N1")}, cast.mary, **ASKED, call=call)
    assert refused.value.field == "call"


def test_decision_is_due_from_the_managers_after_one_working_day(cast, referral):
    dues = running(referral.family, "referral_decision")
    assert {due.child.name for due in dues} == {"Bo Birch", "Bea Birch"}
    assert {(due.owner, due.team, due.due.isoformat()) for due in dues} == {(None, cast.north, "2026-11-04")}


def test_decision_after_a_call_runs_from_the_call(cast, birch, call):
    family, bo, _ = birch
    receive(family, {bo: InvolvementDetails("N1")}, cast.mary, **ASKED, call=call)
    assert running(family, "referral_decision").get().started_at == call.taken_at


@pytest.mark.rule("C27")
def test_decision_is_made_for_each_child_by_the_grade_that_practice_names(cast, birch, referral):
    family, bo, bea = birch
    for who in (cast.sue, cast.bob, cast.sid):
        with pytest.raises(Refusal):
            decide(referral, who, bo="ASSESS")
    decide(referral, cast.dev, bo="ASSESS")
    involvement = of(referral, bo)
    assert (involvement.decision, involvement.decided_by, involvement.decided_at) == ("ASSESS", cast.dev, NOW)
    assert involvement.closed_on is None
    assert running(family, "referral_decision").get().child == bea
    with pytest.raises(Conflict, match="For Bo Birch it was decided already: assessment, by Dev Dunn"):
        decide(referral, cast.mary, bo="NFA")


@pytest.mark.parametrize("outcome", ["NFA", "INFO", "EH"])
def test_decision_without_further_action_ends_the_involvement_and_its_dues(cast, birch, referral, outcome):
    family, bo, bea = birch
    decide(referral, cast.mary, bo=outcome)
    involvement = of(referral, bo)
    assert (involvement.closed_on, involvement.closed_because) == (NOW.date(), "NFA")
    assert not family.due_dates.running().filter(child=bo).exists()
    assert family.due_dates.running().filter(child=bea).exists()
    assert of(referral, bea).closed_on is None
    assert receive(family, {bo: InvolvementDetails("N4")}, cast.mary).involvements.get().child == bo, (
        "and may come back"
    )


@pytest.mark.parametrize(("decision", "field"), [(("PERHAPS", "?"), "outcome"), (("NFA", " "), "because")])
def test_decision_needs_an_outcome_of_the_list_and_a_reason(cast, birch, referral, decision, field):
    involvement = of(referral, birch[1])
    with pytest.raises(Refusal) as refused:
        referrals.decide(referral, decisions={involvement: decision}, by=cast.mary, at=NOW)
    assert refused.value.field == f"{field}-{involvement.pk}"


def test_decision_is_made_for_all_children_or_for_none(cast, birch, referral):
    _, bo, bea = birch
    decisions = {of(referral, bo): ("NFA", "Safe."), of(referral, bea): ("NFA", "")}
    with pytest.raises(Refusal):
        referrals.decide(referral, decisions=decisions, by=cast.mary, at=NOW)
    assert of(referral, bo).decision == ""
    with pytest.raises(Refusal, match="at least one child"):
        referrals.decide(referral, decisions={}, by=cast.mary, at=NOW)


def test_decision_does_not_end_the_last_case_while_it_is_held(cast, birch, referral):
    with acting(cast.mary):
        workbook = Workbook.objects.create(
            family=referral.family, referral=referral, version=1, index_child=birch[1], opened_at=NOW,
            opened_by=cast.mary,
        )  # fmt: skip
        place(referral.family, Held.CLOSURE, workbook)
    decide(referral, cast.mary, bo="NFA")
    with pytest.raises(Refusal, match="A Workbook is open"):
        decide(referral, cast.mary, bea="NFA")
    decide(referral, cast.mary, bea="ASSESS")


@pytest.mark.rule("A9.5")
def test_early_help_clock_runs_only_where_practice_has_it_on(cast, birch, referral, monkeypatch):
    family, _, bea = birch
    decide(referral, cast.mary, bo="EH")
    assert not family.due_dates.filter(timescale="early_help_decision").exists()
    values = practice.current()
    on = values.timescales.early_help_decision.model_copy(update={"on": True})
    monkeypatch.setattr(
        "casework.practice.current",
        lambda: values.model_copy(
            update={"timescales": values.timescales.model_copy(update={"early_help_decision": on})}
        ),
    )
    decide(referral, cast.mary, bea="EH")
    due = running(family, "early_help_decision").get()
    assert (due.child, due.due.isoformat()) == (bea, "2026-11-10")
    with pytest.raises(Refusal) as refused:
        referrals.say_early_help(of(referral, bea), decision=" ", by=cast.mary, at=NOW)
    assert refused.value.field == "decision"
    for who in (cast.sue, cast.bob):
        with pytest.raises(Refusal):
            referrals.say_early_help(of(referral, bea), decision="Accepted.", by=who, at=NOW)
    referrals.say_early_help(of(referral, bea), decision="Accepted.", by=cast.mary, at=NOW)
    assert of(referral, bea).early_help_decision == "Accepted."
    assert not running(family, "early_help_decision").exists()
    with pytest.raises(Conflict):
        referrals.say_early_help(of(referral, bea), decision="Refused.", by=cast.mary, at=NOW)


@pytest.fixture
def alleged(cast, birch):
    family, bo, _ = birch
    return receive(family, {bo: InvolvementDetails("N1", harm_alleged_at=NOW - HOUR)}, cast.mary, **ASKED)


@pytest.mark.rule("A7.19")
def test_harmed_child_is_to_be_seen_within_24_hours(cast, birch, alleged):
    due = running(birch[0], "harm_alleged").get()
    assert (due.started_at, due.due_at, due.child) == (NOW - HOUR, NOW + 23 * HOUR, birch[1])
    assert (due.owner, due.team) == (None, cast.north)


@pytest.mark.rule("A7.19")
def test_harm_of_a_referral_is_not_alleged_in_the_future(cast, birch):
    family, bo, _ = birch
    with pytest.raises(Refusal) as refused:
        receive(family, {bo: InvolvementDetails("N1", harm_alleged_at=NOW + HOUR)}, cast.mary, **ASKED)
    assert refused.value.field == f"harm-{bo.pk}"


@pytest.mark.rule("A7.19")
def test_harmed_childs_case_goes_on_until_seen_or_explained(cast, birch, alleged):
    with pytest.raises(Refusal, match="has not been seen"):
        decide(alleged, cast.mary, bo="NFA")
    referrals.say_not_seen(of(alleged, birch[1]), because="The family was away.", by=cast.mary, at=NOW)
    decide(alleged, cast.mary, bo="NFA")


@pytest.mark.rule("A7.19")
def test_harm_alleged_in_an_open_case_starts_the_24_hours(cast, birch, referral):
    family, bo, _ = birch
    involvement = of(referral, bo)
    with pytest.raises(Refusal) as refused:
        referrals.allege_harm(involvement, alleged_at=NOW + HOUR, by=cast.mary, at=NOW)
    assert refused.value.field == "alleged_at"
    with pytest.raises(Refusal, match="You may not"):
        referrals.allege_harm(involvement, alleged_at=NOW, by=cast.bob, at=NOW)
    referrals.allege_harm(involvement, alleged_at=NOW - HOUR, by=cast.mary, at=NOW)
    assert running(family, "harm_alleged").get().due_at == NOW + 23 * HOUR
    with pytest.raises(Refusal, match="does not start again"):
        referrals.allege_harm(involvement, alleged_at=NOW, by=cast.mary, at=NOW)
    referrals.say_not_seen(involvement, because="Away.", by=cast.mary, at=NOW)
    again = referrals.allege_harm(involvement, alleged_at=NOW, by=cast.mary, at=NOW)
    assert (again.harm_alleged_at, again.not_seen_because) == (NOW, "")
    assert running(family, "harm_alleged").get().due_at == NOW + 24 * HOUR


@pytest.mark.rule("A7.19")
def test_harmed_child_seen_before_the_recording_has_been_seen(cast, birch, referral):
    family, bo, _ = birch
    notes.record(
        family, kind="home_visit", took_place_at=NOW - HOUR, seen=[(bo, True, False, False)], by=cast.mary, at=NOW
    )
    referrals.allege_harm(of(referral, bo), alleged_at=NOW - 2 * HOUR, by=cast.mary, at=NOW)
    assert family.due_dates.get(timescale="harm_alleged").met_at == NOW - HOUR


@pytest.mark.rule("A7.19")
def test_harm_in_a_closed_case_is_a_new_referral(cast, birch, referral):
    decide(referral, cast.mary, bo="NFA")
    with pytest.raises(Refusal, match="Record a new referral"):
        referrals.allege_harm(of(referral, birch[1]), alleged_at=NOW, by=cast.mary, at=NOW)


@pytest.mark.rule("A7.19", "A7.15")
def test_reason_why_not_seen_meets_the_clock_once(cast, birch, alleged):
    involvement = of(alleged, birch[1])
    with pytest.raises(Refusal) as refused:
        referrals.say_not_seen(involvement, because=" ", by=cast.mary, at=NOW)
    assert refused.value.field == "because"
    with pytest.raises(Refusal, match="You may not"):
        referrals.say_not_seen(involvement, because="Away.", by=cast.bob, at=NOW)
    referrals.say_not_seen(involvement, because="Away.", by=cast.mary, at=NOW)
    assert of(alleged, birch[1]).not_seen_because == "Away."
    assert birch[0].due_dates.get(timescale="harm_alleged").met_at == NOW
    with pytest.raises(Conflict):
        referrals.say_not_seen(involvement, because="Away again.", by=cast.mary, at=NOW)


def test_decision_refuses_an_involvement_that_is_closed(cast, birch, referral):
    involvement = of(referral, birch[1])
    with acting(cast.mary):
        involvement.closed_on, involvement.closed_because = NOW.date(), "RC7"
        involvement.save()
    with acting(cast.mary):
        duedates.cancel_for_child(birch[1], at=NOW)
    with pytest.raises(Conflict, match="is closed"):
        decide(referral, cast.mary, bo="ASSESS")


@pytest.mark.rule("A7.19")
def test_harmed_child_who_has_died_is_not_to_be_seen(cast, ash):
    record_death(ash.family, ash.ben, died=NOW.date(), by=cast.mary, at=NOW)
    involvement = referrals.allege_harm(ash.ben.involvements.get(), alleged_at=NOW, by=cast.mary, at=NOW)
    assert involvement.harm_alleged_at == NOW
    assert not queries.waits_to_be_seen(involvement)


def test_decision_on_the_last_child_cancels_first_visits(cast, referral):
    family = referral.family
    allocations.allocate(family, cast.sue, role="social_worker", by=cast.mary, at=NOW)
    visits = family.due_dates.running().filter(timescale="first_visit")
    decide(referral, cast.mary, bo="NFA")
    assert visits.exists()
    decide(referral, cast.mary, bea="NFA")
    assert not visits.exists()


@pytest.mark.rule("C27")
def test_referral_is_received_and_decided_by_a_second_manager_and_not_by_a_former_one(cast, birch, referral):
    family, bo, _ = birch
    make_former(cast.mary.memberships, by=cast.serena)
    with pytest.raises(Refusal):
        decide(referral, cast.mary, bo="NFA")
    decide(referral, cast.dev, bo="NFA")
    with pytest.raises(Refusal, match="You may not"):
        receive(family, {bo: InvolvementDetails("N4")}, cast.mary)
    assert receive(family, {bo: InvolvementDetails("N4")}, cast.dev)


@pytest.mark.rule("A7.19")
def test_check_and_harm_are_recorded_by_a_second_worker_and_not_by_a_former_one(cast, birch, referral):
    involvement = of(referral, birch[1])
    make_former(cast.sue.memberships, by=cast.mary, last_day=NOW.date() - timedelta(days=60))
    for act, row, values in (
        (referrals.add_check, referral, POLICE._asdict()),
        (referrals.allege_harm, involvement, {"alleged_at": NOW}),
        (referrals.say_not_seen, involvement, {"because": "Away."}),
    ):
        with pytest.raises(Refusal, match="You may not"):
            act(row, by=cast.sue, at=NOW, **values)
        act(row, by=cast.cora, at=NOW, **values)
