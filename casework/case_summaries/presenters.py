"""The versions of a child's case summary as its pages show them."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.queries import due_date_of
from casework.case_summaries.states import CaseSummaryState
from casework.family_page.presenters import family_page
from casework.passages.presenters import PassageText, passage_texts
from casework.words import say_age


def case_summary_page(family, child, **context):
    """What every page of the child's case summary shows: its versions and when the next is due."""
    versions = versions_of(family, child)
    return family_page(
        family,
        "family",
        child=child,
        age=say_age(child, timezone.localdate()),
        versions=versions,
        due=due_date_of(family, child),
        empty_headings=empty_headings(versions.open),
        may_write=family.access.can(Can.LEAD),
        case_is_open=family.involvement_set.filter(child=child, closed_on=None).exists(),
        cancel_url=reverse("case-summary", args=[family.pk, child.pk]),
        **context,
    )


def open_version(versions):
    return versions.open.summary.version if versions.open else 0


def saved_text(versions):
    """What is saved now, for whoever wrote from an older version."""
    saved = versions.open or versions.current
    return saved.passages if saved else []


class CaseSummaryVersion(NamedTuple):
    summary: CaseSummary
    passages: list[PassageText]


class CaseSummaryVersions(NamedTuple):
    """`open` and `current` (the last completed) may be None."""

    open: CaseSummaryVersion | None
    current: CaseSummaryVersion | None
    earlier: list[CaseSummaryVersion]


def versions_of(family, child):
    summaries = family.casesummary_set.filter(child=child).select_related("completed_by").prefetch_related("passages")
    versions = [CaseSummaryVersion(summary, _passages(summary)) for summary in summaries]
    completed = [version for version in versions if version.summary.state == CaseSummaryState.COMPLETED]
    opened = next((version for version in versions if version.summary.state == CaseSummaryState.OPEN), None)
    return CaseSummaryVersions(opened, completed[0] if completed else None, completed[1:])


def _passages(summary):
    """Without 'about': all of it is about the child."""
    sections = practice.current().case_summary_sections
    return [passage._replace(about=[]) for passage in passage_texts(summary.passages.all(), sections, [])]


def empty_headings(version):
    """The headings under which nothing is written yet."""
    written = {passage.heading for passage in version.passages} if version else set()
    return [section.heading for section in practice.current().case_summary_sections if section.heading not in written]
