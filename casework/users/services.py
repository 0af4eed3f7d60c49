"""Users, teams and roles."""

from datetime import date

from django.db import IntegrityError, transaction

from casework.trail.acting import acting, service
from casework.users.models import Post, Team, TeamMembership, User


def robot(name: str) -> User:
    """The named user in whose name a background job acts; made at its first use, once also by several at once."""
    email = f"{name}@robot.invalid"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User(email=email, name=f"Robot '{name}'", is_robot=True)
        user.set_unusable_password()
        try:
            with acting(user), transaction.atomic():
                user.save()
        except IntegrityError:
            return User.objects.get(email=email)
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
