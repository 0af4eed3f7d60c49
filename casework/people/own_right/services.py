"""Answering whether a parent under 18 is a child in need in their own right."""

from datetime import datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family
from casework.people.models import Person
from casework.people.own_right.checks import check_answer
from casework.people.own_right.models import OwnRightAnswer
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.users.models import User


@service
def answer_own_right(
    family: Family, person: Person, *, answer: str, because: str, by: User, at: datetime
) -> OwnRightAnswer:
    """`answer` is an `OwnRight`; a later one takes the place of this one, which stays on the record."""
    require(by, family, Can.RECORD)
    lock(family)
    check_answer(family, person, answer, because, timezone.localdate(at))
    return OwnRightAnswer.objects.create(
        family=family, person=person, answer=answer, because=because.strip(), by=by, at=at
    )
