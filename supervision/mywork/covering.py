"""For whom somebody stands in today, and what is due there."""

from typing import NamedTuple

from django.utils import timezone

from casework.absences.reading import covered_by
from casework.duedates.models import DueDate
from casework.referrals.models import Allocation
from casework.words import say_date
from supervision.mywork.dues import MOST, line_of


class Covering(NamedTuple):
    heading: str
    families: list
    lines: list


def covering_of(user, families, now):
    """A section for each absence in which `user` covers today; `families` are those that `user` may open."""
    return [_section(absence, user, families, now) for absence in covered_by(user, timezone.localdate(now))]


def _section(absence, user, families, now):
    allocated = Allocation.objects.on(timezone.localdate(now)).filter(worker=absence.user)
    theirs = families.filter(pk__in=allocated.values("family"))
    dues = DueDate.objects.running().filter(owner=absence.user, family__in=theirs).select_related("family")
    return Covering(
        f"Covering for {absence.user} until {say_date(absence.until_date)}",
        list(theirs.order_by("name")[:MOST]),
        [line_of(due, now, user=user) for due in dues[:MOST]],
    )
