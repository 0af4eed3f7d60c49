"""A conflict of interest shuts one person out of one family, whatever their role."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.access import Can, access_of, families_for, families_to_find
from casework.access.several import access_by_family
from casework.allocations import services as allocations
from casework.conflicts import services as conflicts
from casework.grants import services as grants
from casework.notifications.queries import notifications_for
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.transfers.queries import receivers_of
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from tests.former import make_former

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def shut_out(family, user, by):
    return conflicts.declare_of(family, user=user, because="The mother is their sister.", by=by, at=NOW)


def finds(user, family):
    found = bool(access_of(user, family).rights)
    assert access_by_family(user, [family.pk])[family.pk].can(Can.READ) is found
    assert families_for(user).filter(pk=family.pk).exists() is found
    return found or families_to_find(user).filter(pk=family.pk).exists()


def test_conflict_shuts_out_whoever_has_one_whatever_their_role(cast, allocated):
    for user in (cast.cora, cast.bob, cast.dev, cast.serena, cast.audrey):
        assert finds(user, allocated.family), user
        shut_out(allocated.family, user, cast.mary)
        assert not finds(user, allocated.family), user
    assert finds(UserFactory(team=cast.north, role=Role.SOCIAL_WORKER), allocated.family)


def test_conflict_is_stronger_than_the_list_a_grant_and_a_post(cast, allocated):
    family = allocated.family
    days = {"from_date": TODAY, "until_date": TODAY + DAY}
    readers = [cast.sue, cast.dora, cast.rick, cast.cora, cast.serena]
    restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)
    grants.grant(family, user=cast.audrey, kind="audit", because="Audit.", **days, by=cast.serena, at=NOW)
    for user in (cast.cora, cast.audrey):
        assert finds(user, family)
        shut_out(family, user, cast.mary)
        assert not finds(user, family)


def test_own_declaration_shuts_out_at_once_and_tells_the_managers(cast, allocated):
    conflicts.declare(allocated.family, because="Ann is my sister.", by=cast.cora, at=NOW)
    assert not finds(cast.cora, allocated.family)
    for manager in (cast.mary, cast.serena):
        assert [each.kind for each in notifications_for(manager)] == ["conflict_declared"]
    assert not notifications_for(cast.sue).filter(kind="conflict_declared").exists()


def test_stranger_declares_nothing(cast, allocated):
    with pytest.raises(Refusal, match="You may not read"):
        conflicts.declare(allocated.family, because="x", by=cast.stan, at=NOW)


def test_declaring_of_a_colleague_and_ending_are_for_the_grade_that_restricts(cast, allocated):
    family, second = allocated.family, UserFactory(team=cast.north, role=Role.TEAM_MANAGER)
    former = UserFactory(team=cast.north, role=Role.TEAM_MANAGER)
    make_former(former.memberships, by=cast.mary)
    declared = shut_out(family, cast.cora, second)
    for by in (cast.sue, cast.dev, cast.audrey, cast.sid, cast.cora, former):
        with pytest.raises(Refusal, match="or a higher grade"):
            shut_out(family, cast.bob, by)
        with pytest.raises(Refusal, match="or a higher grade"):
            conflicts.end(declared, because="x", by=by, at=NOW)


def test_conflict_ends_with_a_reason_and_may_be_declared_again(cast, allocated):
    declared = shut_out(allocated.family, cast.cora, cast.mary)
    with pytest.raises(Refusal, match="Say why it is over"):
        conflicts.end(declared, because=" ", by=cast.mary, at=NOW)
    conflicts.end(declared, because="It was another Ann.", by=cast.mary, at=NOW)
    assert finds(cast.cora, allocated.family)
    with pytest.raises(Conflict, match="ended already"):
        conflicts.end(declared, because="x", by=cast.mary, at=NOW)
    assert shut_out(allocated.family, cast.cora, cast.mary)


def test_conflict_is_declared_once_with_a_reason_and_of_a_colleague(cast, allocated):
    with pytest.raises(Refusal, match="Say what the conflict is"):
        conflicts.declare(allocated.family, because=" ", by=cast.cora, at=NOW)
    shut_out(allocated.family, cast.cora, cast.mary)
    for user in (cast.cora, cast.mary):
        with pytest.raises(Refusal, match="Choose from those offered"):
            shut_out(allocated.family, user, cast.mary)


def test_worker_of_the_family_hands_over_first_and_a_former_one_need_not(cast, allocated):
    family = allocated.family
    with pytest.raises(Refusal, match="Sue Sands works with this family"):
        shut_out(family, cast.sue, cast.mary)
    with pytest.raises(Refusal, match="Dora Dale works with this family"):
        conflicts.declare(family, because="x", by=cast.dora, at=NOW)
    allocations.end(
        family.allocation_set.get(worker=cast.rick), because="MANAGE", last_day=TODAY - DAY, summary="x", outcome="x",
        by=cast.mary, at=NOW,
    )  # fmt: skip
    assert shut_out(family, cast.rick, cast.mary)


def test_somebody_who_manages_the_family_is_always_left(cast, allocated):
    shut_out(allocated.family, cast.serena, cast.mary)
    with pytest.raises(Refusal, match="Nobody would be left who manages this family"):
        conflicts.declare(allocated.family, because="Ann is my sister.", by=cast.mary, at=NOW)
    assert finds(cast.mary, allocated.family)


def test_manager_on_the_list_with_a_conflict_does_not_keep_it(cast, allocated):
    family, second = allocated.family, UserFactory(team=cast.north, role=Role.TEAM_MANAGER)
    readers = [cast.sue, cast.dora, cast.rick, cast.serena, second]
    restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)
    shut_out(family, cast.mary, second)
    shut_out(family, cast.serena, second)
    with pytest.raises(Refusal, match="Nobody would be left who manages this family"):
        conflicts.declare(family, because="x", by=second, at=NOW)
    with pytest.raises(Refusal, match="cannot take yourself off"):
        restrictions.remove_reader(family.restrictionreader_set.get(user=second), by=second, at=NOW)


def test_nothing_of_the_family_is_sent_to_whoever_has_a_conflict(cast, allocated):
    family = allocated.family
    shut_out(family, cast.cora, cast.mary)
    shut_out(family, cast.sid, cast.mary)
    with pytest.raises(Refusal, match="Cora Cole has a conflict of interest"):
        allocations.allocate(family, cast.cora, role=Role.SOCIAL_WORKER, by=cast.mary, at=NOW)
    assert not receivers_of(family, cast.south, TODAY).exists()
    days = {"from_date": TODAY, "until_date": TODAY}
    with pytest.raises(Refusal, match="Sid Salt has a conflict of interest"):
        grants.grant(family, user=cast.sid, kind="duty", because="x", **days, by=cast.mary, at=NOW)


def told_of(answer):
    """The page without what differs each time: the address, the token of its forms, the number of the request."""
    return re.sub(r"/families/\d+/|QXZ[QXZ]+|[QXZ]{20,}|[0-9a-f]{32}", "", answer.content.decode())


def test_pages_say_to_who_is_shut_out_what_they_say_of_a_family_that_there_is_not(cast, allocated, signed_in):
    cora, family = signed_in(cast.cora), allocated.family
    address = reverse("conflict-add", args=[family.pk])
    assert "whatever your role" in cora.get(address).content.decode()
    answer = cora.post(address, {"because": "Ann is my sister."}, follow=True)
    assert "You find nothing of this family any more." in answer.content.decode()
    for name in ("family", "people", "notes", "restriction", "conflict-add", "chronology"):
        shut = cora.get(reverse(name, args=[family.pk]))
        missing = cora.get(reverse(name, args=[999_999]))
        assert shut.status_code == missing.status_code == 404
        assert told_of(shut) == told_of(missing)
    assert "Ash" not in cora.get(reverse("families"), {"q": "Ash"}).content.decode().replace('value="Ash"', "")


def test_conflicts_are_read_by_those_who_may_end_them(cast, allocated, signed_in):
    shut_out(allocated.family, cast.cora, cast.mary)
    address = reverse("restriction", args=[allocated.family.pk])
    assert "is their sister" in signed_in(cast.mary).get(address).content.decode()
    for user in (cast.sue, cast.dev, cast.audrey):
        page = signed_in(user).get(address).content.decode()
        assert "is their sister" not in page
        assert "Cora Cole" not in page
