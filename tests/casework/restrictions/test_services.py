from datetime import timedelta

import pytest
import time_machine

from casework.access import Can, access_of, families_for, families_to_find
from casework.allocations import services as allocations
from casework.mail.models import OutgoingMail
from casework.mail.services import send_waiting_mail
from casework.notifications.queries import notifications_for
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.transfers import services as transfers
from casework.users.roles import Role
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def workers(cast):
    return [cast.sue, cast.dora, cast.rick]


@pytest.fixture
def restricted(cast, allocated, workers):
    """The Ash family, restricted by Mary to its workers and herself."""
    restrictions.restrict(allocated.family, because="The father works here.", readers=workers, by=cast.mary, at=NOW)
    return allocated.family


def reader(family, user):
    return family.restrictionreader_set.get(user=user, until_date=None)


def test_restricted_family_is_found_by_its_list_with_the_rights_that_they_had(cast, restricted):
    for user in (cast.cora, cast.dev, cast.bob, cast.serena, cast.audrey):
        assert not families_for(user).exists()
        assert not families_to_find(user).exists()
        assert not access_of(user, restricted).rights
    assert access_of(cast.sue, restricted).rights == {Can.READ, Can.RECORD, Can.LEAD}
    assert access_of(cast.mary, restricted).can(Can.DECIDE)


def test_restricting_puts_who_does_it_on_the_list(cast, restricted):
    assert reader(restricted, cast.mary)


def test_restricting_refuses_to_leave_workers_off_the_list(cast, allocated, workers):
    with pytest.raises(Refusal, match="Sue Sands works with this family"):
        restrictions.restrict(allocated.family, because="x", readers=workers[1:], by=cast.mary, at=NOW)
    assert not allocated.family.restriction_set.exists()


