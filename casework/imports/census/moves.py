"""What of a later return is a date that moved within one episode, and what of the last one is gone.

A row is known by its date. Where a return has a row with a new date, and does not have one that was brought in before
and should still be in it, the two are one if they are near and alike: then the date moved.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from casework.imports.census.schema import Child, Episode
from casework.imports.ledger.models import Imported
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.referrals.models import Involvement
from casework.words import say_date

NEAR = timedelta(days=92)  # a date that was put right by more than a quarter is told as gone and new
YEAR = relativedelta(years=1)


class Kind(NamedTuple):
    """How a row of the return is told, and the columns of its first and last day."""

    words: str
    model: type[Any]
    days: tuple[str, ...]
    end: str | None = None


KINDS = {
    "referral": Kind("the referral", Involvement, ("opened_on",), "closed_on"),
    "assessment": Kind("the assessment", Assessment, ("started_on",), "ended_on"),
    "enquiry": Kind("the section 47 enquiry", Assessment, ("started_on",), "ended_on"),
    "need-plan": Kind("the child in need plan", Plan, ("from_date",), "until_date"),
    "protection-plan": Kind("the child protection plan", Plan, ("from_date",), "until_date"),
    "pre-proceedings": Kind("the pre-proceedings", LegalEpisode, ("from_date",), "until_date"),
    "icpc": Kind("the initial conference", Conference, ("held_on", "planned_for")),
    "review": Kind("the review", Conference, ("held_on", "planned_for")),
}


class Given(NamedTuple):
    """One row of the return: its key, the day on which it begins, and the referral that it is."""

    kind: str
    key: str
    day: date
    episode: Episode | None = None


class Moves(NamedTuple):
    """By key in the return the key of before; and a sentence for each row that is gone."""

    moved: dict[str, str]
    gone: list[str]


def moves_of(child: Child, prefix: str, entries: dict[str, Imported], counted_on: date) -> Moves:
    """`entries` are what was imported for the child before, by key; the keys begin with `prefix`."""
    given = list(_given(child, prefix))
    keys = {each.key for each in given}
    known = {(entry.table, entry.row) for key, entry in entries.items() if key in keys}
    left = {
        key: entry
        for key, entry in entries.items()
        if key not in keys and (entry.table, entry.row) not in known and _kind_of(key, prefix) in KINDS
    }
    new = [each for each in given if each.key not in entries]
    before = list(_standing(left, prefix, counted_on))
    moved = _moved_back(entries, keys)
    pairs = sorted(
        (abs(each.day - was.day), each.key, was.key) for each in new for was in before if _is_one(each, was)
    )  # fmt: skip
    for _, key, old in pairs:
        if key not in moved and old not in moved.values():
            moved[key] = old
    gone = [was for was in before if was.key not in moved.values()]
    return Moves(moved, [f"{KINDS[was.kind].words} of {say_date(was.day)} is not in the return" for was in gone])


def _moved_back(entries: dict[str, Imported], keys: set[str]) -> dict[str, str]:
    """Of rows that have moved since they were known by a key of the return: the latest key of each."""
    latest: dict[tuple[str, int], Imported] = {}
    for entry in sorted(entries.values(), key=lambda entry: entry.pk):
        latest[entry.table, entry.row] = entry
    last = {key: latest[entry.table, entry.row].key for key, entry in entries.items() if key in keys}
    return {key: before for key, before in last.items() if before not in keys}


class _Standing(NamedTuple):
    kind: str
    key: str
    day: date
    row: Any


def _standing(left: dict[str, Imported], prefix: str, counted_on: date) -> Iterator[_Standing]:
    """Of what is not in the return, what should be: it stands here, and did not end before the year of the return."""
    told = set[tuple[str, int]]()
    for key, entry in reversed(left.items()):  # the latest key of a row that has moved before
        kind = _kind_of(key, prefix)
        row = KINDS[kind].model._base_manager.filter(pk=entry.row).first()
        if row is None or row.withdrawn_because or (entry.table, entry.row) in told:
            continue
        told.add((entry.table, entry.row))
        day = next(day for name in KINDS[kind].days if (day := getattr(row, name)))
        ended = getattr(row, KINDS[kind].end or KINDS[kind].days[0])
        if not ended or ended > counted_on - YEAR:
            yield _Standing(kind, key, day, row)


def _is_one(new: Given, was: _Standing) -> bool:
    if new.kind != was.kind or abs(new.day - was.day) > NEAR:
        return False
    if new.episode is None:
        return True
    return new.episode.need == was.row.need or new.episode.source == was.row.referral.source


def _kind_of(key: str, prefix: str) -> str:
    return key[len(prefix) :].partition(":")[0]


def _given(child: Child, prefix: str) -> Iterator[Given]:
    """As the rows are registered: a second one with the same parts has a 2 at the end."""
    times: Counter[str] = Counter()
    conferences: set[date] = set()
    for kind, parts, day, episode in _dated(child):
        if day is None or (kind == "icpc" and day in conferences):
            continue
        conferences |= {day} if kind == "icpc" else set()
        key = f"{prefix}{kind}:{parts}"
        times[key] += 1
        yield Given(kind, key if times[key] == 1 else f"{key}:{times[key]}", day, episode)


def _dated(child: Child) -> Iterator[tuple[str, str, date | None, Episode | None]]:
    for episode in child.episodes:
        yield "referral", str(episode.referred), episode.referred, episode
        yield "icpc", str(episode.conference), episode.conference, None
        for enquiry in episode.enquiries:
            yield "enquiry", str(enquiry.started), enquiry.started, None
            yield "icpc", str(enquiry.conference), enquiry.conference, None
        for kind, rows in (
            ("assessment", episode.assessments), ("need-plan", episode.need_plans),
            ("protection-plan", episode.protection_plans), ("pre-proceedings", episode.proceedings),
        ):  # fmt: skip
            for row in rows:
                yield kind, str(row.started), row.started, None
        for plan in episode.protection_plans:
            for review in dict.fromkeys(plan.reviews):
                yield "review", f"{plan.started}:{review}", review, None
