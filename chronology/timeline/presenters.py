"""The lines of the chronology in words, each with its page and the ages of the children on that day."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from casework.acts.paging import KeyPage, changed_query, page_of_union
from casework.families.models import Family
from casework.marks.presenters import Mark
from casework.people.models import Person
from casework.practice import note_kind
from casework.practice.calendar import DAY
from casework.words import london_date
from chronology.ages.presenters import ages_on
from chronology.timeline.marks.presenters import Line, marks_of_lines
from chronology.timeline.queries import (
    ORIGINS,
    SOURCES,
    ChronologyKey,
    Member,
    lines_of,
    midnight,
    people_of,
    visits_enter,
)
from chronology.timeline.routine.presenters import say_run, say_seen
from chronology.timeline.routine.queries import RoutineVisit, routine_visits_between
from chronology.timeline.subjects import say_people, say_who, subjects_of

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


class SourcePage(NamedTuple):
    """The name of the page from which a line comes, and the words of the link ('': the kind of the note)."""

    name: str
    link: str


PEOPLE, PLANS = SourcePage("people", "People"), SourcePage("child-plans", "Plans")
PERSON = SourcePage("person", "Child’s page")
REFERRAL = SourcePage("referral", "Referral")
WORKBOOK = SourcePage("workbook", "Workbook")
SUPERVISION = SourcePage("supervision", "Supervision")
PAGES = {
    "note": SourcePage("note", ""),
    "visit": SourcePage("note", ""),
    "visit-not-done": SourcePage("note", ""),
    "referral": REFERRAL,
    "referral-opened": REFERRAL,
    "referral-closed": REFERRAL,
    "harm-alleged": REFERRAL,
    "case-reopened": REFERRAL,
    "lead": PEOPLE,
    "lead-earlier": PEOPLE,
    "workbook-opened": WORKBOOK,
    "workbook-closed": WORKBOOK,
    "supervision": SUPERVISION,
    "supervision-rag": SUPERVISION,
    "conference": PLANS,
    "legal-begun": PLANS,
    "legal-ended": PLANS,
    "plan-begun": PLANS,
    "plan-ended": PLANS,
    "assessment-completed": SourcePage("assessment", "Family Programme"),
    "birth": PEOPLE,
    "death": PEOPLE,
    "joined": PEOPLE,
    "moved": PEOPLE,
    "role-changed": PEOPLE,
    "left": PEOPLE,
    "pregnancy-ended": PEOPLE,
    "responsibility-begun": PERSON,
    "responsibility-ended": PERSON,
    "linked": PEOPLE,
}

LINES = 50
# On paper the chronology is wanted whole; this bounds what one answer may hold, and the rest is on the next page.
LINES_ON_PAPER = 1000


class ChronologyEntry(NamedTuple):
    """One line. `moment` places it, `timed` says whether its time is known.

    `children` are those whom it concerns, none meaning the whole family; `ages` are theirs on that day, or those of
    all. `named` says who they are where the headline says only how many; `marks` what was said since of the record
    from which it comes.
    """

    moment: datetime
    source: str
    id: int
    headline: str
    why: str
    kind: str
    category: str
    source_label: str
    url: str
    children: list[Person]
    ages: str
    named: str = ""
    timed: bool = False
    marks: Sequence[Mark] = ()

    @property
    def key(self) -> ChronologyKey:
        return ChronologyKey(self.moment, self.source, self.id)

    @property
    def date(self) -> date:
        return london_date(self.moment)

    @property
    def clock(self) -> str:
        """'09:10' where the time is known."""
        return f"{timezone.localtime(self.moment):%H:%M}" if self.timed else ""


Fold = Callable[[list[RoutineVisit]], ChronologyEntry]


def entries(family: Family, **narrowed: Any) -> list[ChronologyEntry]:
    """The lines of the family's chronology, in as many queries for each length; `narrowed` as for `lines_of`."""
    lines = lines_of(family, **narrowed)
    return _told(family, lines, people_of(family) if lines else [], narrowed.get("child"))


def _told(
    family: Family, lines: list[tuple[Any, ...]], people: list[Member], child: Person | None
) -> list[ChronologyEntry]:
    found = [_entry(family, people, child, *line) for line in lines]
    marks = marks_of_lines(family, [Line(each.source, each.id) for each in found]) if found else {}
    return [each._replace(marks=marks.get(Line(each.source, each.id), ())) for each in found]


