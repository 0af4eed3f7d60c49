"""The lines of a family's chronology as rows, from every source of it (A8.1, A8.4, A8.6, C10).

They are derived from the record at each reading and stored nowhere: what is corrected there is corrected here.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateTimeField, Q, QuerySet
from django.utils import timezone

from casework import practice
from casework.families.models import Family, FamilyRole
from casework.people.models import Person
from casework.practice.schema import Practice
from casework.prepared import STAND_IN, Parameter, Prepared
from chronology.sources.notes import queries as notes
from chronology.sources.people import queries as people
from chronology.sources.plans import queries as plans
from chronology.sources.queries import CHILDREN, COLUMNS, after_key, read_key
from chronology.sources.referrals import queries as referrals
from chronology.sources.supervisions import queries as supervisions
from chronology.sources.workbooks import queries as workbooks


class ChronologySource(NamedTuple):
    """`rows(family, rank)` are its lines, with the columns of `as_columns`."""

    kind: str
    rows: Callable[[Family, int], QuerySet]


# Of one moment in this order: what is the cause before what follows from it.
SOURCES = {
    "birth": ChronologySource("people", people.births),
    "death": ChronologySource("people", people.deaths),
    "pregnancy-ended": ChronologySource("people", people.pregnancies_ended),
    "referral": ChronologySource("referral", referrals.referrals),
    "referral-opened": ChronologySource("referral", referrals.involvements_opened),
    "harm-alleged": ChronologySource("referral", referrals.harm_alleged),
    "lead": ChronologySource("worker", referrals.leads),
    "lead-earlier": ChronologySource("worker", referrals.earlier_leads),
    "joined": ChronologySource("people", people.joined),
    "moved": ChronologySource("people", people.moved),
    "role-changed": ChronologySource("people", people.roles_changed),
    "linked": ChronologySource("link", people.families_linked),
    "conference": ChronologySource("plans", plans.conferences),
    "plan-begun": ChronologySource("plans", plans.plans_begun),
    "legal-begun": ChronologySource("plans", plans.legal_begun),
    "responsibility-begun": ChronologySource("people", people.responsibility_begun),
    "workbook-opened": ChronologySource("workbook", workbooks.workbooks_opened),
    "note": ChronologySource("event", notes.significant_notes),
    "visit": ChronologySource("visit", notes.visits),
    "visit-not-done": ChronologySource("visit", notes.visits_not_done),
    "supervision": ChronologySource("supervision", supervisions.supervisions),
    "supervision-rag": ChronologySource("rag", supervisions.rag_changes),
    "assessment-completed": ChronologySource("plans", workbooks.assessments_completed),
    "workbook-closed": ChronologySource("workbook", workbooks.workbooks_closed),
    "plan-ended": ChronologySource("plans", plans.plans_ended),
    "legal-ended": ChronologySource("plans", plans.legal_ended),
    "responsibility-ended": ChronologySource("people", people.responsibility_ended),
    "left": ChronologySource("people", people.left),
    "referral-closed": ChronologySource("referral", referrals.involvements_closed),
    "case-reopened": ChronologySource("referral", referrals.cases_reopened),
}
RANKS = {origin: rank for rank, origin in enumerate(SOURCES)}
ORIGINS = list(SOURCES)


class ChronologyKey(NamedTuple):
    """The place of a line in the chronology: the next page begins after it."""

    moment: datetime
    source: str
    id: int

    def __str__(self) -> str:
        return f"{self.moment.astimezone(UTC).isoformat().replace('+00:00', 'Z')}~{self.source}~{self.id}"

    @classmethod
    def read(cls, text: str | None) -> "ChronologyKey | None":
        """The key that an address bears; None where it bears none, or none that this product wrote."""
        key = read_key(text, "~", datetime.fromisoformat)
        return cls(*key) if key and key[0].tzinfo and key[1] in SOURCES else None


def visits_enter() -> bool:
    """Whether the practice has each visit in the chronology, and not only what is significant (C10)."""
    return practice.current().settings.visits_in_chronology == "all"


def sources_in_force(*, visits: bool = True) -> dict[str, ChronologySource]:
    """Every source, but for the visits where the practice leaves them out (C10), or `visits` does."""
    with_visits = visits and visits_enter()
    return {origin: source for origin, source in SOURCES.items() if with_visits or origin != "visit"}


def lines_of(
    family: Family,
    *,
    since: date | None = None,
    until: date | None = None,
    child: Person | None = None,
    kinds: Collection[str] | None = None,
    newest_first: bool = True,
    after: ChronologyKey | None = None,
    limit: int | None = None,
    visits: bool = True,
) -> list[tuple[Any, ...]]:
    """The lines as tuples of COLUMNS, in one query.

    `since` and `until` are days that belong to it; `child` narrows to a person, `kinds` to some kinds; `after` is the
    key of the last line of the page before, `limit` how many lines at most (none: all). Without `visits` the lines of
    routine visits are left out.
    """
    shape = _Shape(
        _Practice(practice.current()), timezone.localdate(), since is not None, until is not None, child is not None,
        frozenset(kinds or ()), newest_first, after and after.source, limit, visits,
    )  # fmt: skip
    question = _question(shape)
    if question is None:
        return []
    return question.rows(
        family=family.pk, since=since and midnight(since), until=until and midnight(until + timedelta(days=1)),
        child=child and child.all_ids, moment=after and after.moment, key=after and after.id,
    )  # fmt: skip


def midnight(day: date) -> datetime:
    """The moment at which a day begins in London."""
    return timezone.make_aware(datetime.combine(day, time.min))


class _Practice:
    """The practice itself as a part of a key: another object is another practice."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Practice) and other.practice is self.practice

    def __hash__(self) -> int:
        return id(self.practice)


