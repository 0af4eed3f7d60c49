"""Every page for every role, in all counties in turn, so that what disturbs the machine disturbs all of them."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from config.bench.counties import connected, connection_to
from config.bench.floor import floor_of
from config.bench.measure import TIMED_OUT, Cost, fetched
from config.bench.pages import PAGES, WHO, Page, Subject, subject, user_of

OK = 200


class Asked(NamedTuple):
    page: str
    role: str


class County:
    """One county while it is measured: a connection, the rows of its addresses, a signed-in client for each role."""

    def __init__(self, name: str, roles: Iterable[str] = WHO) -> None:
        self.wrapper: BaseDatabaseWrapper = connection_to(name)
        self.clients: dict[str, Client] = {}
        with connected(self.wrapper):
            self.subject: Subject = subject()
            for role in roles:
                self.clients[role] = Client(SERVER_NAME="localhost")
                self.clients[role].force_login(user_of(role))

    def cost(self, page: Page, role: str) -> Cost:
        with connected(self.wrapper):
            return fetched(self.clients[role], page.address(self.subject))

    def floor(self, cost: Cost) -> Cost:
        with connected(self.wrapper):
            return floor_of(cost.statements, cost.size)

    def close(self) -> None:
        self.wrapper.close()


class Median(NamedTuple):
    """Of several answers; times in seconds. `floor` is the work of the bare view."""

    queries: int
    rows: int
    size: int
    processor: float
    database: float
    wall: float
    floor: float

    @property
    def work(self) -> float:
        return self.processor + self.database


def measured(
    counties: Sequence[County], rounds: int, pages: Sequence[Page] = PAGES, roles: Iterable[str] = WHO
) -> dict[Asked, list[Median | None]]:
    """By page and role the medians of each county, None where PostgreSQL gave up; only what the role may open.

    The first round warms up and does not count.
    """
    roles = list(roles)
    # What is imported by now stays: the collector of garbage need not look through it in the middle of a page.
    gc.collect()
    gc.freeze()
    costs: dict[tuple[Asked, int], list[Cost]] = defaultdict(list)
    floors: dict[tuple[Asked, int], list[float]] = defaultdict(list)
    over: set[Asked] = set()
    for turn in range(rounds + 1):
        for page, role, number, county in _turns(counties, pages, roles):
            asked = Asked(page.title, role)
            if asked in over or (costs[asked, number] and costs[asked, number][-1].status == TIMED_OUT):
                continue
            cost = county.cost(page, role)
            if cost.status not in (OK, TIMED_OUT):
                over.add(asked)
            elif cost.status == TIMED_OUT:
                costs[asked, number] = [cost]
            elif turn:
                costs[asked, number].append(cost)
                floors[asked, number].append(county.floor(cost).work)
    return {
        asked: [_median(costs[asked, number], floors[asked, number]) for number in range(len(counties))]
        for asked in (Asked(page.title, role) for page in pages for role in roles)
        if asked not in over
    }


def _turns(
    counties: Sequence[County], pages: Sequence[Page], roles: Sequence[str]
) -> Iterator[tuple[Page, str, int, County]]:
    for page in pages:
        for role in roles:
            for number, county in enumerate(counties):
                yield page, role, number, county


def _median(costs: list[Cost], floors: list[float]) -> Median | None:
    if not costs or costs[0].status == TIMED_OUT:
        return None
    return Median(
        int(median(cost.queries for cost in costs)),
        int(median(cost.rows for cost in costs)),
        int(median(cost.size for cost in costs)),
        median(cost.processor for cost in costs),
        median(cost.database for cost in costs),
        median(cost.wall for cost in costs),
        median(floors),
    )
