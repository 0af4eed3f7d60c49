from datetime import timedelta

import pytest
import time_machine

from casework import practice
from casework.access import Can, access_of, families_for
from casework.actions import services as actions
from casework.allocations import services as allocations
from casework.allocations.queries import family_lead
from casework.duedates.presenters import dues_of_many
from casework.families.models import Headline
from casework.notes import services as casenotes
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.transfers import services as casework_transfers
from casework.transfers.states import TransferState
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.my_work.due_dates.presenters import due_groups
from supervision.my_work.exceptions.presenters import exceptions_of
from supervision.transfers import queries
from supervision.transfers import services as transfers
from tests import supervising
from tests.checklist import none_met
from tests.factories import NOW, UserFactory
from tests.supervision.conftest import leave
from tests.told import texts
from workbook.notes import services as notes
from workbook.summaries.states import SummaryState
from workbook.workbooks import services as workbooks

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(cast, month):
    """Asks Team South to take the Ash family, by default with nobody who stays."""

    def ask(**values):
        details = {
            "to_team": cast.south, "reason": "They moved.", "plan": "Visit within a week.",
            "summary": "A month's work.", "joint_visit_on": TODAY + 3 * DAY, "by": cast.mary, "at": NOW, **values,
        }  # fmt: skip
        return transfers.ask(month.family, **details)

    return ask


def part_of(family, worker):
    return family.allocation_set.filter(worker=worker).latest("pk")


@pytest.mark.rule("A9.7")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"plan": ""}, "plan"),
        ({"summary": ""}, "summary"),
        ({"joint_visit_on": None}, "joint_visit_on"),
        ({"no_joint_visit_because": "They are far."}, "no_joint_visit_because"),
    ],
)
def test_transfer_has_its_reason_plan_summary_and_joint_visit(month, asked, values, field):
    with pytest.raises(Refusal) as refused:
        asked(**values)
    assert refused.value.field == field
    assert not month.family.transfer_set.exists()


@pytest.mark.rule("A9.7")
def test_asking_changes_nothing_but_that_it_is_asked(cast, month, asked):
    transfer = asked()
    assert (transfer.from_team, transfer.to_team, transfer.state) == (cast.north, cast.south, TransferState.ASKED)
    assert not families_for(cast.sid).exists()
    assert family_lead(month.family).worker == cast.sue
    with pytest.raises(Refusal, match="asked for already"):
        asked()


@pytest.mark.rule("C27")
def test_asking_is_for_a_manager_of_the_familys_team(cast, asked):
    for by in (cast.sue, cast.sid):
        with pytest.raises(Refusal, match="or a higher grade"):
            asked(by=by)


def test_asking_is_refused_for_the_own_team_and_one_without_manager(cast, asked):
    with pytest.raises(Refusal, match="is with this team"):
        asked(to_team=cast.north)
    with acting(cast.mary):
        row = cast.sid.memberships.get()
        row.until_date = TODAY - DAY
        row.save()
    with pytest.raises(Refusal, match="No manager of South"):
        asked()


def _close(month, cast):
    without = {summary.pk: "Ill." for summary in month.episode.summaries.all()}
    episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)


