"""The versions of a child's case summary as a page shows them."""

from typing import NamedTuple

from casework import practice
from casework.passages.reading import Shown, shown
from casework.summaries.models import CaseSummary
from casework.summaries.states import CaseSummaryState


class Version(NamedTuple):
    summary: CaseSummary
    passages: list[Shown]


class Versions(NamedTuple):
    """`open` and `current` (the last completed) may be None."""

    open: Version
    current: Version
    earlier: list[Version]


def versions_of(family, child):
    summaries = family.casesummary_set.filter(child=child).select_related("completed_by").prefetch_related("passages")
    versions = [Version(summary, _passages(summary)) for summary in summaries]
    completed = [version for version in versions if version.summary.state == CaseSummaryState.COMPLETED]
    opened = next((version for version in versions if version.summary.state == CaseSummaryState.OPEN), None)
    return Versions(opened, completed[0] if completed else None, completed[1:])


def _passages(summary):
    """Without 'about': all of it is about the child."""
    sections = practice.current().case_summary_sections
    return [passage._replace(about=[]) for passage in shown(summary.passages.all(), sections, [])]


def empty_headings(version):
    """The headings under which nothing is written yet."""
    written = {passage.heading for passage in version.passages} if version else set()
    return [section.heading for section in practice.current().case_summary_sections if section.heading not in written]
