"""Rows for tests, made by the product's own services, so that none stands that a person could not have made."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory

from casework.families.models import FamilyRole
from casework.passages.models import NewText
from casework.people import services as people
from casework.users import services as users
from casework.users.models import Team, User

LONDON = ZoneInfo("Europe/London")
# A Tuesday morning in term time, far from a change of the clocks.
NOW = datetime(2026, 11, 3, 10, 0, tzinfo=LONDON)
LONG_AGO = date(2024, 1, 1)
# What a note says of which nothing more is asked.
SAID = (NewText("detail", "She rang, and is well."),)


class TeamFactory(factory.Factory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda number: f"Team {number}")

    @classmethod
    def _create(cls, model_class, *, name):
        return users.add_team(name, by=users.robot("setup"))


class UserFactory(factory.Factory):
    """A user; with `team` and `role` a member of that team since long ago."""

    class Meta:
        model = User

    name = factory.Sequence(lambda number: f"User {number}")
    email = factory.LazyAttribute(lambda user: f"{user.name.lower().replace(' ', '.')}@example.invalid")
    job_title = ""
    password = "a good long passphrase"
    team = None
    role = None

    @classmethod
    def _create(cls, model_class, *, team, role, **values):
        setup = users.robot("setup")
        user = users.add_user(**values, by=setup)
        if team:
            users.join_team(team, user, role=role, from_date=LONG_AGO, by=setup)
        elif role:
            users.give_post(user, role=role, from_date=LONG_AGO, by=setup)
        return user


def add_child(family, by, name="Mia Ash", born=date(2019, 5, 4), at=NOW - timedelta(days=60), **values):
    return people.add_person(family, name=name, role=FamilyRole.CHILD, born=born, by=by, at=at, **values)


def add_adult(family, by, name="Ann Ash", born=date(1991, 2, 3), at=NOW - timedelta(days=60), **values):
    return people.add_person(family, name=name, role=FamilyRole.PARENT, born=born, by=by, at=at, **values)
