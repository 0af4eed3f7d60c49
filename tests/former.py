"""Former holders of a right: their row has ended, and whatever asks for the right must say no."""

from datetime import date, timedelta

from django.db.models import Manager

from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import User
from tests.factories import NOW

YESTERDAY = NOW.date() - timedelta(days=1)


def make_former(rows: Manager, *, by: User, last_day: date = YESTERDAY) -> None:
    """End the one row of `rows` (memberships, posts, covers, a list's entries) after `last_day`."""
    with acting(by):
        change(rows.get(), until_date=last_day)