@pytest.mark.rule("A9.7")
def test_transfer_is_refused_while_a_supervision_is_under_way(cast, month, asked):
    transfer = asked()
    _close(month, cast)
    with pytest.raises(Refusal, match="closed for supervision"):
        transfers.accept(transfer, by=cast.sid, at=NOW)
    casework_transfers.take_back(transfer, because="Later.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="closed for supervision"):
        asked()
    # Held and not signed off is the middle too; reopened is not.
    supervision = month.episode.supervision
    supervising.record(
        supervision, held_at=NOW, written=[], overall_rag="", rationale="", dissent="", relationships_checked=False,
        by=cast.mary, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refusal, match="closed for supervision"):
        asked()


def test_reopened_episode_does_not_hinder_a_transfer(cast, month, asked):
    _close(month, cast)
    month.episode.refresh_from_db()
    episode_closures.reopen(month.episode, because="Too early.", by=cast.mary, at=NOW)
    assert asked().state == TransferState.ASKED


@pytest.mark.rule("A9.7", "A11.1")
def test_accepting_gives_the_family_to_the_new_team_from_today(cast, month, asked):
    transfer = asked()
    transfers.accept(transfer, by=cast.sid, at=NOW, lead=cast.stan.memberships.get())
    family = month.family
    teams = {day: [row.team for row in family.familyteam_set.on(day)] for day in (TODAY - DAY, TODAY)}
    assert teams == {TODAY - DAY: [cast.north], TODAY: [cast.south]}
    assert family_lead(family).worker == cast.stan
    assert family_lead(family, TODAY - DAY).worker == cast.sue
    assert access_of(cast.sid, family).can(Can.DECIDE)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.settled_by) == (TransferState.ACCEPTED, cast.sid)


@pytest.mark.rule("A9.16", "A2.6")
def test_accepting_ends_the_parts_of_who_does_not_stay(cast, month, asked, summary_of):
    rick = part_of(month.family, cast.rick)
    transfers.accept(asked(staying=[rick]), by=cast.sid, at=NOW)
    sue = part_of(month.family, cast.sue)
    assert (sue.until_date, sue.ended_because) == (TODAY - DAY, "TSPROC")
    assert sue.summary_of_involvement == "A month's work."
    assert sue.outcome == "The family was transferred to South. Visit within a week."
    assert summary_of(cast.sue).state == summary_of(cast.dora).state == SummaryState.LEFT_OUT
    rick.refresh_from_db()
    assert rick.until_date is None
    assert summary_of(cast.rick).state == SummaryState.OPEN
    assert access_of(cast.rick, month.family).can(Can.RECORD)


def test_accepting_hands_over_what_is_due_and_open_work(cast, month, asked):
    with time_machine.travel(NOW - 2 * DAY, tick=False):
        visit = casenotes.plan(
            month.family, kind="home_visit", planned_for=NOW + 3 * DAY, by=cast.sue, at=NOW - 2 * DAY
        )
    action = actions.agree(
        month.family, what="Ring the school", due_on=TODAY + DAY, owner_user=cast.sue, by=cast.sue,
        agreed_on=TODAY - DAY,
    )  # fmt: skip
    transfers.accept(asked(), by=cast.sid, at=NOW)
    dues = list(month.family.due_dates.running())
    assert dues
    assert {(due.owner, due.team) for due in dues} == {(None, cast.south)}
    action.refresh_from_db()
    visit.refresh_from_db()
    assert action.owner_user == visit.author == cast.sid


def test_new_lead_takes_the_clocks_and_writes_a_summary(cast, month, asked):
    transfers.accept(asked(), by=cast.sid, at=NOW, lead=cast.stan.memberships.get())
    dues = month.family.due_dates.running()
    assert {due.owner for due in dues} == {cast.stan}
    assert month.episode.summaries.get(worker=cast.stan).state == SummaryState.OPEN


def test_new_lead_who_is_no_social_worker_is_refused_and_nothing_moves(cast, month, asked):
    rob = UserFactory(name="Rob Reeve", team=cast.south, role="recovery_worker")
    transfer = asked()
    with pytest.raises(Refusal) as refused:
        transfers.accept(transfer, by=cast.sid, at=NOW, lead=rob.memberships.get())
    assert refused.value.field == "lead"
    assert not families_for(cast.sid).exists()


@pytest.mark.rule("A9.7")
def test_lead_who_goes_with_the_family_leads_on(cast, month, asked):
    transfers.accept(asked(staying=[part_of(month.family, cast.sue)]), by=cast.sid, at=NOW)
    assert family_lead(month.family).worker == cast.sue
    assert part_of(month.family, cast.sue).lead_from == part_of(month.family, cast.sue).from_date


