"""Fills an empty database with a county."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from casework.practice.calendar import LONDON
from casework.trail.acting import acting
from casework.users.models import User
from config.county import clocks, families, notes, records, workbooks
from config.county.authority import Authority
from config.county.cases import CLOSED_WITHIN, Case, kind_of
from config.county.rows import MOST_WAITING, Rows
from config.county.size import Place, Size
from supervision.headlines.services import write_all


def build(number: int, *, now: datetime, seed: int = 1, password: str = "!") -> Iterator[int]:
    """Write a county of so many families as it stands at the moment `now`; gives how many are there after each flush.

    The same for the same number, moment and seed. Everybody signs in with the hash `password`.
    """
    rows = Rows()
    for place in tell(rows, Size(number), now=now, seed=seed, password=password):
        if rows.waiting > MOST_WAITING:
            rows.flush()
            yield place.number + 1
    rows.flush()
    rows.analyse()
    with acting(User.objects.earliest("pk")) as by:
        write_all(timezone.localdate(now), by=by)
    rows.finish()
    yield number


def tell(rows: Rows, size: Size, *, now: datetime, seed: int, password: str) -> Iterator[Place]:
    """Add the rows of the authority, then those of each family; gives its place."""
    authority = Authority(rows, size, Random(seed), now, password)
    for place in size.places():
        case = _case(rows, authority, place, now, Random(f"{seed} {place.is_open} {place.team} {place.rank}"))
        for told_by in (families, notes, records, workbooks):
            told_by.tell(case)
        clocks.headline(case)
        yield place


def _case(rows: Rows, authority: Authority, place: Place, now: datetime, random: Random) -> Case:
    kind = kind_of(place)
    ended = None if place.is_open else _morning(now - timedelta(days=35 + place.rank * 37 % CLOSED_WITHIN))
    began = _morning((ended or now) - timedelta(days=kind.days))
    return Case(rows, random, now, place, kind, authority.teams[place.team], began, ended)


def _morning(at: datetime) -> datetime:
    """Ten o'clock of that day, or of the Friday before."""
    day = at.date() - timedelta(days=max(0, at.weekday() - 4))
    return datetime.combine(day, time(10), tzinfo=LONDON)
