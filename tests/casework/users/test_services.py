from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from casework.trail.acting import acting
from casework.users import services as users
from casework.users.models import TeamMembership
from casework.users.roles import Role
from tests.factories import LONG_AGO, NOW, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_robot_is_made_once_and_cannot_sign_in():
    robot = users.robot("packs")
    assert users.robot("packs") == robot
    assert robot.is_robot
    assert not robot.has_usable_password()


def test_membership_holds_from_its_first_day_to_its_last(cast):
    user = UserFactory()
    membership = users.join_team(cast.north, user, role=Role.SOCIAL_WORKER, from_date=date(2026, 1, 1), by=cast.mary)
    membership.until_date = date(2026, 1, 31)
    with acting(cast.mary):
        membership.save()
    held = {day: user.memberships.on(day).exists() for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31))}
    assert list(held.values()) == [False, True, True]
    assert not user.memberships.on(date(2026, 2, 1)).exists()


def test_membership_in_the_same_role_is_held_once_at_a_time(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        users.join_team(cast.north, cast.sue, role=Role.SOCIAL_WORKER, from_date=LONG_AGO, by=cast.mary)


def test_membership_does_not_end_before_it_begins(cast):
    membership = cast.sue.memberships.get()
    membership.until_date = LONG_AGO - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic(), acting(cast.mary):
        membership.save()


def test_membership_may_be_of_two_roles_in_two_teams():
    first, second = TeamFactory(), TeamFactory()
    user = UserFactory(team=first, role=Role.DEPUTY)
    users.join_team(second, user, role=Role.TEAM_MANAGER, from_date=LONG_AGO, by=users.robot("setup"))
    assert TeamMembership.objects.filter(user=user).count() == 2


def test_history_of_a_user_names_who_made_them_and_never_holds_the_password(cast):
    user = users.add_user(email="n@x.invalid", name="Nell", job_title="", password="a good passphrase", by=cast.mary)
    record = user.history.get()
    assert record.history_user == cast.mary
    assert not hasattr(record, "password")
    assert user.check_password("a good passphrase")


def test_sessions_are_deleted_when_they_have_ended_and_not_before():
    for key, ended in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(minutes=ended))
    assert users.delete_expired_sessions(NOW) == 1
    assert Session.objects.get().session_key == "open"