def test_old_team_reads_on_for_the_days_of_grace_and_writes_no_more(cast, month, asked):
    transfers.accept(asked(), by=cast.sid, at=NOW)
    last = TODAY - DAY + timedelta(days=practice.current().settings.access_grace_days)
    for user in (cast.sue, cast.mary, cast.cora):
        for day in (TODAY, last):
            assert access_of(user, month.family, today=day).rights == {Can.READ}
        assert not access_of(user, month.family, today=last + DAY).rights
        assert not families_for(user, today=last + DAY).exists()
    with pytest.raises(Refusal, match="You may not"):
        casenotes.plan(month.family, kind="home_visit", planned_for=NOW + DAY, by=cast.sue, at=NOW)


@pytest.mark.rule("A1.6", "C19")
def test_day_for_a_workbook_decision_runs_from_the_acceptance(cast, allocated):
    details = {"to_team": cast.south, "reason": "Moved.", "plan": "Visit.", "summary": "Assessed."}
    transfer = transfers.ask(
        allocated.family, **details, from_assessment=True, no_joint_visit_because="They know Sid.", by=cast.mary, at=NOW
    )
    transfers.accept(transfer, by=cast.sid, at=NOW)
    due = allocated.family.due_dates.running().get(timescale="workbook_decision")
    assert (due.team, due.due_at) == (cast.south, NOW + DAY)
    lines = [line for group in due_groups(cast.sid, families_for(cast.sid), NOW) for line in group.lines]
    assert dues_of_many([due], cast.sid)[0].url in [line.url for line in lines]
    assert not exceptions_of(cast.sid, NOW).undecided, "it is not told twice"


def test_new_team_has_nothing_to_decide_with_an_open_workbook(cast, month, asked):
    transfers.accept(asked(), by=cast.sid, at=NOW)
    assert not month.family.due_dates.running().filter(timescale="workbook_decision").exists()


@pytest.mark.rule("A1.6", "C19")
def test_new_team_decides_for_itself_after_a_no_of_the_old_one(cast, allocated):
    workbooks.decide_not_to_open(allocated.referral, reason="No.", answers=none_met(), by=cast.mary, at=NOW - DAY)
    details = {"to_team": cast.south, "reason": "Moved.", "plan": "Visit.", "summary": "Assessed."}
    transfer = transfers.ask(allocated.family, **details, no_joint_visit_because="They know Sid.", by=cast.mary, at=NOW)
    transfers.accept(transfer, by=cast.sid, at=NOW)
    assert allocated.family.due_dates.running().filter(timescale="workbook_decision", team=cast.south).exists()


def test_answering_is_for_a_manager_of_the_new_team_and_once(cast, asked):
    transfer = asked()
    for by in (cast.mary, cast.stan, cast.serena):
        with pytest.raises(Refusal, match="Only a manager of South"):
            transfers.accept(transfer, by=by, at=NOW)
        with pytest.raises(Refusal, match="Only a manager of South"):
            casework_transfers.decline(transfer, because="No.", by=by, at=NOW)
    casework_transfers.decline(transfer, because="We are full.", by=cast.sid, at=NOW)
    with pytest.raises(Refusal, match="cannot become 'accepted'"):
        transfers.accept(transfer, by=cast.sid, at=NOW)
    assert texts(cast.mary) == ["Ash: the transfer to South was declined"]


def test_declining_and_taking_back_need_a_reason_and_change_nothing_else(cast, month, asked):
    transfer = asked()
    with pytest.raises(Refusal, match="Say why"):
        casework_transfers.decline(transfer, because=" ", by=cast.sid, at=NOW)
    with pytest.raises(Refusal, match="or a higher grade"):
        casework_transfers.take_back(transfer, because="Mistake.", by=cast.sid, at=NOW)
    casework_transfers.take_back(transfer, because="Mistake.", by=cast.dev, at=NOW)
    assert family_lead(month.family).worker == cast.sue
    assert not families_for(cast.sid).exists()


