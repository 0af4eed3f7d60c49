"""The pages that are measured, for which roles, and the rows that stand in their addresses."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from casework.families.models import Family, FamilyMember
from casework.notes.models import CaseNote
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
    """`name` is that of the address, `parts` the fields of `Subject` in it, `query` what follows it."""

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
        return f"{path}?{urlencode(self.query)}" if self.query else path


LISTS = (
    Page("my work", "my-work"),
    Page("families", "families"),
    Page("families, my team's", "families", query=(("whose", "team"),)),
    Page("families, closed", "families", query=(("whose", "closed"),)),
    Page("families, search", "families", query=(("q", "ash"),)),
    Page("notifications", "notifications"),
    Page("supervisions", "supervisions"),
    Page("calls", "calls"),
    Page("absences", "absences"),
    Page("unallocated", "unallocated"),
    Page("unallocated, report", "unallocated-report"),
    Page("unallocated, file", "unallocated-file"),
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
    Page("matches while typing", "person-matches", ("family",), (("name", "Nora Ashford"), ("born", "2019-05-14"))),
    Page("episodes as JSON", "api-episodes", ("family",)),
    Page("summaries as JSON", "api-summaries", ("family",)),
    Page("chronology as JSON", "api-chronology", ("family",)),
)
PAGES = (*LISTS, *OF_A_FAMILY)


class Subject(NamedTuple):
    """The family with thirteen episodes that the worker leads, and the visit that waits to be written up."""

    family: int
    note: int


def user_of(role: str) -> User:
    return User.objects.get(email=f"{WHO[role]}@{DOMAIN}")


def subject() -> Subject:
    worker = user_of(WORKER)
    family = (
        Family.objects.filter(allocation__worker=worker, workbook__episodes__number=13, allocation__until_date=None)
        .order_by("pk")
        .first()
    )
    assert family is not None and FamilyMember.objects.filter(family=family).exists()
    note = CaseNote.objects.filter(family=family, author=worker, state=NoteState.TOOK_PLACE).order_by("pk").first()
    assert note is not None
    return Subject(family.pk, note.pk)
