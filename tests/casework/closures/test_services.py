"""Closing a child's case: written, asked for, sent back, agreed."""

import pytest

from casework import practice
from casework.allocations import services as allocations
from casework.closures import services as closures
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.families import services as families
from casework.referrals import services as referrals
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.users.roles import Role
from tests.closing import FACTS, TODAY, agree, asked, closed, days_ago, save, whole
from tests.factories import NOW, add_child
from tests.former import make_former
from tests.told import times_told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def alone(allocated, cast):
    """Ash with Mia as the only open child and Sue as the only worker."""
    with acting(cast.mary):
        ben = allocated.family.involvement_set.get(child=allocated.ben)
        ben.closed_on, ben.closed_because = days_ago(3), "RC7"
        ben.save()
        for allocation in allocated.family.allocation_set.exclude(worker=cast.sue):
            allocation.until_date, allocation.ended_because = days_ago(2), "OTHERS"
            allocation.save()
    return allocated


def involvement(ash, child=None):
    return ash.family.involvement_set.get(child=child or ash.mia)


@pytest.mark.rule("A9.8", "A10.6")
def test_closing_is_written_by_lead_or_manager_about_the_child(allocated, cast):
    for user in (cast.dora, cast.cora, cast.bob, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            save(allocated, user)
    closure = save(allocated, cast.sue)
    assert (closure.state, closure.involvement, closure.closing_on) == ("draft", involvement(allocated), TODAY)
    assert closure.passages.count() == 6
    assert save(allocated, cast.mary, child=allocated.ben).involvement.child == allocated.ben


def test_closing_can_be_saved_incomplete(allocated, cast):
    closure = save(allocated, cast.sue, written=whole()[:1], reason="", closing_on=None)
    assert (closure.reason, closure.closing_on) == ("", None)


def test_closing_refuses_an_older_version(allocated, cast):
    first = save(allocated, cast.sue)
    for version in (0, 99):
        with pytest.raises(Conflict, match="Somebody changed"):
            save(allocated, cast.mary, version=version, written=whole("Mine."))
    save(allocated, cast.mary, version=first.version, written=whole("Mine."))
    assert set(first.passages.values_list("text", flat=True)) == {"Mine."}


def test_closing_counts_a_change_of_facts_and_not_the_same_again(allocated, cast):
    first = save(allocated, cast.sue)
    assert save(allocated, cast.sue, version=1).version == 1
    assert save(allocated, cast.sue, version=1, reason="RC3").version == 2
    with pytest.raises(Conflict):
        save(allocated, cast.sue, version=first.version, reason="RC7")


def test_closing_leaves_one_history_row_for_each_step(allocated, cast):
    closure = asked(allocated, cast.sue)
    assert closure.history.count() == 2
    agree(closure, cast.mary)
    assert closure.history.count() == 3
    assert involvement(allocated).history.count() == 2


def test_closing_refuses_a_case_that_is_not_open(allocated, cast):
    bo = add_child(allocated.family, cast.mary, name="Bo Ash")
    for child in (bo, allocated.ann):
        with pytest.raises(Refusal, match="is not open"):
            save(allocated, cast.sue, child=child)


@pytest.mark.rule("A2.8")
def test_asking_notifies_managers_and_stops_the_writing(allocated, cast):
    closure = asked(allocated, cast.sue)
    assert (closure.state, closure.asked_by, closure.asked_at) == (ClosureState.ASKED, cast.sue, NOW)
    told = {user: times_told(user, "closing Mia") for user in (cast.mary, cast.dev)}
    assert set(told.values()) == {1}
    assert not times_told(cast.sue, "closing Mia")
    with pytest.raises(Conflict, match="with the manager"):
        save(allocated, cast.sue, version=closure.version)
    with pytest.raises(Refusal, match="already"):
        closures.ask(closure, by=cast.sue, at=NOW)


def test_asking_is_the_leads_or_a_managers(allocated, cast):
    with pytest.raises(Refusal, match="You may not"):
        closures.ask(save(allocated, cast.sue), by=cast.dora, at=NOW)


def test_asking_and_agreeing_refuse_an_older_version(allocated, cast):
    closure = save(allocated, cast.sue)
    with pytest.raises(Conflict):
        closures.ask(closure, version=closure.version + 1, by=cast.sue, at=NOW)
    closure = closures.ask(closure, version=closure.version, by=cast.sue, at=NOW)
    with pytest.raises(Conflict):
        agree(closure, cast.mary, version=closure.version + 1)


@pytest.mark.rule("A9.8")
def test_asking_needs_a_complete_record(allocated, cast):
    closure = save(allocated, cast.sue, written=whole()[:-1], reason="", closing_on=None)
    with pytest.raises(Refusal) as refused:
        closures.ask(closure, by=cast.sue, at=NOW)
    for words in ("Choose the reason", "the day on which the case closes", "‘The carers' views of closing’"):
        assert words in refused.value.sentence


@pytest.mark.rule("A2.8")
def test_sending_back_needs_a_reason_and_opens_the_writing(allocated, cast):
    closure = asked(allocated, cast.sue)
    with pytest.raises(Refusal, match="needs to change"):
        closures.send_back(closure, because=" ", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="higher grade"):
        closures.send_back(closure, because="More.", by=cast.sue, at=NOW)
    closure = closures.send_back(closure, because="Say what Mia thinks.", by=cast.mary, at=NOW)
    assert (closure.state, closure.sent_back_because) == (ClosureState.DRAFT, "Say what Mia thinks.")
    assert times_told(cast.sue, "sent it back")
    save(allocated, cast.sue, version=closure.version, written=whole("Better."))


def test_dropping_needs_a_reason_and_lets_another_begin(allocated, cast):
    closure = asked(allocated, cast.sue)
    for by, because, words in ((cast.sue, " ", "why"), (cast.dora, "x", "You may not")):
        with pytest.raises(Refusal, match=words):
            closures.drop(closure, because=because, by=by, at=NOW)
    closure = closures.drop(closure, because="Ann asked for help again.", by=cast.sue, at=NOW)
    assert (closure.state, closure.dropped_because) == (ClosureState.DROPPED, "Ann asked for help again.")
    assert involvement(allocated).closed_on is None
    assert save(allocated, cast.sue).pk != closure.pk
    with pytest.raises(Refusal):
        agree(closure, cast.mary)


@pytest.mark.rule("A2.8", "A9.8")
def test_agreeing_needs_comments_and_closes_the_case(allocated, cast):
    closure = asked(allocated, cast.sue)
    with pytest.raises(Refusal, match="comments"):
        agree(closure, cast.mary, comments=" ")
    with pytest.raises(Refusal, match="higher grade"):
        agree(closure, cast.sue)
    closure = agree(closure, cast.mary)
    assert (closure.state, closure.agreed_by, closure.managers_comments) == ("agreed", cast.mary, "Mia is safe.")
    mia, ben = involvement(allocated), involvement(allocated, allocated.ben)
    assert (mia.closed_on, mia.closed_because, ben.closed_on) == (TODAY, "RC7", None)
    assert times_told(cast.sue, "closed on Tue 3 Nov")
    with pytest.raises(Refusal, match="already"):
        agree(closure, cast.mary)


def test_agreeing_needs_that_somebody_asked(allocated, cast):
    with pytest.raises(Refusal, match="being written"):
        agree(save(allocated, cast.sue), cast.mary)


def test_agreeing_is_open_to_the_manager_who_asked(ash, cast):
    assert agree(asked(ash, cast.mary), cast.mary).asked_by == cast.mary


def test_agreeing_checks_obstacles_once_more(allocated, cast):
    closure = asked(allocated, cast.sue)
    with acting(cast.mary):
        allocated.family.plan_set.create(child=allocated.mia, kind="cin", from_date=days_ago(5))
    with pytest.raises(Refusal, match=r"One thing is still open.*Child in need plan"):
        agree(closure, cast.mary)
    assert involvement(allocated).closed_on is None


def test_agreed_closing_does_not_change(allocated, cast):
    closure = closed(allocated, cast)
    with pytest.raises(Refusal, match="is not open"):
        save(allocated, cast.sue, version=closure.version)
    for act in (closures.send_back, closures.drop):
        with pytest.raises(Refusal, match="'closed'"):
            act(closure, because="x", by=cast.mary, at=NOW)


def test_agreeing_cancels_what_was_due_of_that_child_only(allocated, cast):
    closed(allocated, cast)
    running = allocated.family.due_dates.running()
    assert {due.child for due in running.filter(timescale="case_summary")} == {allocated.ben}
    assert allocated.family.due_dates.filter(child=allocated.mia, cancelled_at=NOW).exists()
    assert allocated.family.allocation_set.filter(until_date=None).count() == 3


@pytest.mark.rule("A9.9", "A9.16")
def test_agreeing_on_the_last_child_ends_the_leads_part_and_all_dues(alone, cast):
    closed(alone, cast, closing_on=days_ago(1))
    lead = alone.family.allocation_set.get(worker=cast.sue)
    assert (lead.until_date, lead.lead_until, lead.ended_because) == (days_ago(1), days_ago(1), "OTHERS")
    assert "closing record of Mia" in lead.summary_of_involvement
    assert "no longer in need" in lead.outcome
    assert not alone.family.due_dates.running().exists()


def test_agreeing_ends_a_later_part_on_its_first_day(alone, cast):
    with acting(cast.mary):
        lead = alone.family.allocation_set.get(worker=cast.sue)
        lead.from_date = lead.lead_from = days_ago(1)
        lead.save()
    closed(alone, cast, closing_on=days_ago(4))
    lead.refresh_from_db()
    assert (lead.until_date, lead.lead_until) == (days_ago(1), days_ago(1))


def test_agreeing_on_the_last_child_needs_no_lead(ash, cast):
    with acting(cast.mary):
        ben = involvement(ash, ash.ben)
        ben.closed_on, ben.closed_because = TODAY, "RC7"
        ben.save()
    assert agree(asked(ash, cast.mary), cast.mary).state == ClosureState.AGREED


def test_closed_family_is_read_by_its_team_and_referred_again(alone, cast, signed_in):
    closed(alone, cast)
    for user in (cast.sue, cast.cora, cast.mary, cast.bob):
        assert signed_in(user).get(f"/families/{alone.family.pk}/").status_code == 200
    referrals.record_referral(
        alone.family, received_on=TODAY, source="2A", reason="School called.", needs={alone.mia: "N1"}, by=cast.mary,
        at=NOW,
    )  # fmt: skip
    again = alone.family.involvement_set.get(child=alone.mia, closed_on=None)
    assert again.closures.count() == 0
    assert save(alone, cast.mary).involvement == again


def test_asking_notifies_the_grade_that_practice_names(allocated, cast, monkeypatch):
    file = practice.current().model_dump()
    file["decisions"]["close_case"] = "service_manager"
    higher = type(practice.current()).model_validate(file)
    monkeypatch.setattr(practice, "current", lambda: higher)
    closure = asked(allocated, cast.sue)
    assert times_told(cast.serena, "closing Mia")
    with pytest.raises(Refusal, match="higher grade"):
        agree(closure, cast.mary)


def test_closing_of_another_family_is_refused(allocated, cast):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    eve = add_child(other, cast.mary, name="Eve Elm")
    with pytest.raises(Refusal, match="is not open"):
        closures.save(allocated.family, eve, written=whole(), version=0, by=cast.sue, at=NOW, **FACTS)


def test_closing_states_have_their_rows():
    assert set(CLOSURE_STATES.moves) == set(ClosureState)


def test_closing_refuses_a_case_that_ended_meanwhile(allocated, cast):
    closure = asked(allocated, cast.sue)
    with acting(cast.mary):
        row = involvement(allocated)
        row.closed_on, row.closed_because = days_ago(1), "RC3"
        row.save()
    with pytest.raises(Conflict, match="closed already"):
        agree(closure, cast.mary)
    assert involvement(allocated).closed_because == "RC3"


@pytest.mark.rule("A2.8")
def test_agreeing_is_refused_to_the_former_manager_who_sent_it_back_and_open_to_a_second(allocated, cast):
    values = {"because": "Say more.", "at": NOW}
    closure = closures.send_back(asked(allocated, cast.sue), by=cast.mary, **values)
    closure = closures.ask(closure, by=cast.sue, at=NOW)
    make_former(cast.mary.memberships, by=cast.serena)
    with pytest.raises(Refusal):
        agree(closure, cast.mary)
    with pytest.raises(Refusal):
        closures.send_back(closure, by=cast.mary, **values)
    closure = closures.ask(closures.send_back(closure, by=cast.dev, **values), by=cast.sue, at=NOW)
    assert agree(closure, cast.dev).agreed_by == cast.dev


def test_closing_is_written_asked_and_dropped_by_who_leads_now_and_not_by_who_handed_over(allocated, cast):
    closure = save(allocated, cast.sue)
    values = {"role": Role.SOCIAL_WORKER, "from_date": TODAY, "by": cast.mary, "at": NOW}
    allocations.change_lead(allocated.family, cast.cora, **values)
    for act in (
        lambda: save(allocated, cast.sue, version=1),
        lambda: closures.ask(closure, by=cast.sue, at=NOW),
        lambda: closures.drop(closure, because="It goes on.", by=cast.sue, at=NOW),
    ):
        with pytest.raises(Refusal, match="You may not"):
            act()
    closure = closures.ask(save(allocated, cast.cora, version=1, reason="RC3"), by=cast.cora, at=NOW)
    assert closures.drop(closure, because="It goes on.", by=cast.cora, at=NOW).state == ClosureState.DROPPED


def test_asking_notifies_present_managers_and_not_a_former_one(allocated, cast):
    make_former(cast.mary.memberships, by=cast.serena)
    asked(allocated, cast.sue)
    assert times_told(cast.dev, "closing Mia")
    assert not times_told(cast.mary, "closing Mia")
