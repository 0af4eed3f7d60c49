"""Routine visits in one line: how many, when, and who was seen how often."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from casework.words import london_date
from chronology.timeline.queries import Member
from chronology.timeline.routine.queries import RoutineVisit


def say_run(run: Sequence[RoutineVisit]) -> str:
    """'5 visits from 2 Mar to 29 Mar 2026', '2 visits on 2 Mar 2026'; what it was for where it is one."""
    if len(run) == 1:
        return run[0].purpose or run[0].label
    days = [london_date(visit.moment) for visit in run]
    first, last = min(days), max(days)
    if first == last:
        return f"{len(run)} visits on {_say_day(last)} {last.year}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{len(run)} visits from {_say_day(first)}{year} to {_say_day(last)} {last.year}"


def _say_day(day: date) -> str:
    return f"{day.day} {day:%b}"


def say_seen(run: Sequence[RoutineVisit], people: Iterable[Member]) -> str:
    """'Seen: Mia Ash 5 times, 3 times alone; Ben Ash once. Not seen: Ben Ash twice.'"""
    ones = {member.person.pk: member.person.one_id for member in people}
    seen = Counter(one for visit in run for one in {ones.get(child) for child in visit.seen})
    alone = Counter(one for visit in run for one in {ones.get(child) for child in visit.alone})
    names = {member.person.one_id: str(member.person) for member in people}
    told = [f"{name} {_times(seen[one], alone[one], len(run))}".strip() for one, name in names.items() if seen[one]]
    unseen = Counter(one for visit in run for one in {ones.get(child) for child in visit.unseen})
    not_told = [f"{name} {_times(unseen[one], 0, len(run))}".strip() for one, name in names.items() if unseen[one]]
    not_seen = f" Not seen: {'; '.join(not_told)}." if not_told else ""
    with_whom = f"With {run[0].with_whom}. " if len(run) == 1 and run[0].with_whom else ""
    return with_whom + (f"Seen: {'; '.join(told)}." if told else "No child is recorded as seen.") + not_seen


def _times(seen: int, alone: int, visits: int) -> str:
    if visits == 1:
        return "alone" if alone else ""
    if alone == seen:
        return f"{_say_times(seen)}, {'alone' if seen == 1 else 'each time alone'}"
    return f"{_say_times(seen)}, {_say_times(alone)} alone" if alone else _say_times(seen)


def _say_times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
