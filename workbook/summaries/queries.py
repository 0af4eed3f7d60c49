"""Summaries and the headings under which each role writes; the row held for a change (A3.2)."""

from django.db.models import Prefetch

from casework import practice
from casework.trail.rows import lock
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.states import WorkbookState


def with_parts():
    """To prefetch the parts of summaries with all that `parts_of` reads."""
    parts = InterventionSummary.objects.select_related("worker", "allocation").prefetch_related("passages")
    return Prefetch("parts", parts)


def sections_for(role):
    """The headings under which a worker of this role writes, as the practice file has them."""
    return practice.current().sections_of_summary(role)


def required_for(role):
    """Of these the headings to be filled before finalising: the shared ones, and those that the file requires."""
    shared = {section.key for section in practice.current().summary_sections}
    return [section for section in sections_for(role) if section.key in shared or section.required]


def section_heading(key, role):
    """The heading of a passage of such a summary; its key where the file does not name it any more."""
    return next((section.heading for section in sections_for(role) if section.key == key), key)


def previous_of(summary):
    """The same worker's summary of the episode before, in this Workbook; None in the first."""
    before = summary.episode.number - 1
    return (
        summary.allocation.summaries.filter(episode__workbook=summary.episode.workbook_id, episode__number=before)
        .select_related("episode", "worker", "allocation")
        .prefetch_related("passages", with_parts())
        .first()
    )


def open_summary_of(family, user):
    """The summary in which `user` writes now, or None: asked for the page, so nothing begins."""
    in_open_workbook = family.interventionsummary_set.filter(episode__workbook__state=WorkbookState.OPEN)
    mine = in_open_workbook.filter(worker=user, state=SummaryState.OPEN)
    return mine.select_related("episode").order_by("episode__number").first()


def lock_summary(summary):
    """The row held until the transaction ends, in the order in which everybody waits: family, episode, summary.

    So a summary is not taken back while its supervision is held, and the lock on relationships sees every summary.
    """
    lock(summary.family)
    WorkbookEpisode.objects.select_for_update(no_key=True).get(pk=summary.episode_id)
    return (
        InterventionSummary.objects.select_for_update(of=("self",), no_key=True)
        .select_related("episode", "family", "worker", "allocation", "part_of__worker")
        .get(pk=summary.pk)
    )
