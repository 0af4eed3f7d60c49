"""Who may own an action, in groups, by the value that a form sends."""

from collections.abc import Iterable
from datetime import date

from casework.actions.queries import workers_with
from casework.families.models import Family
from casework.naming.presenters import colleagues_told_apart, told_apart
from casework.people.models import Person
from casework.people.queries import people_in
from casework.users.models import User

OwnerOptions = dict[str, dict[str, User | Person]]  # the label of a group; in it each owner by the value of the form


def owner_options(family: Family, today: date) -> OwnerOptions:
    """Of `ActionForm`: those who work with the family, and its people."""
    workers = workers_with(family, today)
    return {
        "Workers": {f"user-{user.pk}": user for user in workers},
        "The family": {f"person-{person.pk}": person for person in people_in(family).filter(died=None)},
    }


def owner_labels(owners: OwnerOptions, day: date) -> dict[str, str]:
    """By the value of the form what each owner is called, with what tells two of one name apart."""
    rows = [row for group in owners.values() for row in group.values()]
    users = colleagues_told_apart((row for row in rows if isinstance(row, User)), day)
    people = told_apart((row for row in rows if isinstance(row, Person)), day)
    return {
        key: users[row.pk] if isinstance(row, User) else people[row.pk]
        for group in owners.values()
        for key, row in group.items()
    }


def meeting_owner_options(expected: Iterable[User], people: Iterable[Person]) -> OwnerOptions:
    """Of `ActionRow`: those expected at the meeting, then the persons of the family."""
    return {
        "Workers and managers": {f"user:{user.pk}": user for user in expected},
        "The family": {f"person:{person.pk}": person for person in people if not person.unborn and not person.died},
    }
