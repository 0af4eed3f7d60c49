"""A call about a child's safety: what is asked in which order, the hour, who is told, and who decides (A7.20)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from casework.access.models import Restriction
from casework.calls import presenters, queries
from casework.calls import services as calls
from casework.calls.models import SafetyCall
from casework.families.services import add_family
from casework.notifications.models import Notification, OutgoingMail
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.users.roles import Role
from tests.at_once import at_once
from tests.factories import NOW, TeamFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A7.20")]
MINUTE = timedelta(minutes=1)
SAID = {"child_name": "Tom Rowan", "child_address": "3 Orchard Close", "concern": "A bruise."}


def take(cast, by=None, **values):
    return calls.take(cast.north, **{**SAID, **values}, by=by or cast.bob, at=values.pop("at", NOW))


@pytest.fixture
def call(cast):
    return take(cast)


@pytest.fixture
def not_through(cast, call):
    return calls.put_through(call, because="Duty does not answer.", by=cast.bob, at=NOW)


def pass_on(call, by, *, after=20, **values):
    at = NOW + after * MINUTE
    return calls.pass_on(call, **{"told_to": "Mary Moss", "told_at": at, **values}, by=by, at=at)


def decide(call, by, outcome="NFA", because="Known, and safe.", at=NOW, **values):
    return calls.decide(call, outcome=outcome, because=because, by=by, at=at, **values)


@pytest.mark.parametrize("who", ["bob", "sue", "mary", "serena"])
def test_business_support_social_workers_and_managers_take_calls_of_their_team(cast, who):
    call = take(cast, getattr(cast, who))
    assert (call.team, call.taken_by, call.taken_at, call.child_name) == (
        cast.north, getattr(cast, who), NOW, "Tom Rowan",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["dora", "stan", "audrey"])
def test_nobody_else_does(cast, who):
    with pytest.raises(Refusal) as refused:
        take(cast, getattr(cast, who))
    assert refused.value.field == "team"


@pytest.mark.parametrize("field", list(SAID))
def test_the_child_the_address_and_the_concern_come_first(cast, field):
    with pytest.raises(Refusal) as refused:
        take(cast, **{field: "  "})
    assert refused.value.field == field


def test_the_same_form_sent_twice_is_one_call(cast):
    key = uuid4()
    assert take(cast, form_key=key) == take(cast, form_key=key)
    assert SafetyCall.objects.count() == 1


def test_it_was_put_through_or_could_not_be_one_of_the_two(cast, call):
    for said in ({}, {"to": "Mary", "because": "Nobody there."}):
        with pytest.raises(Refusal, match="one of the two"):
            calls.put_through(call, **said, by=cast.bob, at=NOW)
    calls.put_through(call, to="Mary Moss", by=cast.cora, at=NOW)
    with pytest.raises(Conflict):
        calls.put_through(call, because="Nobody there.", by=cast.bob, at=NOW)


def test_who_calls_is_asked_only_where_it_could_not_be_put_through(cast, call):
    with pytest.raises(Refusal, match="only when"):
        calls.note_caller(call, name="Mrs Pike", address="", number="", by=cast.bob, at=NOW)
    calls.put_through(call, because="Duty does not answer.", by=cast.bob, at=NOW)
    call = calls.note_caller(call, name=" Mrs Pike ", address="", number="01632 960001", by=cast.bob, at=NOW)
    assert (call.caller_name, call.caller_address, call.caller_number) == ("Mrs Pike", "", "01632 960001")


def test_a_call_that_was_put_through_is_not_passed_on(cast, call):
    with pytest.raises(Refusal, match="could not be put through"):
        pass_on(call, cast.bob)


def test_passing_it_on_writes_to_the_teams_managers_and_names_nobody(cast, not_through):
    call = pass_on(not_through, cast.bob)
    assert (call.told_to, call.told_at, call.written_at) == ("Mary Moss", NOW + 20 * MINUTE, NOW + 20 * MINUTE)
    told = Notification.objects.filter(url=f"/calls/{call.pk}/")
    assert {each.user for each in told} == {cast.mary, cast.dev}
    assert not any("Rowan" in each.text for each in told)
    assert OutgoingMail.objects.count() == 2
    assert presenters.status_of(call, NOW + 90 * MINUTE).words == "Passed on"


def test_what_one_wrote_oneself_is_not_written_again(cast, not_through):
    call = pass_on(not_through, cast.bob, written_at=NOW + MINUTE)
    assert call.written_at == NOW + MINUTE
    assert not Notification.objects.exists()


def test_a_team_without_a_manager_is_not_said_to_have_been_written_to(cast):
    team = TeamFactory(name="West")
    ida = UserFactory(name="Ida Ivy", team=team, role=Role.SOCIAL_WORKER)
    call = calls.take(team, **SAID, by=ida, at=NOW)
    calls.put_through(call, because="Nobody there.", by=ida, at=NOW)
    call = pass_on(call, ida)
    assert call.written_at is None
    assert presenters.status_of(call, NOW + 61 * MINUTE).overdue


@pytest.mark.parametrize("field", ["told_at", "written_at"])
def test_it_is_passed_on_after_it_was_taken_and_not_in_the_future(cast, not_through, field):
    for moment in (NOW - MINUTE, NOW + 21 * MINUTE):
        with pytest.raises(Refusal) as refused:
            pass_on(not_through, cast.bob, **{field: moment})
        assert refused.value.field == field


def test_it_is_passed_on_to_somebody_and_once(cast, not_through):
    with pytest.raises(Refusal) as refused:
        pass_on(not_through, cast.bob, told_to=" ")
    assert refused.value.field == "told_to"
    pass_on(not_through, cast.bob)
    with pytest.raises(Conflict):
        pass_on(not_through, cast.bob, told_to="Dev Dunn")


def test_the_hour_runs_from_the_taking_until_both_are_done(cast, call):
    for minutes, overdue in ((59, False), (61, True)):
        standing = presenters.status_of(call, NOW + minutes * MINUTE)
        assert (standing.overdue, standing.due_at) == (overdue, NOW + timedelta(hours=1))
    calls.put_through(call, because="Duty does not answer.", by=cast.bob, at=NOW)
    late = pass_on(call, cast.bob, after=61)
    assert presenters.status_of(late, NOW + 62 * MINUTE).words == "Passed on late"


def test_put_through_in_time_is_never_overdue(cast, call):
    call = calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    standing = presenters.status_of(call, NOW + 61 * MINUTE)
    assert (standing.words, standing.overdue) == ("Put through", False)


def test_a_stranger_and_one_of_the_team_who_takes_no_calls_change_nothing(cast, not_through):
    for who in (cast.stan, cast.dora, cast.audrey):
        with pytest.raises(Refusal, match="that team"):
            pass_on(not_through, who)


@pytest.mark.rule("C27")
def test_a_manager_of_the_team_decides_with_the_reason(cast, call):
    for who in (cast.bob, cast.sue, cast.sid, cast.audrey):
        with pytest.raises(Refusal, match="may not decide"):
            decide(call, who)
    with pytest.raises(Refusal) as refused:
        decide(call, cast.dev, because=" ")
    assert refused.value.field == "because"
    with pytest.raises(Refusal) as refused:
        decide(call, cast.dev, outcome="PERHAPS")
    assert refused.value.field == "outcome"
    call = decide(call, cast.dev)
    assert (call.outcome, call.decided_by, call.decided_at) == ("NFA", cast.dev, NOW)


def test_what_is_decided_is_not_decided_again_nor_changed(cast, not_through):
    decide(not_through, cast.mary)
    with pytest.raises(Conflict):
        decide(not_through, cast.mary, outcome="INFO")
    with pytest.raises(Conflict):
        pass_on(not_through, cast.bob)


def test_a_call_becomes_a_referral_of_a_known_family_or_of_a_new_one(cast, call, ash):
    for both in ({}, {"family": ash.family, "new_family": "Rowan"}):
        with pytest.raises(Refusal, match="one of the two"):
            decide(call, cast.mary, outcome="REFERRAL", **both)
    call = decide(call, cast.mary, outcome="REFERRAL", new_family=" Rowan ")
    assert call.family.name == "Rowan"
    assert call.family.familyteam_set.get().team == cast.north
    second = decide(take(cast), cast.mary, outcome="REFERRAL", family=ash.family)
    assert second.family == ash.family


def test_a_new_family_is_added_for_a_referral_only(cast, call):
    with pytest.raises(Refusal) as refused:
        decide(call, cast.mary, outcome="NFA", new_family="Rowan")
    assert refused.value.field == "new_family"


def test_a_family_that_one_may_not_open_is_not_chosen(cast, call):
    theirs = add_family(name="South", team=cast.south, by=cast.sid, at=NOW)
    with pytest.raises(Refusal) as refused:
        decide(call, cast.mary, outcome="REFERRAL", family=theirs)
    assert refused.value.field == "family"


def test_the_team_those_over_it_and_the_auditor_see_a_call_and_nobody_else(cast, call):
    everybody = ("sue", "dora", "cora", "bob", "mary", "dev", "serena", "audrey", "stan", "sid")
    seen = {who for who in everybody if queries.calls_for(getattr(cast, who), today=NOW.date()).exists()}
    assert seen == {"sue", "dora", "cora", "bob", "mary", "dev", "serena", "audrey"}


def test_whoever_may_open_the_family_sees_the_call_that_is_about_it(cast, call, ash):
    stan = UserFactory(name="Olga Oak", team=cast.south, role=Role.SOCIAL_WORKER)
    assert not queries.calls_for(stan, today=NOW.date()).exists()
    theirs = add_family(name="South", team=cast.south, by=cast.sid, at=NOW)
    with acting(cast.mary):
        call.family = theirs
        call.save()
    assert queries.calls_for(stan, today=NOW.date()).get() == call


def test_a_call_about_a_restricted_family_is_seen_only_by_who_is_on_its_list(cast, call, ash):
    call = decide(call, cast.mary, outcome="INFO", family=ash.family)
    with acting(cast.mary):
        Restriction.objects.create(family=ash.family, from_date=NOW.date(), because="A colleague's family.")
    for who in (cast.bob, cast.mary, cast.audrey):
        assert not queries.calls_for(who, today=NOW.date()).exists()


def test_one_who_has_left_sees_no_call(cast, call):
    with acting(cast.mary):
        cast.bob.is_active = False
        cast.bob.save()
    assert not queries.calls_for(cast.bob, today=NOW.date()).exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_twice_at_one_moment_takes_one_call(cast):
    key = uuid4()
    first, second = at_once(lambda: take(cast, form_key=key))
    assert first == second
