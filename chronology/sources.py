"""The chronology is derived, not delivered: SOURCES are querysets over the other apps, united by one UNION ALL.

It cannot be out of step with the record: correcting a visit's date corrects the story. The list of sources is the
policy of what belongs in it: what was marked significant, and the milestones of the case (A8.1, A8.4, A8.6, C10).
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from casework import practice
from casework.notes.checks import kind_named
from chronology import events, facts, milestones
from chronology.ages import ages_on
from chronology.columns import COLUMNS
from chronology.paging import beyond

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


class Source(NamedTuple):
    """`rows(family, origin)` are its lines; `page` the name of the page where the line comes from."""

    kind: str
    rows: Callable
    page: str
    link: str


# In the order of the keys on one day: what begins before what follows from it.
SOURCES = {
    "note": Source("event", events.significant_notes, "note", ""),
    "visit": Source("visit", events.visits, "note", ""),
    "referral": Source("referral", milestones.referrals, "referral", "Referral"),
    "referral-opened": Source("referral", milestones.involvements_opened, "referral", "Referral"),
    "referral-closed": Source("referral", milestones.involvements_closed, "referral", "Referral"),
    "lead": Source("worker", milestones.leads, "people", "People"),
    "workbook-opened": Source("workbook", milestones.workbooks_opened, "workbook", "Workbook"),
    "workbook-closed": Source("workbook", milestones.workbooks_closed, "workbook", "Workbook"),
    "supervision": Source("supervision", milestones.supervisions, "supervision", "Supervision"),
    "supervision-rag": Source("rag", milestones.rag_changes, "supervision", "Supervision"),
    "conference": Source("plans", facts.conferences, "child-plans", "Plans"),
    "legal-begun": Source("plans", facts.legal_begun, "child-plans", "Plans"),
    "legal-ended": Source("plans", facts.legal_ended, "child-plans", "Plans"),
    "plan-begun": Source("plans", facts.plans_begun, "child-plans", "Plans"),
    "plan-ended": Source("plans", facts.plans_ended, "child-plans", "Plans"),
    "assessment-completed": Source("plans", milestones.assessments_completed, "assessment", "Family Programme"),
    "birth": Source("people", milestones.births, "people", "People"),
    "death": Source("people", milestones.deaths, "people", "People"),
    "joined": Source("people", milestones.joined, "people", "People"),
    "moved": Source("people", milestones.moved, "people", "People"),
    "left": Source("people", milestones.left, "people", "People"),
    "pregnancy-ended": Source("people", milestones.pregnancies_ended, "people", "People"),
    "linked": Source("link", milestones.families_linked, "people", "People"),
}


class Key(NamedTuple):
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


class Entry(NamedTuple):
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
        return Key(self.date, self.source, self.id)


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
            _between(since, until), _concerning(child), beyond("day", after, origin, newest_first=newest_first)
        ).values_list(*COLUMNS)
        for origin, source in chosen.items()
    ]  # fmt: skip
    if not parts:
        return []
    sign = "-" if newest_first else ""
    lines = parts[0].union(*parts[1:], all=True).order_by(*(f"{sign}{name}" for name in COLUMNS[:3]))[:limit]
    children = children_of(family)
    return [_entry(family, children, *line) for line in lines]


def children_of(family):
    """All children who are or were of the family, oldest first."""
    members = family.familymember_set.filter(person__is_child=True).select_related("person")
    return list({member.person_id: member.person for member in members}.values())


def _between(since, until):
    return (Q(day__gte=since) if since else Q()) & (Q(day__lte=until) if until else Q())


def _concerning(child):
    return Q(about=None) | Q(about__overlap=child.all_ids) if child else Q()


def _entry(family, children, day, origin, key, headline, why, about, target, detail):
    source = SOURCES[origin]
    concerned = [child for child in children if about and child.pk in about]
    return Entry(
        date=day, source=origin, id=key, headline=headline, why=why, kind=source.kind, category=KINDS[source.kind],
        source_label=source.link or kind_named(detail).label,
        url=reverse(source.page, args=[family.pk] if target is None else [family.pk, target]),
        children=concerned, ages=ages_on(concerned or children, day),
    )  # fmt: skip
