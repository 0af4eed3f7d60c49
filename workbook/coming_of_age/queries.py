"""Whose 18th birthday is near or past while their case is open, and what was said of it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from casework import practice
from casework.duedates.models import DueDate
from casework.people.models import Person
from casework.practice import calendar
from casework.referrals.models import Involvement
from workbook.coming_of_age.models import ComingOfAge

TIMESCALE = "coming_of_age"


def asked_from(involvement: Involvement) -> date | None:
    """From which day it is asked: so long before the birthday as the practice file says; None without a birth."""
    birthday = involvement.child.comes_of_age
    lead = practice.current().timescale(TIMESCALE)
    return calendar.before(calendar.start_of_day(birthday), lead).date() if birthday else None


def to_be_asked(today: date) -> Iterator[Involvement]:
    """Open ones whose day has come, without a running clock: never answered, or still open at 18 in spite of it."""
    running = DueDate.objects.running().filter(timescale=TIMESCALE).values("subject_id")
    # No practice asks earlier than a year before; how old somebody of about an age may be, is asked of each.
    born_by = Q(child__born__lte=today - relativedelta(years=17)) | Q(child__about_age__gte=12)
    rows = Involvement.objects.filter(born_by, closed_on=None, child__died=None)
    for involvement in rows.exclude(pk__in=running).select_related("child", "family").order_by("pk"):
        if is_to_be_asked(involvement, today):
            yield involvement


def is_to_be_asked(involvement: Involvement, today: date) -> bool:
    since, birthday, last = asked_from(involvement), involvement.child.comes_of_age, answer_of(involvement)
    if since is None or birthday is None or since > today or involvement.closed_on or involvement.child.died:
        return False
    # What was said before it was asked was said of another birth.
    asked = birthday if today >= birthday else since
    return last is None or calendar.start_of_day(asked) > last.at


def to_be_asked_again(people: Iterable[Person]) -> list[Involvement]:
    """The open cases of these people of which it was asked already what becomes of them."""
    ones = {person.one_id for person in people}
    asked = DueDate.objects.filter(timescale=TIMESCALE).values("subject_id")
    of_them = Involvement.objects.filter(Q(child__in=ones) | Q(child__merged_into__in=ones), pk__in=asked)
    return list(of_them.filter(closed_on=None).select_related("child", "family").order_by("pk"))


def is_too_early(involvement: Involvement, today: date) -> bool:
    """Whether the day has not come on which it is asked, or nobody knows it."""
    since = asked_from(involvement)
    return since is None or since > today


def answer_of(involvement: Involvement) -> ComingOfAge | None:
    return ComingOfAge.objects.filter(involvement=involvement).select_related("by").first()


def due_at(involvement: Involvement, at: datetime) -> datetime:
    """The birthday, or this moment where it has passed."""
    birthday = involvement.child.comes_of_age
    return max(calendar.start_of_day(birthday), at) if birthday else at
