"""Who may own an action, in groups, by the value that a form sends."""

from casework.actions.queries import workers_with
from casework.people.queries import people_in


def owner_options(family, today):
    """In two groups, by the value that the page sends: those who work with the family, and its people."""
    workers = workers_with(family, today)
    return {
        "Workers": {f"user-{user.pk}": user for user in workers},
        "The family": {f"person-{person.pk}": person for person in people_in(family).filter(died=None)},
    }


def meeting_owner_options(expected, people):
    """Who may own an action, by group: those expected at the meeting, then the persons of the family."""
    return {
        "Workers and managers": {f"user:{user.pk}": user for user in expected},
        "The family": {f"person:{person.pk}": person for person in people if not person.unborn and not person.died},
    }
