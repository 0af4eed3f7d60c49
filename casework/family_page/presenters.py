"""What every page of a family shows around its content: the identity bar and the family's own navigation."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.allocations.reading import family_lead
from casework.cautions import reading as cautions
from casework.joins.reading import joined_into
from casework.plans.standing import subject_to
from casework.words import say_age

# Label, and the name of the page; the names belong to apps to the right, links are by name only.
PAGES = {
    "family": "Overview",
    "notes": "Notes",
    "workbook": "Workbook",
    "programmes": "Programme",
    "family-supervisions": "Supervision",
    "chronology": "Chronology",
    "people": "People",
    "history": "History",
}


class Page(NamedTuple):
    label: str
    url: str
    current: bool


class Bar(NamedTuple):
    team: str
    lead_worker: str
    subject_to: str
    overall_rag: str
    rag_since: object
    next_supervision: object
    warnings: list
    children_line: str


def family_page(family, current, **context):
    """The context of a page of `family`, with the navigation entry `current` (a key of PAGES) marked."""
    into = joined_into(family)
    may_record = family.access.can(Can.RECORD) and into is None
    return {
        "family": family,
        "bar": identity_bar(family, timezone.localdate()),
        "joined_into": into,
        "subnav": [
            Page(label, reverse(name, args=[family.pk]), name == current)
            for name, label in PAGES.items()
            if name != "history" or family.access.can(Can.INSPECT)
        ],
        "record_url": reverse("note-record", args=[family.pk]) if may_record else "",
        **context,
    }


def identity_bar(family, today):
    lead = family_lead(family)
    team = family.familyteam_set.filter(until_date=None).select_related("team").first()
    children = [member.person for member in family.members_now() if member.person.is_child]
    return Bar(
        team=team.team.name if team else "",
        lead_worker=lead.worker.name if lead else "",
        subject_to=subject_to(family, children, today),
        overall_rag=family.headline.overall_rag,
        rag_since=family.headline.rag_since,
        next_supervision=family.headline.next_supervision,
        warnings=cautions.in_words(cautions.current(family), today),
        children_line=", ".join(_with_age(child, today) for child in children),
    )


def _with_age(person, today):
    age = say_age(person, today)
    return f"{person} ({age})" if age else str(person)
