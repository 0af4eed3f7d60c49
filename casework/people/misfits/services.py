"""Telling the managers of a restricted family that a life was recorded elsewhere by which its record cannot be.

Whoever recorded it is not refused and learns nothing, since a refusal would tell them that such a record exists.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from casework.allocations.queries import managers_of
from casework.families.models import Family
from casework.lives.recorded import kept_misfits
from casework.notifications.services import notify
from casework.people.models import Person
from casework.trail.acting import in_service
from casework.users.models import User


@in_service
def tell_where_it_does_not_fit(people: Iterable[Person], *, by: User, at: datetime) -> None:
    """Of each of `people`, as saved now, tell the managers of the families kept from `by` whose record does not fit."""
    today = timezone.localdate(at)
    for person in people:
        for family in Family.objects.filter(pk__in=kept_misfits(person, today)).order_by("pk"):
            notify("does_not_fit", managers_of(family, today), subject=person, family=family, at=at)
