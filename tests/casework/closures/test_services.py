"""Closing a child's case: written, asked for, sent back, agreed."""

import pytest

from casework import practice
from casework.closures import services as closures
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.families import services as families
from casework.referrals import services as referrals
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from tests.closing import FACTS, TODAY, agree, asked, closed, days_ago, save, whole
from tests.factories import NOW, add_child

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
def test_the_lead_worker_or_a_manager_writes_it_and_all_of_it_is_about_the_child(allocated, cast):
    for user in (cast.dora, cast.cora, cast.bob, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            save(allocated, user)
    closure = save(allocated, cast.sue)
    assert (closure.state, closure.involvement, closure.closing_on) == ("draft", involvement(allocated), TODAY)
    assert closure.passages.count() == 6
    assert save(allocated, cast.mary, child=allocated.ben).involvement.child == allocated.ben


def test_what_is_not_complete_can_be_saved(allocated, cast):
    closure = save(allocated, cast.sue, written=whole()[:1], reason="", closing_on=None)
    assert (closure.reason, closure.closing_on) == ("", None)


def test_an_older_page_does_not_overwrite_what_somebody_else_saved(allocated, cast):
    first = save(allocated, cast.sue)
    for version in (0, 99):
        with pytest.raises(Conflict, match="Somebody changed"):
            save(allocated, cast.mary, version=version, written=whole("Mine."))
    save(allocated, cast.mary, version=first.version, written=whole("Mine."))
    assert set(first.passages.values_list("text", flat=True)) == {"Mine."}


def test_facts_alone_make_the_page_stale_too_and_the_same_saved_again_does_not(allocated, cast):
    first = save(allocated, cast.sue)
    assert save(allocated, cast.sue, version=1).version == 1
    assert save(allocated, cast.sue, version=1, reason="RC3").version == 2
    with pytest.raises(Conflict):
        save(allocated, cast.sue, version=first.version, reason="RC7")


def test_each_step_leaves_one_line_of_history(allocated, cast):
    closure = asked(allocated, cast.sue)
    assert closure.history.count() == 2
    agree(closure, cast.mary)
    assert closure.history.count() == 3
    assert involvement(allocated).history.count() == 2


def test_a_case_that_is_not_open_is_not_closed(allocated, cast):
    bo = add_child(allocated.family, cast.mary, name="Bo Ash")
    for child in (bo, allocated.ann):
        with pytest.raises(Refusal, match="is not open"):
            save(allocated, cast.sue, child=child)


@pytest.mark.rule("A2.8")
def test_the_manager_is_asked_and_told_and_nothing_is_written_meanwhile(allocated, cast):
    closure = asked(allocated, cast.sue)
    assert (closure.state, closure.asked_by, closure.asked_at) == (ClosureState.ASKED, cast.sue, NOW)
    told = {user: user.notifications.filter(text__contains="closing Mia").count() for user in (cast.mary, cast.dev)}
    assert set(told.values()) == {1}
    assert not cast.sue.notifications.filter(text__contains="closing Mia").exists()
    with pytest.raises(Conflict, match="with the manager"):
        save(allocated, cast.sue, version=closure.version)
    with pytest.raises(Refusal, match="already"):
        closures.ask(closure, by=cast.sue, at=NOW)


def test_only_the_lead_or_a_manager_asks(allocated, cast):
    with pytest.raises(Refusal, match="You may not"):
        closures.ask(save(allocated, cast.sue), by=cast.dora, at=NOW)


def test_what_was_read_is_what_is_asked_for_and_agreed(allocated, cast):
    closure = save(allocated, cast.sue)
    with pytest.raises(Conflict):
        closures.ask(closure, version=closure.version + 1, by=cast.sue, at=NOW)
    closure = closures.ask(closure, version=closure.version, by=cast.sue, at=NOW)
    with pytest.raises(Conflict):
        agree(closure, cast.mary, version=closure.version + 1)


@pytest.mark.rule("A9.8")
def test_the_manager_is_asked_only_for_a_complete_record(allocated, cast):
    closure = save(allocated, cast.sue, written=whole()[:-1], reason="", closing_on=None)
    with pytest.raises(Refusal) as refused:
        closures.ask(closure, by=cast.sue, at=NOW)
    for words in ("Choose the reason", "the day on which the case closes", "‘The carers' views of closing’"):
        assert words in refused.value.sentence


@pytest.mark.rule("A2.8")
def test_the_manager_sends_it_back_with_what_to_put_right(allocated, cast):
    closure = asked(allocated, cast.sue)
    with pytest.raises(Refusal, match="put right"):
        closures.send_back(closure, because=" ", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="higher grade"):
        closures.send_back(closure, because="More.", by=cast.sue, at=NOW)
    closure = closures.send_back(closure, because="Say what Mia thinks.", by=cast.mary, at=NOW)
    assert (closure.state, closure.sent_back_because) == (ClosureState.DRAFT, "Say what Mia thinks.")
    assert cast.sue.notifications.filter(text__contains="sent it back").exists()
    save(allocated, cast.sue, version=closure.version, written=whole("Better."))


def test_a_closing_is_dropped_with_a_reason_and_another_can_begin(allocated, cast):
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
def test_a_manager_agrees_with_comments_and_the_case_is_closed_with_its_reason(allocated, cast):
    closure = asked(allocated, cast.sue)
    with pytest.raises(Refusal, match="comments"):
        agree(closure, cast.mary, comments=" ")
    with pytest.raises(Refusal, match="higher grade"):
        agree(closure, cast.sue)
    closure = agree(closure, cast.mary)
    assert (closure.state, closure.agreed_by, closure.managers_comments) == ("agreed", cast.mary, "Mia is safe.")
    mia, ben = involvement(allocated), involvement(allocated, allocated.ben)
    assert (mia.closed_on, mia.closed_because, ben.closed_on) == (TODAY, "RC7", None)
    assert cast.sue.notifications.filter(text__contains="closed on Tue 3 Nov").exists()
    with pytest.raises(Refusal, match="already"):
        agree(closure, cast.mary)


def test_agreeing_needs_that_somebody_asked(allocated, cast):
    with pytest.raises(Refusal, match="being written"):
        agree(save(allocated, cast.sue), cast.mary)


def test_one_who_is_both_may_ask_and_agree(ash, cast):
    assert agree(asked(ash, cast.mary), cast.mary).asked_by == cast.mary


def test_what_was_opened_or_recorded_since_is_asked_once_more_at_agreeing(allocated, cast):
    closure = asked(allocated, cast.sue)
    with acting(cast.mary):
        allocated.family.plan_set.create(child=allocated.mia, kind="cin", from_date=days_ago(5))
    with pytest.raises(Refusal, match=r"One thing is still open.*Child in need plan"):
        agree(closure, cast.mary)
    assert involvement(allocated).closed_on is None


def test_after_agreeing_nothing_of_it_changes(allocated, cast):
    closure = closed(allocated, cast)
    with pytest.raises(Refusal, match="is not open"):
        save(allocated, cast.sue, version=closure.version)
    for act in (closures.send_back, closures.drop):
        with pytest.raises(Refusal, match="'closed'"):
            act(closure, because="x", by=cast.mary, at=NOW)


def test_what_was_due_of_the_child_falls_away_and_of_the_others_not(allocated, cast):
    closed(allocated, cast)
    running = allocated.family.due_dates.running()
    assert {due.child for due in running.filter(timescale="case_summary")} == {allocated.ben}
    assert allocated.family.due_dates.filter(child=allocated.mia, cancelled_at=NOW).exists()
    assert allocated.family.allocation_set.filter(until_date=None).count() == 3


@pytest.mark.rule("A9.9", "A9.16")
def test_with_the_last_child_the_leads_part_ends_and_everything_due_falls_away(alone, cast):
    closed(alone, cast, closing_on=days_ago(1))
    lead = alone.family.allocation_set.get(worker=cast.sue)
    assert (lead.until_date, lead.lead_until, lead.ended_because) == (days_ago(1), days_ago(1), "OTHERS")
    assert "closing record of Mia" in lead.summary_of_involvement
    assert "no longer in need" in lead.outcome
    assert not alone.family.due_dates.running().exists()


def test_a_part_that_began_after_the_day_of_closing_ends_on_its_first_day(alone, cast):
    with acting(cast.mary):
        lead = alone.family.allocation_set.get(worker=cast.sue)
        lead.from_date = lead.lead_from = days_ago(1)
        lead.save()
    closed(alone, cast, closing_on=days_ago(4))
    lead.refresh_from_db()
    assert (lead.until_date, lead.lead_until) == (days_ago(1), days_ago(1))


def test_the_last_child_closes_also_where_nobody_leads(ash, cast):
    with acting(cast.mary):
        ben = involvement(ash, ash.ben)
        ben.closed_on, ben.closed_because = TODAY, "RC7"
        ben.save()
    assert agree(asked(ash, cast.mary), cast.mary).state == ClosureState.AGREED


def test_a_closed_family_stays_readable_to_its_team_and_is_referred_again(alone, cast, signed_in):
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


def test_the_managers_who_may_agree_are_told_where_practice_names_a_higher_grade(allocated, cast, monkeypatch):
    file = practice.current().model_dump()
    file["decisions"]["close_case"] = "service_manager"
    higher = type(practice.current()).model_validate(file)
    monkeypatch.setattr(practice, "current", lambda: higher)
    closure = asked(allocated, cast.sue)
    assert cast.serena.notifications.filter(text__contains="closing Mia").exists()
    with pytest.raises(Refusal, match="higher grade"):
        agree(closure, cast.mary)


def test_a_closing_of_another_family_is_no_way_in(allocated, cast):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    eve = add_child(other, cast.mary, name="Eve Elm")
    with pytest.raises(Refusal, match="is not open"):
        closures.save(allocated.family, eve, written=whole(), version=0, by=cast.sue, at=NOW, **FACTS)


def test_every_state_has_its_row():
    assert set(CLOSURE_STATES.moves) == set(ClosureState)


def test_a_case_that_ended_meanwhile_is_not_closed_once_more(allocated, cast):
    closure = asked(allocated, cast.sue)
    with acting(cast.mary):
        row = involvement(allocated)
        row.closed_on, row.closed_because = days_ago(1), "RC3"
        row.save()
    with pytest.raises(Conflict, match="closed already"):
        agree(closure, cast.mary)
    assert involvement(allocated).closed_because == "RC3"