def test_restricting_refuses_without_a_reason_or_for_strangers(cast, allocated, workers):
    with pytest.raises(Refusal, match="Say why"):
        restrictions.restrict(allocated.family, because=" ", readers=workers, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Choose from those offered"):
        restrictions.restrict(allocated.family, because="x", readers=[*workers, cast.stan], by=cast.mary, at=NOW)


@pytest.mark.rule("C27")
def test_restricting_keeping_the_list_and_lifting_need_the_grade_of_the_practice_file(cast, allocated, workers):
    family = allocated.family
    for by in (cast.dev, cast.sue, cast.sid):
        with pytest.raises(Refusal, match="or a higher grade"):
            restrictions.restrict(family, because="x", readers=workers, by=by, at=NOW)
    restrictions.restrict(family, because="x", readers=[*workers, cast.dev], by=cast.mary, at=NOW)
    for by in (cast.dev, cast.sue):
        with pytest.raises(Refusal, match="or a higher grade"):
            restrictions.add_reader(family, cast.bob, by=by, at=NOW)
        with pytest.raises(Refusal, match="or a higher grade"):
            restrictions.remove_reader(reader(family, cast.dev), by=by, at=NOW)
        with pytest.raises(Refusal, match="or a higher grade"):
            restrictions.lift(family, because="x", by=by, at=NOW)


def test_reader_put_on_the_list_finds_the_family_and_taken_off_finds_it_no_more(cast, restricted):
    row = restrictions.add_reader(restricted, cast.audrey, by=cast.mary, at=NOW)
    assert restrictions.add_reader(restricted, cast.audrey, by=cast.mary, at=NOW) == row
    assert families_for(cast.audrey).exists()
    restrictions.remove_reader(row, by=cast.mary, at=NOW)
    assert not families_for(cast.audrey).exists()
    with pytest.raises(Refusal, match="not on the list any more"):
        restrictions.remove_reader(row, by=cast.mary, at=NOW)


def test_list_keeps_its_workers_and_its_keeper(cast, restricted):
    with pytest.raises(Refusal, match="Sue Sands works with this family"):
        restrictions.remove_reader(reader(restricted, cast.sue), by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="cannot take yourself off"):
        restrictions.remove_reader(reader(restricted, cast.mary), by=cast.mary, at=NOW)


def test_list_keeps_a_manager_of_the_familys_team(cast, restricted):
    # A service manager for the whole authority is no manager of the team, though of the grade.
    from_above = cast.audrey
    with acting(cast.mary):
        from_above.posts.create(role=Role.SERVICE_MANAGER, from_date=TODAY - DAY)
    restrictions.add_reader(restricted, from_above, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="At least one manager"):
        restrictions.remove_reader(reader(restricted, cast.mary), by=from_above, at=NOW)
    restrictions.add_reader(restricted, cast.serena, by=cast.mary, at=NOW)
    restrictions.remove_reader(reader(restricted, cast.mary), by=from_above, at=NOW)
    assert not access_of(cast.mary, restricted).rights


def test_lifting_opens_the_family_at_once_and_it_may_be_restricted_again(cast, restricted, workers):
    with pytest.raises(Refusal, match="restricted already"):
        restrictions.restrict(restricted, because="x", readers=workers, by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Say why"):
        restrictions.lift(restricted, because=" ", by=cast.mary, at=NOW)
    restrictions.lift(restricted, because="He left.", by=cast.mary, at=NOW)
    assert families_for(cast.cora).exists()
    with pytest.raises(Refusal, match="is not restricted"):
        restrictions.lift(restricted, because="x", by=cast.mary, at=NOW)
    restrictions.restrict(restricted, because="Again.", readers=workers, by=cast.mary, at=NOW + DAY)
    assert not families_for(cast.cora, today=TODAY + DAY).exists()


@pytest.mark.rule("A1.22")
def test_restricted_family_refuses_a_worker_who_is_not_on_the_list(cast, restricted):
    with pytest.raises(Refusal, match="This family is restricted and Cora Cole is not on its list"):
        allocations.allocate(restricted, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    part = restricted.allocation_set.get(worker=cast.sue)
    with pytest.raises(Refusal, match="is not on its list"):
        allocations.end(
            part, because="MANAGE", last_day=TODAY - DAY, summary="x", outcome="x",
            taker=cast.cora.memberships.get(), by=cast.mary, at=NOW,
        )  # fmt: skip
    restrictions.add_reader(restricted, cast.cora, by=cast.mary, at=NOW)
    allocations.allocate(restricted, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)


def test_restricted_family_notifies_and_mails_only_its_list(cast, restricted, mailoutbox):
    users = [cast.sue, cast.cora, cast.dev]
    with acting(cast.mary):
        notify("death", users, subject=restricted.people_now()[0], family=restricted, at=NOW)
    assert notifications_for(cast.sue).exists()
    assert not notifications_for(cast.cora).exists()
    send_waiting_mail(at=NOW)
    assert {address for mail in mailoutbox for address in mail.to} == {cast.sue.email}
    assert OutgoingMail.objects.filter(withheld=True).count() == 2


@pytest.mark.rule("A9.7")
def test_restricted_family_transfers_only_to_a_manager_on_the_list(cast, restricted):
    details = {
        "to_team": cast.south, "reason": "x", "plan": "x", "summary": "x", "no_joint_visit_because": "x",
        "by": cast.mary, "at": NOW,
    }  # fmt: skip
    with pytest.raises(Refusal, match="put one of them on its list first"):
        transfers.ask(restricted, **details)
    restrictions.add_reader(restricted, cast.sid, by=cast.mary, at=NOW)
    assert transfers.ask(restricted, **details)
    assert not families_for(cast.sid).exists()


def test_list_takes_no_former_holder_and_takes_second_ones(cast, restricted):
    second = UserFactory(role=Role.AUDITOR)
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=TODAY - DAY)
        change(cast.audrey.posts.get(), until_date=TODAY - DAY)
    for former in (cast.cora, cast.audrey):
        with pytest.raises(Refusal, match="Choose from those offered"):
            restrictions.add_reader(restricted, former, by=cast.mary, at=NOW)
    for user in (cast.dev, second):
        assert restrictions.add_reader(restricted, user, by=cast.mary, at=NOW).user == user


def test_former_manager_does_not_keep_the_list_and_a_second_one_does(cast, restricted):
    for user in (cast.serena, cast.audrey):
        restrictions.add_reader(restricted, user, by=cast.mary, at=NOW)
    with acting(cast.mary):
        cast.audrey.posts.create(role=Role.SERVICE_MANAGER, from_date=TODAY - DAY)
        change(cast.serena.memberships.get(), until_date=TODAY - DAY)
    with pytest.raises(Refusal, match="At least one manager"):
        restrictions.remove_reader(reader(restricted, cast.mary), by=cast.audrey, at=NOW)
    with pytest.raises(Refusal, match="or a higher grade"):
        restrictions.lift(restricted, because="x", by=cast.serena, at=NOW)
    restrictions.lift(restricted, because="x", by=cast.audrey, at=NOW)


def test_former_worker_may_be_left_off_the_list_and_a_second_one_not(cast, restricted):
    with acting(cast.mary):
        change(restricted.allocation_set.get(worker=cast.rick), until_date=TODAY - DAY, ended_because="MANAGE")
    assert restrictions.remove_reader(reader(restricted, cast.rick), by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Dora Dale works with this family"):
        restrictions.remove_reader(reader(restricted, cast.dora), by=cast.mary, at=NOW)