def test_accepting_from_a_page_that_saw_another_version_is_a_conflict(cast, asked):
    transfer = asked()
    with pytest.raises(Conflict):
        transfers.accept(transfer, by=cast.sid, at=NOW, version=transfer.version + 1)


@pytest.mark.rule("A9.7")
def test_family_that_came_today_goes_on_today(cast, asked, month):
    transfers.accept(asked(), by=cast.sid, at=NOW)
    back = transfers.ask(
        month.family, to_team=cast.north, reason="Mistake.", plan="None.", summary="None.",
        no_joint_visit_because="Mistake.", by=cast.sid, at=NOW,
    )  # fmt: skip
    transfers.accept(back, by=cast.mary, at=NOW)
    assert access_of(cast.mary, month.family).can(Can.DECIDE)
    assert not access_of(cast.sid, month.family).can(Can.DECIDE)
    [team] = month.family.familyteam_set.on(NOW.date())
    assert (team.team, Headline.objects.get(family=month.family).team) == (cast.north, cast.north)
    assert {due.team for due in month.family.due_dates.running()} == {cast.north}


def test_part_that_was_to_end_later_ends_with_the_transfer(cast, month, asked):
    part = part_of(month.family, cast.sue)
    with acting(cast.mary):
        part.until_date = part.lead_until = TODAY + 3 * DAY
        part.ended_because = "LEFTRL"
        part.save()
    transfers.accept(asked(), by=cast.sid, at=NOW)
    part.refresh_from_db()
    assert part.until_date == part.lead_until == TODAY - DAY
    assert family_lead(month.family) is None


def test_lead_to_come_never_leads_when_the_family_goes(cast, month, asked):
    allocations.allocate(month.family, cast.cora, role="social_worker", from_date=TODAY - DAY, by=cast.mary, at=NOW)
    allocations.change_lead(month.family, cast.cora, role="social_worker", from_date=TODAY + DAY, by=cast.mary, at=NOW)
    allocations.end(
        part_of(month.family, cast.cora), because="OTHERS", last_day=TODAY + 5 * DAY, summary="x", outcome="x",
        rest_to=cast.dora, by=cast.mary, at=NOW,
    )  # fmt: skip
    transfers.accept(asked(), by=cast.sid, at=NOW)
    part = part_of(month.family, cast.cora)
    assert (part.until_date, part.lead_from, part.handed_to) == (TODAY - DAY, None, cast.sid)


def test_write_up_is_not_due_from_the_old_team_any_more(cast, month, asked):
    notes.record(month.family, kind="home_visit", took_place_at=NOW, by=cast.cora, at=NOW)
    dues = month.family.due_dates.running().filter(owner=cast.cora, timescale="visit_write_up")
    transfer = asked()
    assert dues.exists()
    transfers.accept(transfer, by=cast.sid, at=NOW)
    assert not dues.exists()


@pytest.mark.rule("A9.7", "C27")
def test_transfer_is_asked_and_answered_by_the_managers_of_the_day(cast, month, asked):
    leave(cast.mary)
    with pytest.raises(Refusal, match="or a higher grade"):
        asked()
    transfer = asked(by=cast.dev)
    follower = UserFactory(name="Nell North", team=cast.south, role="team_manager")
    leave(cast.sid)
    with pytest.raises(Refusal, match="Only a manager of South"):
        transfers.accept(transfer, by=cast.sid, at=NOW)
    assert transfers.accept(transfer, by=follower, at=NOW).settled_by == follower


def test_possible_leads_are_the_social_workers_of_the_new_team_on_the_day(cast, asked):
    transfer = asked()
    second = UserFactory(name="Sol Snell", team=cast.south, role="social_worker")
    UserFactory(name="Rob Reeve", team=cast.south, role="recovery_worker")
    leave(cast.stan)
    assert [membership.user for membership in queries.possible_leads(transfer, TODAY)] == [second]
