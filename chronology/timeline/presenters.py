"""The lines of the chronology: derived from its sources, not delivered (A8.1, A8.4, A8.6, C10)."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from casework import practice
from casework.practice import note_kind
from chronology.ages.presenters import ages_on
from chronology.sources.notes import queries as notes
from chronology.sources.people import queries as people
from chronology.sources.plans import queries as plans
from chronology.sources.queries import COLUMNS, after_key
from chronology.sources.referrals import queries as referrals
from chronology.sources.supervisions import queries as supervisions
from chronology.sources.workbooks import queries as workbooks
from chronology.timeline.queries import children_of

KINDS = {
    "event": "Significant event",
    "visit": "Visit",
    "referral": "Referral and involvement",
    "worker": "Lead worker",
    "workbook": "Workbook",
    "rag": "Overall RAG",
    "supervision": "Group supervision",
    "plans": "Plan, conference, court and care",
    "people": "Birth, death and household",
    "link": "Linked family",
}

LINES = 50
# On paper the story is wanted whole; this bounds what one answer may hold, and the rest stands on the next sheet.
LINES_ON_PAPER = 1000


class ChronologySource(NamedTuple):
    """`rows(family, origin)` are its lines; `page` the name of the page where the line comes from."""

    kind: str
    rows: Callable
    page: str
    link: str


# In the order of the keys on one day: what begins before what follows from it.
SOURCES = {
    "note": ChronologySource("event", notes.significant_notes, "note", ""),
    "visit": ChronologySource("visit", notes.visits, "note", ""),
    "referral": ChronologySource("referral", referrals.referrals, "referral", "Referral"),
    "referral-opened": ChronologySource("referral", referrals.involvements_opened, "referral", "Referral"),
    "referral-closed": ChronologySource("referral", referrals.involvements_closed, "referral", "Referral"),
    "lead": ChronologySource("worker", referrals.leads, "people", "People"),
    "workbook-opened": ChronologySource("workbook", workbooks.workbooks_opened, "workbook", "Workbook"),
    "workbook-closed": ChronologySource("workbook", workbooks.workbooks_closed, "workbook", "Workbook"),
    "supervision": ChronologySource("supervision", supervisions.supervisions, "supervision", "Supervision"),
    "supervision-rag": ChronologySource("rag", supervisions.rag_changes, "supervision", "Supervision"),
    "conference": ChronologySource("plans", plans.conferences, "child-plans", "Plans"),
    "legal-begun": ChronologySource("plans", plans.legal_begun, "child-plans", "Plans"),
    "legal-ended": ChronologySource("plans", plans.legal_ended, "child-plans", "Plans"),
    "plan-begun": ChronologySource("plans", plans.plans_begun, "child-plans", "Plans"),
    "plan-ended": ChronologySource("plans", plans.plans_ended, "child-plans", "Plans"),
    "assessment-completed": ChronologySource(
        "plans", workbooks.assessments_completed, "assessment", "Family Programme"
    ),
    "birth": ChronologySource("people", people.births, "people", "People"),
    "death": ChronologySource("people", people.deaths, "people", "People"),
    "joined": ChronologySource("people", people.joined, "people", "People"),
    "moved": ChronologySource("people", people.moved, "people", "People"),
    "left": ChronologySource("people", people.left, "people", "People"),
    "pregnancy-ended": ChronologySource("people", people.pregnancies_ended, "people", "People"),
    "linked": ChronologySource("link", people.families_linked, "people", "People"),
}


class ChronologyKey(NamedTuple):
    """The place of a line in the story: lists go on from here."""

    date: date
    source: str
    id: int

    def __str__(self):
        return f"{self.date.isoformat()}.{self.source}.{self.id}"

    @classmethod
    def read(cls, text):
        """The key that an address bears; None where it bears none, or none that this product wrote."""
        day, _, rest = (text or "").partition(".")
        source, _, number = rest.partition(".")
        try:
            return cls(date.fromisoformat(day), source, int(number)) if source in SOURCES else None
        except ValueError:
            return None


class ChronologyEntry(NamedTuple):
    """One line. `children` are those whom it concerns, none meaning the whole family; `ages` are theirs on that day."""

    date: date
    source: str
    id: int
    headline: str
    why: str
    kind: str
    category: str
    source_label: str
    url: str
    children: list
    ages: str

    @property
    def key(self):
        return ChronologyKey(self.date, self.source, self.id)


def sources_in_force():
    """Every source, but for the visits where the practice leaves them out (C10)."""
    all_visits = practice.current().settings.visits_in_chronology == "all"
    return {origin: source for origin, source in SOURCES.items() if all_visits or origin != "visit"}


def entries(family, *, since=None, until=None, child=None, kinds=None, newest_first=True, after=None, limit=None):
    """The lines of the family's chronology as a list, in two queries.

    `since` and `until` are dates and belong to it; `child` is a person, `kinds` some of KINDS; `after` is the `Key` of
    the last line of the page before, `limit` how many lines at most (none: all).
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
    lines = parts[0].union(*parts[1:], all=True).order_by(*(f"{sign}{name}" for name in COLUMNS[:3]))[:limit]
    children = children_of(family)
    return [_entry(family, children, *line) for line in lines]


def _between(since, until):
    return (Q(day__gte=since) if since else Q()) & (Q(day__lte=until) if until else Q())


def _concerning(child):
    return Q(about=None) | Q(about__overlap=child.all_ids) if child else Q()


def _entry(family, children, day, origin, key, headline, why, about, target, detail):
    source = SOURCES[origin]
    concerned = [child for child in children if about and child.pk in about]
    return ChronologyEntry(
        date=day, source=origin, id=key, headline=headline, why=why, kind=source.kind, category=KINDS[source.kind],
        source_label=source.link or note_kind(detail).label,
        url=reverse(source.page, args=[family.pk] if target is None else [family.pk, target]),
        children=concerned, ages=ages_on(concerned or children, day),
    )  # fmt: skip


class ChronologyPage(NamedTuple):
    lines: list
    first_url: str
    next_url: str


def chronology_page(family, asked, *, child=None, kinds=(), newest_first=True):
    """`asked` is the address's query: what it says of filters stays in the links to the sheets before and after."""
    size = LINES_ON_PAPER if asked.get("paper") else LINES
    after = ChronologyKey.read(asked.get("after"))
    found = entries(
        family, child=child, kinds=kinds, newest_first=newest_first, after=after, limit=size + 1
    )  # one more than is shown tells whether there is another sheet
    lines, more = found[:size], len(found) > size
    return ChronologyPage(
        lines=lines,
        first_url=changed_query(asked, after=None) if after else "",
        next_url=changed_query(asked, after=str(lines[-1].key)) if more else "",
    )


def changed_query(asked, **changed):
    """The same page with other values; None takes one away."""
    query = asked.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
