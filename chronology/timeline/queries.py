"""The lines of a family's chronology as rows, from every source of it (A8.1, A8.4, A8.6, C10).

They are derived from the record at each reading and stored nowhere: what is corrected there is corrected here.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from casework import practice
from casework.families.models import Family
from casework.people.models import Person
from chronology.sources.notes import queries as notes
from chronology.sources.people import queries as people
from chronology.sources.plans import queries as plans
from chronology.sources.queries import COLUMNS, after_key, read_key
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
    "left": ChronologySource("people", people.left),
    "pregnancy-ended": ChronologySource("people", people.pregnancies_ended),
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
    chosen = {o: s for o, s in sources_in_force().items() if not kinds or s.kind in kinds}
    parts = [
        source.rows(family, origin).filter(
            _between(since, until), _concerning(child), after_key("day", after, origin, newest_first=newest_first)
        ).values_list(*COLUMNS)
        for origin, source in chosen.items()
    ]  # fmt: skip
    if not parts:
        return []
    sign = "-" if newest_first else ""
    return list(parts[0].union(*parts[1:], all=True).order_by(*(f"{sign}{name}" for name in COLUMNS[:3]))[:limit])


def _between(since: date | None, until: date | None) -> Q:
    return (Q(day__gte=since) if since else Q()) & (Q(day__lte=until) if until else Q())


def _concerning(child: Person | None) -> Q:
    return Q(about=None) | Q(about__overlap=child.all_ids) if child else Q()


def children_of(family: Family) -> list[Person]:
    """All children who are or were of the family, oldest first."""
    members = family.familymember_set.filter(person__is_child=True).select_related("person")
    return list({member.person_id: member.person for member in members}.values())
