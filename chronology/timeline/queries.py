"""The lines of a family's chronology as rows, from every source of it (A8.1, A8.4, A8.6, C10).

They are derived from the record at each reading and stored nowhere: what is corrected there is corrected here.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, Q, QuerySet
from django.utils import timezone

from casework import practice
from casework.families.models import Family
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
    """`rows(family, origin)` are its lines, with the columns of `as_columns`."""

    kind: str
    rows: Callable[[Family, str], QuerySet]


# In the order of the keys on one day: what begins before what follows from it.
SOURCES = {
    "note": ChronologySource("event", notes.significant_notes),
    "visit": ChronologySource("visit", notes.visits),
    "referral": ChronologySource("referral", referrals.referrals),
    "referral-opened": ChronologySource("referral", referrals.involvements_opened),
    "referral-closed": ChronologySource("referral", referrals.involvements_closed),
    "lead": ChronologySource("worker", referrals.leads),
    "lead-earlier": ChronologySource("worker", referrals.earlier_leads),
    "workbook-opened": ChronologySource("workbook", workbooks.workbooks_opened),
    "workbook-closed": ChronologySource("workbook", workbooks.workbooks_closed),
    "supervision": ChronologySource("supervision", supervisions.supervisions),
    "supervision-rag": ChronologySource("rag", supervisions.rag_changes),
    "conference": ChronologySource("plans", plans.conferences),
    "legal-begun": ChronologySource("plans", plans.legal_begun),
    "legal-ended": ChronologySource("plans", plans.legal_ended),
    "plan-begun": ChronologySource("plans", plans.plans_begun),
    "plan-ended": ChronologySource("plans", plans.plans_ended),
    "assessment-completed": ChronologySource("plans", workbooks.assessments_completed),
    "birth": ChronologySource("people", people.births),
    "death": ChronologySource("people", people.deaths),
    "joined": ChronologySource("people", people.joined),
    "moved": ChronologySource("people", people.moved),
    "role-changed": ChronologySource("people", people.roles_changed),
    "left": ChronologySource("people", people.left),
    "pregnancy-ended": ChronologySource("people", people.pregnancies_ended),
    "responsibility-begun": ChronologySource("people", people.responsibility_begun),
    "responsibility-ended": ChronologySource("people", people.responsibility_ended),
    "linked": ChronologySource("link", people.families_linked),
}


class ChronologyKey(NamedTuple):
    """The place of a line in the chronology: the next page begins after it."""

    date: date
    source: str
    id: int

    def __str__(self) -> str:
        return f"{self.date.isoformat()}.{self.source}.{self.id}"

    @classmethod
    def read(cls, text: str | None) -> "ChronologyKey | None":
        """The key that an address bears; None where it bears none, or none that this product wrote."""
        key = read_key(text, ".", date.fromisoformat)
        return cls(*key) if key and key[1] in SOURCES else None


def sources_in_force() -> dict[str, ChronologySource]:
    """Every source, but for the visits where the practice leaves them out (C10)."""
    all_visits = practice.current().settings.visits_in_chronology == "all"
    return {origin: source for origin, source in SOURCES.items() if all_visits or origin != "visit"}


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
) -> list[tuple[Any, ...]]:
    """The lines as tuples of COLUMNS, in one query.

    `since` and `until` are days that belong to it; `child` narrows to a person, `kinds` to some kinds; `after` is the
    key of the last line of the page before, `limit` how many lines at most (none: all).
    """
    shape = _Shape(
        _Practice(practice.current()), timezone.localdate(), since is not None, until is not None, child is not None,
        frozenset(kinds or ()), newest_first, after and after.source, limit,
    )  # fmt: skip
    question = _question(shape)
    if question is None:
        return []
    return question.rows(
        family=family.pk, since=since, until=until, child=child and child.all_ids, day=after and after.date,
        key=after and after.id,
    )  # fmt: skip


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


@lru_cache(maxsize=100)
def _question(shape: _Shape) -> Prepared | None:
    """The union of the sources, put together once for each shape and day; None where no source is of these kinds."""
    family = Family(pk=STAND_IN)
    parts = [
        source.rows(family, origin).filter(*_narrowed(shape, origin)).values_list(*COLUMNS)
        for origin, source in sources_in_force().items()
        if not shape.kinds or source.kind in shape.kinds
    ]
    if not parts:
        return None
    sign = "-" if shape.newest_first else ""
    rows = parts[0].union(*parts[1:], all=True).order_by(*(f"{sign}{name}" for name in COLUMNS[:3]))
    return Prepared(rows[: shape.limit], *COLUMNS, stand_ins={STAND_IN: "family"})


def _narrowed(shape: _Shape, origin: str) -> Iterator[Q]:
    if shape.since:
        yield Q(day__gte=Parameter("since", output_field=DateField()))
    if shape.until:
        yield Q(day__lte=Parameter("until", output_field=DateField()))
    if shape.child:
        yield Q(about=None) | Q(about__overlap=Parameter("child", output_field=CHILDREN))
    if shape.after is not None:
        day, key = Parameter("day", output_field=DateField()), Parameter("key", output_field=BigIntegerField())
        yield after_key("day", (day, shape.after, key), origin, newest_first=shape.newest_first)


def children_of(family: Family) -> list[Person]:
    """All who are or were children with whom one works, oldest first."""
    members = family.familymember_set.children().select_related("person")
    return list({member.person_id: member.person for member in members}.values())
