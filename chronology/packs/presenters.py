"""A supervision pack laid out: its contents, read from the record as it is at one moment, and its file's name."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from casework.documents import pdf
from casework.drawing.svg import data_url
from casework.ecomap.presenters import ecomap_in_words, ecomap_of
from casework.families.models import ADULTS, CHILDREN, Family
from casework.frozen.document import Document
from casework.frozen.presenters import papers_of
from casework.genogram.picture.wording import genogram_in_words
from casework.genogram.presenters import cultural_notes, genogram_of
from casework.naming.presenters import with_colleagues_apart
from casework.passages.presenters import PassageText
from casework.people.family_time.presenters import family_time_lines
from casework.people.key_contacts.presenters import key_contacts_of
from casework.people.models import Person
from casework.people.responsibility.presenters import holders_of
from casework.people.safe_contacts.presenters import printed_safe_contacts
from casework.plans.status.presenters import status_by_child
from casework.risk_dates.presenters import printed_dates_ahead
from casework.safety_plans.presenters import current_of
from casework.warnings.presenters import warning_texts
from casework.words import isolated, london_date, say_age
from chronology.journey.presenters import printed_journey
from chronology.overview.queries import open_actions, workers_of
from chronology.packs.ratings.presenters import ratings_of
from chronology.timeline.presenters import folded_entries
from supervision.group_supervisions.episode_closures.presenters import unwritten_notes
from supervision.group_supervisions.presenters import relationship_lines
from supervision.group_supervisions.summaries.presenters import supervision_summaries
from supervision.group_supervisions.summaries.queries import summaries_read_at
from supervision.packs.models import Pack
from workbook.summaries.contents import SAID
from workbook.summaries.presenters import SummaryCard


def contents_of(pack: Pack, *, as_at: datetime) -> dict[str, Any]:
    """The context of the template `chronology/packs/pack.html`."""
    supervision = pack.supervision
    family, episode, today = supervision.family, supervision.episode, london_date(as_at)
    # A pack that is made after the meeting covers the period up to the meeting.
    until = min(today, london_date(supervision.held_at)) if supervision.held_at else today
    cards = supervision_summaries(supervision, family.people_ever())
    finished = papers_of("summary", summaries_read_at(supervision))
    return {
        "family": family,
        "supervision": supervision,
        "episode": episode,
        "as_at": as_at,
        "demonstration": settings.DEMONSTRATION,
        "since": london_date(episode.begun_at),
        "until": until,
        "warnings": warning_texts(family, None, today),
        "notices": list(_notices(cards, family)),
        "children": _people(family, today, CHILDREN),
        "adults": _people(family, today, ADULTS),
        "status": status_by_child(family, family.children_now(), today),
        "relationships": relationship_lines(family),
        "workers": with_colleagues_apart(workers_of(family, today), today, "worker"),
        "key_contacts": key_contacts_of(family, today),
        **_around(family, today),
        "genogram": printed_genogram(family, today),
        "ecomap": printed_ecomap(family),
        "ratings": ratings_of(episode),
        "journey": printed_journey(family, until),
        "cards": [Summary(card, _said(card, finished)) for card in cards],
        "safety_plan": current_of(family),
        "actions": open_actions(family),
        "chronology": folded_entries(family, since=london_date(episode.begun_at), until=until),
    }


def _around(family: Family, today: date) -> dict[str, Any]:
    """Of what restricted families wrote nothing: a pack has readers of whom it does not know. Never a code word."""
    people, children = family.people_now(), family.children_now()
    return {
        "holders": holders_of(family, children, None, today),
        "family_time": family_time_lines(family, children, None, today),
        "safe_contact": printed_safe_contacts(family, people, today),
        "risk_dates": printed_dates_ahead(family, today),
    }


class Summary(NamedTuple):
    """A worker's summary: `said` is what of it was finalised, as it stood then, with what was said of it since; None
    where it is not finalised, or was not frozen."""

    card: SummaryCard
    said: Document | None


def _said(card: SummaryCard, finished: Mapping[int, Document]) -> Document | None:
    found = None if card.status else finished.get(card.summary_id)
    return found.parts_of(SAID, deeper=1) if found else None


def _notices(cards: Iterable[SummaryCard], family: Family) -> Iterator[str]:
    """What the reader must know is not in the pack."""
    for card in cards:
        if card.left_out_because:
            yield f"Closed without the summary of {card.worker} ({card.role.lower()}): {card.left_out_because}"
        elif card.status:
            yield f"The summary of {card.worker} ({card.role.lower()}) is not finalised, so it is not in this pack."
    for note in unwritten_notes(family):
        yield f"Not written up yet: {note.label.lower()} of {london_date(note.when):%-d %b %Y}, {note.author}."


def _people(family: Family, today: date, roles: Collection[str]) -> list[tuple[str, str, str, bool]]:
    members = [member for member in family.members_now() if member.role in roles]
    return [
        (_full_name(member.person), member.get_role_display(), say_age(member.person, today), member.in_household)
        for member in members
    ]


def _full_name(person: Person) -> str:
    """With the name by which the rest of the pack calls them."""
    if person.known_as:
        return f"{person.full_name}, known as {isolated(person.known_as)}"
    return person.full_name


class PrintedEcomap(NamedTuple):
    """`picture` is a data address, '' without ties; `words` are the same in words."""

    picture: str
    words: str
    ties: list[Any]
    key: list[tuple[str, str]]


def printed_ecomap(family: Family) -> PrintedEcomap:
    ecomap = ecomap_of(family)
    key = [(data_url(sign.svg), sign.words) for sign in ecomap.key]
    picture = data_url(ecomap.svg) if ecomap.svg else ""
    return PrintedEcomap(picture, ecomap_in_words(ecomap.ties), ecomap.ties, key)


class PrintedGenogram(NamedTuple):
    """`picture` is a data address; `words` are the same in words; a wide one is printed on its side."""

    picture: str
    words: str
    key: list[tuple[str, str]]
    wide: bool
    notes: list[PassageText]


def printed_genogram(family: Family, today: date) -> PrintedGenogram:
    genogram = genogram_of(family, today=today)
    key = [(data_url(sign.svg), sign.words) for sign in genogram.key]
    picture = data_url(genogram.svg) if genogram.generations else ""
    return PrintedGenogram(picture, genogram_in_words(genogram.generations), key, genogram.wide, cultural_notes(family))


def lay_out(pack: Pack, as_at: datetime) -> pdf.PrintablePage:
    html = render_to_string("chronology/packs/pack.html", contents_of(pack, as_at=as_at))
    return pdf.PrintablePage(html, file_name(pack), as_at)


def file_name(pack: Pack) -> str:
    """The file's name, without the family's."""
    day = london_date(pack.supervision.episode.supervision_planned_for)
    return f"{pack.family.reference} supervision pack {day:%Y-%m-%d} no {pack.number}.pdf"