class _Shape(NamedTuple):
    """All that the SQL depends on: not the family, nor the days, the child and the key that are compared with."""

    practice: _Practice
    today: date
    since: bool
    until: bool
    child: bool
    kinds: frozenset[str]
    newest_first: bool
    after: str | None
    limit: int | None
    visits: bool


@lru_cache(maxsize=100)
def _question(shape: _Shape) -> Prepared | None:
    """The union of the sources, put together once for each shape and day; None where no source is of these kinds."""
    family = Family(pk=STAND_IN)
    parts = [
        source.rows(family, RANKS[origin]).filter(*_narrowed(shape, RANKS[origin])).values_list(*COLUMNS)
        for origin, source in sources_in_force(visits=shape.visits).items()
        if not shape.kinds or source.kind in shape.kinds
    ]
    if not parts:
        return None
    sign = "-" if shape.newest_first else ""
    rows = parts[0].union(*parts[1:], all=True).order_by(*(f"{sign}{name}" for name in COLUMNS[:3]))
    return Prepared(rows[: shape.limit], *COLUMNS, stand_ins={STAND_IN: "family"})


def _narrowed(shape: _Shape, rank: int) -> Iterator[Q]:
    if shape.since:
        yield Q(moment__gte=Parameter("since", output_field=DateTimeField()))
    if shape.until:
        yield Q(moment__lt=Parameter("until", output_field=DateTimeField()))
    if shape.child:
        yield Q(about=None) | Q(about__overlap=Parameter("child", output_field=CHILDREN))
    if shape.after is not None:
        moment, key = (
            Parameter("moment", output_field=DateTimeField()),
            Parameter("key", output_field=BigIntegerField()),
        )
        yield after_key("moment", (moment, RANKS[shape.after], key), rank, newest_first=shape.newest_first)


class Member(NamedTuple):
    """Somebody who is or was in the family, and whether they are or were a child with whom one works."""

    person: Person
    is_child: bool


def people_of(family: Family) -> list[Member]:
    """Everybody who is or was in the family, the children first and the oldest of them first."""
    members = family.familymember_set.select_related("person")
    children = {member.person_id for member in members if member.role == FamilyRole.CHILD}
    found = {member.person_id: member.person for member in members}
    return [Member(person, pk in children) for pk, person in found.items()]


def children_of(family: Family) -> list[Person]:
    """All who are or were children with whom one works, oldest first."""
    return [member.person for member in people_of(family) if member.is_child]
