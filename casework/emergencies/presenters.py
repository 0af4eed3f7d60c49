"""What was opened in an emergency, in the words of a list, of its own page and of the banner on a family's pages."""

from collections.abc import Iterable
from datetime import date, datetime
from math import ceil
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import families_for
from casework.access.grants.models import GrantKind
from casework.emergencies import queries
from casework.emergencies.models import Emergency, EmergencyReview, Outcome
from casework.families.models import Family
from casework.notifications.models import Notification
from casework.practice import calendar
from casework.users.models import User
from casework.words import say_when

# For whoever tried: the same of a record that there is not and of one that is shut to them.
NOTHING_OPENED = "There is no record with this reference or name that you can open."
CAME_OF_IT = {
    Outcome.OPENED: "Opened",
    Outcome.OPEN_ALREADY: "It was open to them already",
    Outcome.SEVERAL: "Nothing was opened",
    Outcome.NOT_FOUND: "Nothing was opened",
    Outcome.CONFLICT: "Nothing was opened",
    Outcome.ROLE: "Nothing was opened: their role does not open records in an emergency",
}
SHUT = "Nothing was opened: it is shut to them"
HIDDEN = "Not shown: the record is not open to you"


class EmergencyLine(NamedTuple):
    """One try as its reader may know it. `family` and `url` are '' where the family may not be named or opened."""

    emergency: Emergency
    what: str
    family: str
    url: str
    typed: str
    because: str
    came_of_it: str
    until: str
    review: EmergencyReview | None
    late: bool
    passed_on: tuple[str, ...]
    told: str


def emergency_lines(rows: Iterable[Emergency], user: User, at: datetime) -> list[EmergencyLine]:
    """In their order, and in a number of queries that does not grow with them."""
    rows = list(rows)
    details, nameable = queries.readable_details(user, rows), queries.nameable(user, rows)
    ids = {row.family_id for row in rows if row.family_id}
    open_to = set(families_for(user).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    told = queries.told_of_each(rows)
    return [
        _line(row, user.pk, row.pk in details, nameable, open_to, at)._replace(**_said(row, told, open_to))
        for row in rows
    ]


def _said(row: Emergency, told: dict[int, list[Notification]], open_to: set[int]) -> dict[str, Any]:
    """To whom it was passed on; and who was told at once, for those alone who read the family: it may be its list."""
    mine = told.get(row.pk, [])
    first = [str(each.user) for each in mine if each.kind == queries.TOLD]
    shown = row.opened and row.family_id in open_to
    return {
        "passed_on": _say_passed_on(each for each in mine if each.kind == queries.PASSED_ON),
        "told": ", ".join(first) if shown else "",
    }


def _say_passed_on(told: Iterable[Notification]) -> tuple[str, ...]:
    """'Serena Stone, Tue 3 Nov 2026, 11:00': once for each time it was passed on."""
    users: dict[datetime, list[str]] = {}
    for each in told:
        users.setdefault(each.at, []).append(str(each.user))
    return tuple(f"{' and '.join(names)}, {say_when(at)}" for at, names in users.items())


def _line(
    row: Emergency, user_id: int, shown: bool, nameable: set[int], open_to: set[int], at: datetime
) -> EmergencyLine:
    # Whoever tried learns nothing of what was not opened to them.
    known = row.family_id in nameable and not (row.by_id == user_id and row.outcome in queries.NOTHING)
    family = row.family if known else None
    review = getattr(row, "review", None)
    return EmergencyLine(
        emergency=row,
        what="What is protected" if row.protection_id else "A record",
        family=f"{family} ({family.reference})" if family else "",
        url=reverse("family", args=[family.pk]) if family and family.pk in open_to else "",
        typed=row.typed if shown else HIDDEN,
        because=row.because if shown else HIDDEN,
        came_of_it=SHUT if family and row.outcome == Outcome.CONFLICT else CAME_OF_IT[Outcome(row.outcome)],
        until=_until(row),
        review=review,
        late=row.opened and review is None and at > _review_due(row),
        passed_on=(),
        told="",
    )


def _until(row: Emergency) -> str:
    grant = row.grant
    if grant is None or row.until_at is None:
        return ""
    if grant.ended_at:
        return f"ended {say_when(grant.ended_at)}"
    return f"until {say_when(row.until_at)}"


def _review_due(row: Emergency) -> datetime:
    values = practice.current().timescale("emergency_reviewed")
    return calendar.after(row.at, values, counts=values.counts)


class EmergencyBanner(NamedTuple):
    """`end_url` is for its owner alone, and so is `closes_in`, in seconds: when their page closes; '' for others.

    `keeps` says that they read the family by another right too: a page on which they write stays open.
    """

    who: str
    own: bool
    what: str
    since: str
    until: str
    because: str
    closes_in: str
    keeps: bool
    end_url: str
    url: str


def banners(family: Family, user: User, at: datetime) -> list[EmergencyBanner]:
    rows = queries.lasting_of(family, at, timezone.localdate(at))
    keeps = family.access.through != GrantKind.BREAK_GLASS
    return [_banner(row, user, keeps, at) for row in rows]


def _banner(row: Emergency, user: User, keeps: bool, at: datetime) -> EmergencyBanner:
    own, until = row.by_id == user.pk, row.grant.until_at if row.grant else None
    return EmergencyBanner(
        who="You" if own else str(row.by),
        own=own,
        what="what is protected here" if row.protection_id else "this record",
        since=say_when(row.at),
        until=say_when(until) if until else "",
        because=row.because,
        closes_in=str(ceil((until - at).total_seconds())) if until and own else "",
        keeps=keeps,
        end_url=reverse("emergency-end", args=[row.pk]) if own else "",
        url=reverse("emergency", args=[row.pk]),
    )


class Answer(NamedTuple):
    """What whoever tried is told: what came of it, and what to do now."""

    sentence: str
    next_step: str


def answer_to(row: Emergency, user: User, today: date) -> Answer | None:
    """For who tried, where nothing was opened; None otherwise."""
    if row.by_id != user.pk or row.outcome in (Outcome.OPENED, Outcome.OPEN_ALREADY):
        return None
    said = {
        Outcome.SEVERAL: "More than one record fits this name, so none was opened.",
        Outcome.ROLE: "Your role does not open records in an emergency.",
    }.get(Outcome(row.outcome), NOTHING_OPENED)
    told = queries.managers_of_user(user, today).exists()
    return Answer(said, "Your managers have been told that you tried." if told else "It is on record that you tried.")
