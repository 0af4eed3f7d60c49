"""The pages that are measured, for which roles, and the rows that stand in their addresses."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from casework.families.models import Family
from casework.notes.states import NoteState
from casework.users.models import User
from config.county.authority import AUDITOR, DOMAIN, HEAD, MANAGER_OF_ALL_TEAMS

# The role, and the beginning of the address of who has it in the county.
WORKER, MANAGER, ALL_TEAMS = "worker", "manager", "manager of 52 teams"
HEAD_OF_SERVICE, INSPECTOR, SUPPORT = "head of service", "auditor", "business support"
WHO = {
    WORKER: "social_worker0.0",
    MANAGER: "manager0",
    ALL_TEAMS: MANAGER_OF_ALL_TEAMS,
    HEAD_OF_SERVICE: HEAD,
    INSPECTOR: AUDITOR,
    SUPPORT: "support0.0",
}


class Page(NamedTuple):
    """`name` is that of the address, `parts` are fields of `Subject` in it; `query` has such fields in braces."""

    title: str
    name: str
    parts: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()

    @property
    def is_list(self) -> bool:
        """Of no family: what it costs must depend on what one may see, not on what the county holds."""
        return not self.parts

    def address(self, subject: "Subject") -> str:
        path = reverse(self.name, args=[getattr(subject, part) for part in self.parts])
        query = {key: value.format(**subject._asdict()) for key, value in self.query}
        return f"{path}?{urlencode(query)}" if query else path


LISTS = (
    Page("my work", "my-work"),
    Page("families", "families"),
    Page("families, my team's", "families", query=(("whose", "team"),)),
    Page("families, closed", "families", query=(("whose", "closed"),)),
    Page("families, search", "families", query=(("q", "{name}"),)),
    Page("notifications", "notifications"),
    Page("supervisions", "supervisions"),
    Page("calls", "calls"),
    Page("absences", "absences"),
    Page("notes for other teams", "left-notes"),
    Page("notes to file", "left-notes-to-file"),
    Page("opened in an emergency", "emergencies"),
    Page("unallocated", "unallocated"),
    Page("unallocated, report", "unallocated-report"),
    Page("unallocated, file", "unallocated-file"),
    Page("compliance figures", "compliance"),
    Page("families as JSON", "api-families"),
)
OF_A_FAMILY = (
    Page("overview", "family", ("family",)),
    Page("chronology", "chronology", ("family",)),
    Page("history", "history", ("family",)),
    Page("notes", "notes", ("family",)),
    Page("people", "people", ("family",)),
    Page("workbook", "workbook", ("family",)),
    Page("supervisions of a family", "family-supervisions", ("family",)),
    Page("write-up", "note-write-up", ("family", "note")),
    Page("matches while typing", "person-matches", ("family",), (("name", "{child}"), ("born", "{born}"))),
    Page("episodes as JSON", "api-episodes", ("family",)),
    Page("summaries as JSON", "api-summaries", ("family",)),
    Page("chronology as JSON", "api-chronology", ("family",)),
)
PAGES = (*LISTS, *OF_A_FAMILY)


class Subject(NamedTuple):
    """The family with thirteen episodes that the worker leads, a child of it, and the visit to be written up."""

    family: int
    note: int
    name: str
    child: str
    born: date | None


def user_of(role: str) -> User:
    return User.objects.get(email=f"{WHO[role]}@{DOMAIN}")


def subject() -> Subject:
    worker = user_of(WORKER)
    led = Family.objects.filter(allocation__worker=worker, allocation__until_date=None)
    family = led.filter(workbook__episodes__number=13).earliest("pk")
    note = family.casenote_set.filter(author=worker, state=NoteState.TOOK_PLACE).earliest("pk")
    child = family.children_ever().earliest("pk")
    return Subject(family.pk, note.pk, family.name, child.name, child.born)
