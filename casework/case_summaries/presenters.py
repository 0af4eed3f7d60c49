"""The versions of a child's case summary as its pages show them."""

from datetime import date
from typing import Any, NamedTuple

from casework import practice
from casework.access import Can
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.queries import due_date_of, is_open_for, summaries_of
from casework.case_summaries.states import CaseSummaryState
from casework.families.models import Family
from casework.passages.presenters import PassageText, passage_texts
from casework.people.models import Person
from casework.words import say_age


class CaseSummaryVersion(NamedTuple):
    summary: CaseSummary
    passages: list[PassageText]


class CaseSummaryVersions(NamedTuple):
    """The open version, the last completed one, and those completed before it, the latest first."""

    open: CaseSummaryVersion | None
    current: CaseSummaryVersion | None
    earlier: list[CaseSummaryVersion]

    @property
    def latest(self) -> CaseSummaryVersion | None:
        return self.open or self.current

    @property
    def open_version(self) -> int:
        """The number for the optimistic lock: 0 while none is open."""
        return self.open.summary.version if self.open else 0


def case_summary_of(family: Family, child: Person, *, today: date) -> dict[str, Any]:
    """What the pages of the child's case summary show: its versions and when the next is due."""
    versions = versions_of(family, child)
    return {
        "child": child,
        "age": say_age(child, today),
        "versions": versions,
        "due": due_date_of(family, child),
        "empty_headings": empty_headings(versions.open),
        "may_write": family.access.can(Can.LEAD),
        "case_is_open": is_open_for(family, child),
    }


def versions_of(family: Family, child: Person) -> CaseSummaryVersions:
    versions = [CaseSummaryVersion(summary, _passages(summary)) for summary in summaries_of(family, child)]
    completed = [version for version in versions if version.summary.state == CaseSummaryState.COMPLETED]
    opened = next((version for version in versions if version.summary.state == CaseSummaryState.OPEN), None)
    return CaseSummaryVersions(opened, completed[0] if completed else None, completed[1:])


def _passages(summary: CaseSummary) -> list[PassageText]:
    """Without 'about': all of it is about the child."""
    sections = practice.current().case_summary_sections
    return [passage._replace(about=[]) for passage in passage_texts(summary.passages.all(), sections, [])]


def empty_headings(version: CaseSummaryVersion | None) -> list[str]:
    """The headings under which nothing is written yet."""
    written = {passage.heading for passage in version.passages} if version else set()
    return [section.heading for section in practice.current().case_summary_sections if section.heading not in written]
