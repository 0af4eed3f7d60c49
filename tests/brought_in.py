"""Bringing somebody in whose family has agreed, for tests of what follows."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.families.models import Family, FamilyMember
from casework.matching import services as matching
from casework.matching.asking.models import BringInAsk
from casework.matching.asking.queries import families_to_ask
from casework.people.models import Person
from casework.trail.acting import acting
from casework.users.models import User

FIRST_DAY = date(1950, 1, 1)


def agree(family: Family, person: Person, *, by: User, at: datetime) -> None:
    """Each family that `by` would have to ask says yes, from long ago."""
    with acting(by), transaction.atomic():
        for asked in families_to_ask(by, family, person, at.date()):
            BringInAsk.objects.create(
                family=asked, asking=family, person=person, because="Asked.", asked_by=by, asked_at=at, answer="yes",
                from_date=FIRST_DAY, answered_by=by, answered_at=at,
            )  # fmt: skip


def bring_in(family: Family, person: Person, *, by: User, at: datetime, **details: Any) -> FamilyMember:
    agree(family, person, by=by, at=at)
    return matching.bring_in(family, person, by=by, at=at, **details)
