"""The lines of the chronology in words, each with its page and the ages of the children on that day."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse

from casework.acts.paging import KeyPage, page_of_union
from casework.families.models import Family
from casework.people.models import Person
from casework.practice import note_kind
from chronology.ages.presenters import ages_on
from chronology.timeline.queries import SOURCES, ChronologyKey, children_of, lines_of

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
    "referral": REFERRAL,
    "referral-opened": REFERRAL,
    "referral-closed": REFERRAL,
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
    children: list[Person]
    ages: str

    @property
    def key(self) -> ChronologyKey:
        return ChronologyKey(self.date, self.source, self.id)


def entries(family: Family, **narrowed: Any) -> list[ChronologyEntry]:
    """The lines of the family's chronology, in two queries; `narrowed` as for `lines_of`."""
    lines = lines_of(family, **narrowed)
    children = children_of(family) if lines else []
    return [_entry(family, children, *line) for line in lines]


def _entry(
    family: Family, children: list[Person], day: date, origin: str, key: int, headline: str, why: str,
    about: list[int] | None, target: int | None, detail: str,
) -> ChronologyEntry:  # fmt: skip
    kind, page = SOURCES[origin].kind, PAGES[origin]
    concerned = [child for child in children if about and child.pk in about]
    return ChronologyEntry(
        date=day, source=origin, id=key, headline=headline, why=why, kind=kind, category=KINDS[kind],
        source_label=page.link or note_kind(detail).label,
        url=reverse(page.name, args=[family.pk] if target is None else [family.pk, target]),
        children=concerned, ages=ages_on(concerned or children, day),
    )  # fmt: skip


def chronology_page(
    family: Family,
    asked: QueryDict,
    *,
    child: Person | None = None,
    kinds: Collection[str] | None = None,
    newest_first: bool = True,
) -> KeyPage:
    """`asked` is the address's query: what it says of filters stays in the links to the pages before and after."""
    size = LINES_ON_PAPER if asked.get("paper") else LINES
    after = ChronologyKey.read(asked.get("after"))
    narrowed = {"child": child, "kinds": kinds, "newest_first": newest_first, "after": after}
    found = entries(family, **narrowed, limit=size + 1)
    return page_of_union(found, asked, size=size, after=after, key_of=lambda entry: entry.key)
