"""What was due in a month and whether it was done in time, counted by the database from the clocks (C7)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least

from casework import practice
from casework.access import Can, reach
from casework.duedates.models import DueDate
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.practice import calendar
from casework.practice.calendar import DAY, start_of_day
from casework.practice.schema import Length
from casework.subjects import type_of
from casework.users.models import User

WRITE_UP = "visit_write_up"
# Of which it is counted whether they were done by their date: visits, supervision, summaries.
DATES = (
    "first_visit", "harm_alleged", "summary_update", "summary_before_supervision", "group_supervision", "case_summary",
    "lead_supervision", "referral_decision", "workbook_decision",
)  # fmt: skip
DUE_FIRST = ("due_at", "pk")


class Month(NamedTuple):
    """A month, and the day at whose end it is reported: its last, or today."""

    first: date
    as_at: date

    @property
    def since(self) -> datetime:
        return start_of_day(self.first)

    @property
    def until(self) -> datetime:
        """The first moment that does not belong to it."""
        return start_of_day(self.as_at + DAY)


def write_ups(user: User, month: Month) -> QuerySet[DueDate]:
    """The clocks of visits that ended in the month, in families for which `user` decides; with `done_at` and limits.

    `done_at` is when it was written, or the end of the month where it was not by then. Visits that were recorded in
    error are none.
    """
    withdrawn = CaseNote.objects.filter(pk=OuterRef("subject_id"), state=NoteState.WITHDRAWN)
    settings = practice.current().settings
    rows = _reached(user, month).filter(
        ~Exists(withdrawn), timescale=WRITE_UP, subject_type=type_of(CaseNote), started_at__gte=month.since,
        started_at__lt=month.until,
    )  # fmt: skip
    return rows.annotate(
        late_after=_limits(month, settings.write_up_late_after),
        very_late_after=_limits(month, settings.write_up_very_late_after),
    )


def dates_due(user: User, month: Month) -> QuerySet[DueDate]:
    """The other clocks that were due in the month, in families for which `user` decides."""
    return _reached(user, month).filter(timescale__in=DATES, due_at__gte=month.since, due_at__lt=month.until)


def _reached(user: User, month: Month) -> QuerySet[DueDate]:
    """What was cancelled was not due. With `done_at`, and `open_then` where it was not done by the end of the month."""
    rows = DueDate.objects.filter(reach(user, Can.DECIDE, family="family"), cancelled_at=None)
    end = Value(month.until, output_field=DateTimeField())
    return rows.annotate(done_at=Least(Coalesce("met_at", end), end))


def _limits(month: Month, length: Length) -> Case:
    """When a write-up counts as late, by the day of the visit: working days are counted here, not by the database."""
    whens = [
        When(
            started_at__gte=start_of_day(day), started_at__lt=start_of_day(day + DAY),
            then=Value(calendar.after(start_of_day(day), length), output_field=DateTimeField()),
        )
        for day in _days(month)
    ]  # fmt: skip
    return Case(*whens, default=F("due_at"), output_field=DateTimeField())


def _days(month: Month) -> Iterator[date]:
    for number in range((month.as_at - month.first).days + 1):
        yield month.first + timedelta(days=number)


def _not_done(month: Month) -> Q:
    return Q(met_at=None) | Q(met_at__gte=month.until)


def conditions(month: Month) -> dict[str, Q]:
    """What each figure counts, by its key: of write-ups, and of dates."""
    late = Q(done_at__gt=F("due_at"))
    undone = _not_done(month)
    return {
        "all": Q(),
        "in-time": ~undone & Q(met_at__lte=F("due_at")),
        "late": ~undone & late,
        "open": undone & late,
        "not-yet": undone & Q(due_at__gte=month.until),
        "later": Q(done_at__gt=F("late_after")),
        "much-later": Q(done_at__gt=F("very_late_after")),
        "not-written": undone,
    }


WRITE_UP_FIGURES = ("all", "in-time", "later", "much-later", "not-written")
DATE_FIGURES = ("all", "in-time", "late", "open")


def counted(rows: QuerySet[DueDate], month: Month, figures: tuple[str, ...]) -> list[dict[str, Any]]:
    """By timescale, team and owner, in one query; each with a number for every figure, its '-' as '_'."""
    asked = conditions(month)
    numbers = {f"n_{key.replace('-', '_')}": Count("pk", filter=asked[key]) for key in figures}
    return [dict(row) for row in rows.order_by().values("timescale", "team", "owner").annotate(**numbers)]
