"""What becomes of each family: the kinds of case that a county has, and one case while its rows are made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from django.db import models

from casework.families.models import FamilyRole
from config.county.authority import Staff, Worker
from config.county.rows import Change, Rows
from config.county.size import Place


class Kind(NamedTuple):
    """`days` since the referral; `episodes` of the Workbook, 0 for none; `notes` of each worker in four weeks."""

    children: int = 2
    adults: int = 2
    days: int = 100
    episodes: int = 0
    notes: int = 2
    decided: bool = True
    allocated: bool = True
    restricted: bool = False
    # Of a restricted one: whether the worker who leads at another place of the team is on its list.
    listed: bool = True
    closing: bool = False
    moving: bool = False


# By the rank of an open family in its team; those after are ordinary.
SPECIAL = (
    Kind(children=4, days=1_080, episodes=13, notes=4),  # three years of notes
    Kind(children=8, adults=4, days=150, episodes=4),
    Kind(children=2, days=120, episodes=2, restricted=True),
    Kind(children=3, days=90, episodes=2, restricted=True, listed=False),
    *(Kind(children=1 + rank % 3, adults=1, days=rank, decided=False, allocated=False) for rank in range(1, 7)),
    *(Kind(children=1 + rank % 2, days=20 + rank, allocated=False) for rank in range(3)),
    Kind(days=200, episodes=3, closing=True),
    Kind(days=160, episodes=3, moving=True),
    Kind(days=60),  # allocated, without a Workbook
)
ASSESSED, WORKED = Kind(children=2, days=60), Kind(children=3, days=170, episodes=4)
REFERRED = Kind(children=1, adults=1, days=2, allocated=False)
# Of ten closed families one had a Workbook, three were assessed, and of six no more than a referral is known.
CLOSED = (WORKED, ASSESSED, ASSESSED, ASSESSED, REFERRED, REFERRED, REFERRED, REFERRED, REFERRED, REFERRED)
CLOSED_WITHIN = 3_500  # days


def kind_of(place: Place) -> Kind:
    if not place.is_open:
        return CLOSED[place.rank % len(CLOSED)]
    if place.rank < len(SPECIAL):
        return SPECIAL[place.rank]
    episodes = 1 + place.rank % 6
    return Kind(1 + place.rank % 4, 1 + place.rank % 3, days=40 + 30 * episodes, episodes=episodes)


class Member(NamedTuple):
    """A person of the family, and the membership."""

    id: int
    membership: int
    name: str
    born: date
    role: FamilyRole


class Part(NamedTuple):
    """A worker's part with the family: the allocation."""

    worker: Worker
    allocation: int

    @property
    def by(self) -> int:
        return self.worker.id


class Visit(NamedTuple):
    note: int
    by: int
    at: datetime
    passage: int


class Month(NamedTuple):
    """One episode: its days since the case began, and whether its supervision was prepared, held, signed off."""

    number: int
    first: int
    last: int
    prepared: bool
    held: bool
    signed: bool

    @property
    def open(self) -> bool:
        return not self.prepared


@dataclass
class Case:
    """One family. Rows are added with `add`, which says whose they are; moments are counted in days since `began`."""

    rows: Rows
    random: Random
    now: datetime
    place: Place
    kind: Kind
    team: Staff
    began: datetime
    ended: datetime | None
    family: int = 0
    name: str = ""
    children: list[Member] = field(default_factory=list)
    adults: list[Member] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    involvements: list[int] = field(default_factory=list)
    referral: int = 0
    visits: list[Visit] = field(default_factory=list)
    last_action: int = 0
    drawing_record: int = 0
    headline: dict[str, Any] = field(default_factory=dict)

    @property
    def manager(self) -> int:
        return self.team.manager

    @property
    def lead(self) -> Part:
        return self.parts[0]

    @property
    def index(self) -> Member:
        return self.children[0]

    @property
    def members(self) -> list[Member]:
        return [*self.children, *self.adults]

    @property
    def until(self) -> datetime:
        return self.ended or self.now

    def day(self, number: float, hour: int = 10) -> datetime:
        """The working hours of a day after the beginning, never later than what there is to tell."""
        at = (self.began + timedelta(days=number)).replace(hour=hour)
        return min(at, self.until - timedelta(minutes=30))

    def add(
        self, model: type[models.Model], *, by: int, at: datetime, then: Sequence[Change] = (), **values: Any
    ) -> int:
        return self.rows.add(model, by=by, at=at, then=then, family=self.family, **values)

    def every(self, number: int, offset: int = 0) -> bool:
        """Whether this is one of every `number` open or closed families."""
        return self.place.rank % number == offset % number
