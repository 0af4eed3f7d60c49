"""A call about a child's safety: what is asked in which order, the hour, who is told, and who decides (A7.20)."""

from datetime import timedelta

import pytest

from casework.calls import presenters
from casework.calls import services as calls
from casework.calls.queries import fingerprint_of_caller
from casework.families.services import add_family
from casework.mail.models import OutgoingMail
from casework.notifications.models import Notification
from casework.refusal import Conflict, Refusal
from casework.users.roles import Role
from tests.factories import NOW, TeamFactory, UserFactory
from tests.told import shown_to

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
def test_call_is_taken_by_support_social_workers_and_managers_of_the_team(cast, who):
    call = take(cast, getattr(cast, who))
    assert (call.team, call.taken_by, call.taken_at, call.child_name) == (
        cast.north, getattr(cast, who), NOW, "Tom Rowan",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["dora", "stan", "audrey"])
def test_call_is_taken_by_nobody_else(cast, who):
    with pytest.raises(Refusal) as refused:
        take(cast, getattr(cast, who))
    assert refused.value.field == "team"


@pytest.mark.parametrize("field", list(SAID))
def test_call_needs_child_address_and_concern(cast, field):
    with pytest.raises(Refusal) as refused:
        take(cast, **{field: "  "})
    assert refused.value.field == field


def test_call_was_put_through_or_could_not_be_one_of_the_two(cast, call):
    for said in ({}, {"to": "Mary", "because": "Nobody there."}):
        with pytest.raises(Refusal, match="one of the two"):
            calls.put_through(call, **said, by=cast.bob, at=NOW)
    calls.put_through(call, to="Mary Moss", by=cast.cora, at=NOW)
    with pytest.raises(Conflict):
        calls.put_through(call, because="Nobody there.", by=cast.bob, at=NOW)


def test_caller_is_asked_only_where_the_call_could_not_be_put_through(cast, call):
    with pytest.raises(Refusal, match="only when"):
        calls.note_caller(call, name="Mrs Pike", address="", number="", fingerprint="", by=cast.bob, at=NOW)
    calls.put_through(call, because="Duty does not answer.", by=cast.bob, at=NOW)
    said = {"name": " Mrs Pike ", "address": "", "number": "01632 960001"}
    call = calls.note_caller(call, **said, fingerprint=fingerprint_of_caller(call), by=cast.bob, at=NOW)
    assert (call.caller_name, call.caller_address, call.caller_number) == ("Mrs Pike", "", "01632 960001")


def test_call_not_said_to_be_put_through_is_not_passed_on(cast, call):
    with pytest.raises(Refusal, match="could not be put through"):
        pass_on(call, cast.bob)


def test_passing_on_writes_to_the_teams_managers_and_names_nobody(cast, not_through):
    call = pass_on(not_through, cast.bob)
    assert (call.told_to, call.told_at, call.written_at) == ("Mary Moss", NOW + 20 * MINUTE, NOW + 20 * MINUTE)
    for user in (cast.mary, cast.dev):
        [each] = shown_to(user)
        assert each.url == f"/calls/{call.pk}/"
        assert "Rowan" not in each.text
    assert Notification.objects.count() == 2
    assert OutgoingMail.objects.count() == 2
    assert presenters.status_of(call, NOW + 90 * MINUTE).words == "Passed on"


def test_passing_on_writes_nothing_where_one_wrote_oneself(cast, not_through):
    call = pass_on(not_through, cast.bob, written_at=NOW + MINUTE)
    assert call.written_at == NOW + MINUTE
    assert not Notification.objects.exists()


def test_passing_on_writes_to_nobody_in_a_team_without_a_manager(cast):
    team = TeamFactory(name="West")
    ida = UserFactory(name="Ida Ivy", team=team, role=Role.SOCIAL_WORKER)
    call = calls.take(team, **SAID, by=ida, at=NOW)
    calls.put_through(call, because="Nobody there.", by=ida, at=NOW)
    call = pass_on(call, ida)
    assert call.written_at is None
    assert presenters.status_of(call, NOW + 61 * MINUTE).overdue


@pytest.mark.parametrize("field", ["told_at", "written_at"])
def test_passing_on_is_after_the_taking_and_not_in_the_future(cast, not_through, field):
    for moment in (NOW - MINUTE, NOW + 21 * MINUTE):
        with pytest.raises(Refusal) as refused:
            pass_on(not_through, cast.bob, **{field: moment})
        assert refused.value.field == field


def test_passing_on_is_to_somebody_and_once(cast, not_through):
    with pytest.raises(Refusal) as refused:
        pass_on(not_through, cast.bob, told_to=" ")
    assert refused.value.field == "told_to"
    pass_on(not_through, cast.bob)
    with pytest.raises(Conflict):
        pass_on(not_through, cast.bob, told_to="Dev Dunn")


def test_status_counts_the_hour_from_the_taking_until_both_are_done(cast, call):
    for minutes, overdue in ((59, False), (61, True)):
        status = presenters.status_of(call, NOW + minutes * MINUTE)
        assert (status.overdue, status.due_at) == (overdue, NOW + timedelta(hours=1))
    calls.put_through(call, because="Duty does not answer.", by=cast.bob, at=NOW)
    late = pass_on(call, cast.bob, after=61)
    assert presenters.status_of(late, NOW + 62 * MINUTE).words == "Passed on late"


def test_status_is_never_overdue_when_put_through_in_time(cast, call):
    call = calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    status = presenters.status_of(call, NOW + 61 * MINUTE)
    assert (status.words, status.overdue) == ("Put through", False)


def test_passing_on_refuses_a_stranger_and_who_takes_no_calls(cast, not_through):
    for who in (cast.stan, cast.dora, cast.audrey):
        with pytest.raises(Refusal, match="that team"):
            pass_on(not_through, who)


@pytest.mark.rule("C27")
def test_decision_on_a_call_is_a_managers_with_the_reason(cast, call):
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


def test_decision_on_a_call_is_made_once_and_ends_its_changes(cast, not_through):
    decide(not_through, cast.mary)
    with pytest.raises(Conflict):
        decide(not_through, cast.mary, outcome="INFO")
    with pytest.raises(Conflict):
        pass_on(not_through, cast.bob)


def test_call_becomes_a_referral_of_a_known_family_or_of_a_new_one(cast, call, ash):
    for both in ({}, {"family": ash.family, "new_family": "Rowan"}):
        with pytest.raises(Refusal, match="one of the two"):
            decide(call, cast.mary, outcome="REFERRAL", **both)
    call = decide(call, cast.mary, outcome="REFERRAL", new_family=" Rowan ")
    assert call.family.name == "Rowan"
    assert call.family.familyteam_set.get().team == cast.north
    second = decide(take(cast), cast.mary, outcome="REFERRAL", family=ash.family)
    assert second.family == ash.family


def test_new_family_is_added_for_a_referral_only(cast, call):
    with pytest.raises(Refusal) as refused:
        decide(call, cast.mary, outcome="NFA", new_family="Rowan")
    assert refused.value.field == "new_family"


def test_family_of_a_call_is_one_that_one_may_open(cast, call):
    theirs = add_family(name="South", team=cast.south, by=cast.sid, at=NOW)
    with pytest.raises(Refusal) as refused:
        decide(call, cast.mary, outcome="REFERRAL", family=theirs)
    assert refused.value.field == "family"