def _entry(
    family: Family, people: list[Member], child: Person | None, moment: datetime, rank: int, key: int, headline: str,
    why: str, about: list[int] | None, who: list[int] | None, target: int | None, detail: str, timed: bool,
) -> ChronologyEntry:  # fmt: skip
    origin = ORIGINS[rank]
    kind, page = SOURCES[origin].kind, PAGES[origin]
    children = [member.person for member in people if member.is_child]
    concerned = [each for each in children if about and each.pk in about]
    subjects = subjects_of(people, who or (), child)
    return ChronologyEntry(
        moment=moment, source=origin, id=key, headline=f"{say_people(subjects)}{headline}", why=why, kind=kind,
        category=KINDS[kind], source_label=page.link or note_kind(detail).label,
        url=reverse(page.name, args=[family.pk] if target is None else [family.pk, target]),
        children=concerned, ages=ages_on(concerned or children, london_date(moment)), named=say_who(subjects),
        timed=timed,
    )  # fmt: skip


def chronology_page(
    family: Family,
    asked: QueryDict,
    *,
    child: Person | None = None,
    kinds: Collection[str] | None = None,
    newest_first: bool = True,
    each_visit: bool = False,
) -> KeyPage:
    """`asked` is the address's query: what it says of filters stays in the links to the pages before and after.

    But for `each_visit` or where only visits are asked for, the routine visits between two lines are one line.
    """
    size = LINES_ON_PAPER if asked.get("paper") else LINES
    after = ChronologyKey.read(asked.get("after"))
    folded = visits_enter() and not each_visit and not kinds
    lines = lines_of(
        family, child=child, kinds=kinds, newest_first=newest_first, after=after, limit=size + 1, visits=not folded
    )
    people = people_of(family)
    page = page_of_union(
        _told(family, lines, people, child), asked, size=size, after=after, key_of=lambda entry: entry.key
    )
    if not folded:
        return page
    between = _Between(after, page.rows[-1].key if page.next_url else None, newest_first)
    visits = routine_visits_between(family, *between.moments, child=child)
    return page._replace(rows=list(_with_visits(page.rows, visits, newest_first, _fold(family, people, asked))))


def folded_entries(family: Family, *, since: date, until: date) -> list[ChronologyEntry]:
    """The lines of some days, the oldest first, with the routine visits between two of them in one, as the page has."""
    lines = lines_of(family, since=since, until=until, newest_first=False, visits=False)
    people = people_of(family)
    found = _told(family, lines, people, None)
    if not visits_enter():
        return found
    visits = routine_visits_between(family, midnight(since), midnight(until + DAY))
    return list(_with_visits(found, visits, False, _fold(family, people, QueryDict())))


class _Between(NamedTuple):
    """What a page covers: from the key after which it begins to that with which it ends, None where nothing bounds."""

    after: ChronologyKey | None
    last: ChronologyKey | None
    newest_first: bool

    @property
    def moments(self) -> tuple[datetime | None, datetime | None]:
        """The first moment that belongs to it and the first after it that does not."""
        after, last = self.after and self.after.moment, self.last and self.last.moment
        return (last, after) if self.newest_first else (after, last)


def _with_visits(
    rows: Sequence[ChronologyEntry], visits: Sequence[RoutineVisit], newest_first: bool, fold: Fold
) -> Iterator[ChronologyEntry]:
    """`rows` with one line for all visits between two of them; `visits` are the earliest first."""
    waiting = deque(reversed(visits) if newest_first else visits)
    for row in rows:
        run = []
        while waiting and (waiting[0].moment > row.moment if newest_first else waiting[0].moment < row.moment):
            run.append(waiting.popleft())
        if run:
            yield fold(run)
        yield row
    if waiting:
        yield fold(list(waiting))


def _fold(family: Family, people: list[Member], asked: QueryDict) -> Fold:
    address = changed_query(asked, visits="each", after=None)

    def fold(run: list[RoutineVisit]) -> ChronologyEntry:
        latest = max(run, key=lambda visit: visit.moment)
        return ChronologyEntry(
            moment=run[0].moment, source="visit", id=run[0].id, headline=say_run(run), why=say_seen(run, people),
            kind="visit", category=KINDS["visit"], source_label="Show each visit" if len(run) > 1 else latest.label,
            url=address if len(run) > 1 else reverse("note", args=[family.pk, latest.id]), children=[], ages="",
            timed=len(run) == 1,
        )  # fmt: skip

    return fold
