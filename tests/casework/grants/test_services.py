"""Opening a family to one person for a time: who may, to whom, for how long, and what it gives."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from guardian.models import GroupObjectPermission, UserObjectPermission

from casework import practice
from casework.access import Can, access_of, families_for, families_to_find
from casework.access.grants import services as rows
from casework.access.grants.models import GrantKind
from casework.access.rights import BY_GRANT
from casework.access.several import access_by_family
from casework.families import services as families
from casework.grants import services as grants
from casework.links import services as links
from casework.notifications.models import Notification
from casework.notifications.queries import notifications_for
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import User
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from tests.former import make_former

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)
READING, RECORDING = {Can.READ}, {Can.READ, Can.RECORD}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def grant(family, user, by, **values):
    details = {"kind": "joint", "because": "They visit together.", "from_date": TODAY, "until_date": TODAY + 9 * DAY}
    return grants.grant(family, user=user, by=by, at=NOW, **(details | values))


def restrict(family, cast, *more):
    readers = [cast.sue, cast.dora, cast.rick, *more]
    restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)


def reached(user, family, today=None):
    """What each of the three questions says of the family, which must be the same."""
    found = access_of(user, family, today=today).rights
    assert access_by_family(user, [family.pk], today=today)[family.pk].rights == found
    assert {can for can in Can if families_for(user, can, today=today).filter(pk=family.pk).exists()} == found
    assert families_to_find(user, today=today).filter(pk=family.pk).exists() or not found
    return found


@pytest.mark.parametrize(("kind", "rights"), [("joint", RECORDING), ("duty", RECORDING)])
def test_grant_gives_its_rights_on_its_days_and_no_others(cast, allocated, kind, rights):
    family = allocated.family
    assert reached(cast.stan, family) == set()
    grant(family, cast.stan, cast.mary, kind=kind, from_date=TODAY + DAY, until_date=TODAY + 3 * DAY)
    days = {TODAY + number * DAY: rights for number in (1, 2, 3)} | {TODAY: set(), TODAY + 4 * DAY: set()}
    for day, expected in days.items():
        assert reached(cast.stan, family, day) == expected, day
    assert reached(cast.cora, family) == RECORDING
    assert reached(UserFactory(team=cast.south, role=Role.SOCIAL_WORKER), family) == set()


def test_no_kind_of_grant_leads_decides_arranges_or_inspects():
    assert set(BY_GRANT) == set(GrantKind)
    assert all(Can.READ in rights and rights <= RECORDING for rights in BY_GRANT.values())


def test_manager_of_another_team_has_of_a_grant_no_more_than_it_gives(cast, allocated):
    grant(allocated.family, cast.sid, cast.mary)
    assert reached(cast.sid, allocated.family) == RECORDING
    assert access_of(cast.sid, allocated.family).roles == frozenset()


def test_grant_ended_before_its_time_counts_no_more_and_stays(cast, allocated):
    family = allocated.family
    given, second = grant(family, cast.stan, cast.mary), grant(family, cast.sid, cast.mary)
    grants.end(given, because="The visit is over.", by=cast.dev, at=NOW)
    assert reached(cast.stan, family) == set()
    assert reached(cast.sid, family) == RECORDING
    given.refresh_from_db()
    assert (given.from_date, given.ended_at, given.ended_because) == (TODAY, NOW, "The visit is over.")
    assert [row.history_user for row in given.history.order_by("history_id")] == [cast.mary, cast.dev]
    with pytest.raises(Conflict, match="ended already"):
        grants.end(given, because="x", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="Say why it ends"):
        grants.end(second, because=" ", by=cast.mary, at=NOW)
    assert grant(family, cast.stan, cast.mary)


def test_grant_is_worth_nothing_to_whoever_holds_no_role_here_any_more(cast, allocated):
    grant(allocated.family, cast.stan, cast.mary)
    make_former(cast.stan.memberships, by=cast.mary)
    assert reached(cast.stan, allocated.family) == set()


def test_grant_to_whoever_is_not_active_any_more_is_worth_nothing(cast, allocated):
    grant(allocated.family, cast.stan, cast.mary)
    with acting(cast.mary):
        change(cast.stan, is_active=False)
    assert reached(cast.stan, allocated.family) == set()


@pytest.mark.rule("C27")
def test_granting_and_ending_are_for_managers_of_the_familys_team(cast, allocated):
    family, second = allocated.family, UserFactory(team=cast.north, role=Role.TEAM_MANAGER)
    given = grant(family, cast.stan, second)
    former = UserFactory(team=cast.north, role=Role.TEAM_MANAGER)
    make_former(former.memberships, by=cast.mary)
    grant(family, cast.sid, cast.mary)
    for by in (cast.sue, cast.bob, cast.audrey, cast.sid, cast.stan, former):
        with pytest.raises(Refusal, match="or a higher grade"):
            grant(family, UserFactory(team=cast.south, role=Role.SOCIAL_WORKER), by)
        with pytest.raises(Refusal, match="or a higher grade"):
            grants.end(given, because="x", by=by, at=NOW)


def test_nobody_grants_to_themselves_and_only_to_who_works_here_in_a_role_for_it(cast, allocated):
    family, former = allocated.family, UserFactory(team=cast.south, role=Role.SOCIAL_WORKER)
    make_former(former.memberships, by=cast.mary)
    for user in (cast.mary, cast.audrey, cast.bob, former):
        with pytest.raises(Refusal, match="does not work here as a practitioner or manager"):
            grant(family, user, cast.mary)


def test_grant_needs_a_reason_and_days_that_practice_allows(cast, allocated):
    most = practice.current().settings.grant_days
    for values, sentence in (
        ({"because": " "}, "Say why"),
        ({"from_date": TODAY - DAY}, "What has passed"),
        ({"until_date": TODAY - DAY}, "ends before it begins"),
        ({"until_date": TODAY + most * DAY}, f"It lasts {most} days at most"),
        ({"kind": "break_glass"}, "Choose what it is granted for"),
        ({"child": allocated.mia}, "only where somebody works with a linked family"),
    ):
        with pytest.raises(Refusal, match=sentence):
            grant(allocated.family, cast.stan, cast.mary, **values)
    assert grant(allocated.family, cast.stan, cast.mary, until_date=TODAY + (most - 1) * DAY)


def test_family_is_opened_to_somebody_once_on_a_day_and_again_when_that_is_over(cast, allocated):
    family = allocated.family
    given = grant(family, cast.stan, cast.mary)
    with pytest.raises(Refusal, match="on some of these days already"):
        grant(family, cast.stan, cast.mary, kind="duty", from_date=TODAY + 9 * DAY, until_date=TODAY + 12 * DAY)
    grant(family, cast.stan, cast.mary, kind="duty", from_date=TODAY + 10 * DAY, until_date=TODAY + 12 * DAY)
    values = {"user": cast.stan, "kind": GrantKind.DUTY, "because": "x", "by": cast.mary}
    with acting(cast.mary), pytest.raises(IntegrityError, match="granted_once_at_a_time"), transaction.atomic():
        rows.give(family, from_date=given.until_date, until_date=given.until_date, **values)


def test_linked_worker_reads_for_a_named_child_and_records_nothing(cast, allocated):
    family = allocated.family
    birch = families.add_family(name="Birch", team=cast.south, by=cast.sid, at=NOW)
    with acting(cast.sid):
        birch.allocation_set.create(worker=cast.stan, role=Role.SOCIAL_WORKER, from_date=TODAY)
    with pytest.raises(Refusal, match="not allocated to a family that is linked"):
        grant(family, cast.stan, cast.mary, kind="linked", child=allocated.mia)
    links.add_link(family, birch, because="Half-brothers.", by=cast.mary, at=NOW)
    for child in (None, allocated.ann):
        with pytest.raises(Refusal, match="for which child"):
            grant(family, cast.stan, cast.mary, kind="linked", child=child)
    grant(family, cast.stan, cast.mary, kind="linked", child=allocated.mia)
    assert reached(cast.stan, family) == READING


def test_restriction_shuts_out_whoever_was_granted_something_until_they_are_on_the_list(cast, allocated):
    family = allocated.family
    grant(family, cast.stan, cast.mary)
    restrict(family, cast)
    assert reached(cast.stan, family) == set()
    assert not notifications_for(cast.stan).exists()
    restrictions.add_reader(family, cast.stan, by=cast.mary, at=NOW)
    assert reached(cast.stan, family) == RECORDING
    with pytest.raises(Refusal, match="Choose from those offered"):
        restrictions.add_reader(family, UserFactory(name="Nobody"), by=cast.mary, at=NOW)


def test_named_auditor_reads_a_restricted_family_and_does_not_inspect_it(cast, allocated):
    family, second = allocated.family, UserFactory(role=Role.AUDITOR)
    with pytest.raises(Refusal, match="not restricted: auditors read it anyway"):
        grant(family, cast.audrey, cast.serena, kind="audit")
    restrict(family, cast, cast.serena)
    with pytest.raises(Refusal, match="or a higher grade"):
        grant(family, cast.audrey, cast.mary, kind="audit")
    with pytest.raises(Refusal, match="is not an auditor"):
        grant(family, cast.stan, cast.serena, kind="audit")
    grant(family, cast.audrey, cast.serena, kind="audit")
    assert reached(cast.audrey, family) == READING
    assert reached(second, family) == set()
    assert families_to_find(cast.audrey).filter(pk=family.pk).exists()
    make_former(cast.audrey.posts, by=cast.mary)
    assert reached(cast.audrey, family) == set()


def test_whoever_is_granted_something_is_told_at_once(cast, allocated):
    grant(allocated.family, cast.stan, cast.mary)
    [told] = notifications_for(cast.stan)
    assert (told.kind, told.by, told.family) == ("family_granted", cast.mary, allocated.family)
    assert Notification.objects.filter(kind="family_granted").count() == 1


# Of guardian no more is used than the base of one table.


def test_guardians_own_tables_stay_empty_and_it_adds_nothing_to_users(cast, allocated):
    grant(allocated.family, cast.stan, cast.mary)
    assert not UserObjectPermission.objects.exists()
    assert not GroupObjectPermission.objects.exists()
    assert not User.objects.filter(name__icontains="anonymous").exists()
    for name in ("add_obj_perm", "del_obj_perm", "get_anonymous", "evict_obj_perms_cache", "has_perm", "groups"):
        assert not hasattr(User, name), name
    assert User.is_superuser is False


def test_permission_of_a_grant_says_the_same_as_its_kind(cast, allocated):
    given = grant(allocated.family, cast.stan, cast.mary)
    assert given.permission.codename == "change_family"
    assert given.permission.content_type.model == "family"


def test_broken_glass_opens_a_restricted_family_for_its_hours_to_reading_alone_whatever_ones_role(cast, allocated):
    """The row that the page of breaking glass is to write."""
    family, hours = allocated.family, NOW + timedelta(hours=4)
    restrict(family, cast)
    for user in (cast.dev, cast.stan):
        days = {"from_date": TODAY, "until_date": TODAY, "until_at": hours}
        with acting(cast.mary), transaction.atomic():
            rows.give(family, user=user, kind=GrantKind.BREAK_GLASS, because="She is here.", by=user, **days)
        assert reached(user, family) == READING
        assert access_of(user, family).roles == frozenset()
    for moment, expected in ((hours - timedelta(minutes=1), READING), (hours, set()), (NOW + DAY, set())):
        with time_machine.travel(moment, tick=False):
            assert reached(cast.dev, family) == reached(cast.stan, family) == expected, moment
    assert reached(cast.cora, family) == set()
