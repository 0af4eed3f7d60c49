"""Users, teams and roles."""

from datetime import date, datetime

from django.contrib.sessions.models import Session
from django.db import IntegrityError

from casework.trail.acting import service
from casework.users.models import Post, Team, TeamMembership, User


def robot(name: str) -> User:
    """The named user in whose name a background job acts; made at its first use, once also by several at once."""
    email = f"{name}@robot.invalid"
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user
    user = User(email=email, name=f"Robot '{name}'", is_robot=True)
    try:
        return _add_robot(user, by=user)
    except IntegrityError:
        return User.objects.get(email=email)


@service
def _add_robot(user: User, *, by: User) -> User:
    """Save the row of a robot, in its own name."""
    user.set_unusable_password()
    user.save()
    return user


@service
def add_user(*, email: str, name: str, job_title: str, password: str, by: User) -> User:
    user = User(email=email, name=name, job_title=job_title)
    user.set_password(password)
    user.save()
    return user


@service
def add_team(name: str, *, by: User) -> Team:
    return Team.objects.create(name=name)


@service
def join_team(team: Team, user: User, *, role: str, from_date: date, by: User) -> TeamMembership:
    return TeamMembership.objects.create(team=team, user=user, role=role, from_date=from_date)


@service
def give_post(user: User, *, role: str, from_date: date, by: User) -> Post:
    return Post.objects.create(user=user, role=role, from_date=from_date)


def delete_expired_sessions(at: datetime) -> int:
    """Delete the sessions that ended before the moment `at`; how many rows."""
    deleted, _ = Session.objects.filter(expire_date__lt=at).delete()
    return deleted
