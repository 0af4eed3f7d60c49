"""Summaries and the headings under which each role writes; the row held for a change (A3.2)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from casework import practice
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.notes.states import HAPPENED
from casework.practice.schema import Section
from casework.trail.rows import lock
from casework.users.models import User
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.states import WorkbookState


def with_parts() -> Prefetch:
    """To prefetch the parts of summaries with all that `parts_of` reads."""
    parts = InterventionSummary.objects.select_related("worker", "allocation").prefetch_related("passages")
    return Prefetch("parts", parts)


def parts_in(summary: InterventionSummary) -> QuerySet[InterventionSummary]:
    """The parts of colleagues in it, with all that is read of them."""
    return summary.parts.select_related("worker", "allocation").prefetch_related("passages")


def sections_for(role: str) -> Sequence[Section]:
    """The headings under which a worker of this role writes, as the practice file has them."""
    return practice.current().sections_of_summary(role)


def required_for(role: str) -> list[Section]:
    """Of these the headings to be filled before finalising: the shared ones, and those that the file requires."""
    shared = {section.key for section in practice.current().summary_sections}
    return [section for section in sections_for(role) if section.key in shared or section.required]


def section_heading(key: str, role: str) -> str:
    """The heading of a passage of such a summary; its key where the file does not name it any more."""
    return next((section.heading for section in sections_for(role) if section.key == key), key)


def previous_of(summary: InterventionSummary) -> InterventionSummary | None:
    """The same worker's summary of the episode before, in this Workbook; None in the first."""
    before = summary.episode.number - 1
    return (
        summary.allocation.summaries.filter(episode__workbook=summary.episode.workbook_id, episode__number=before)
        .select_related("episode", "worker", "allocation")
        .prefetch_related("passages", with_parts())
        .first()
    )


def rating_before(summary: InterventionSummary) -> str:
    """The rating that the same worker gave last in an earlier episode; '' where they gave none."""
    others = summary.allocation.summaries.wholes().exclude(episode=summary.episode_id).exclude(rag="")
    earlier = others.filter(state=SummaryState.FINALISED, episode__begun_at__lt=summary.episode.begun_at)
    return earlier.order_by("-episode__begun_at").values_list("rag", flat=True).first() or ""


def open_summary_of(family: Family, user: User) -> InterventionSummary | None:
    """The summary in which `user` writes now, or None. Nothing begins: services ask `current_summary`."""
    in_open_workbook = family.interventionsummary_set.filter(episode__workbook__state=WorkbookState.OPEN)
    mine = in_open_workbook.filter(worker=user, state=SummaryState.OPEN)
    return mine.select_related("episode").order_by("episode__number").first()


def wholes_with_parts(episode: WorkbookEpisode) -> QuerySet[InterventionSummary]:
    """The whole summaries of the episode with all that their cards show."""
    summaries = episode.summaries.wholes().select_related("worker", "allocation")
    return summaries.prefetch_related("passages", with_parts())


def previous_ratings(episode: WorkbookEpisode) -> dict[int, str]:
    """By allocation the RAG that was given in the episode before, in the same Workbook."""
    earlier = InterventionSummary.objects.wholes().filter(episode__number=episode.number - 1)
    return dict(earlier.filter(episode__workbook=episode.workbook_id).values_list("allocation", "rag"))


def notes_of(summary: InterventionSummary) -> QuerySet[CaseNote]:
    """The notes of the period in strict date order, withdrawn ones never among them (A7.16); those of its parts too."""
    whole = [summary, *summary.parts.all()]
    notes = summary.family.casenote_set.not_withdrawn().filter(summary_lines__summary__in=whole)
    return notes.in_date_order().in_full()


def modules_of_lines(summary: InterventionSummary) -> dict[int, str]:
    """By the id of a note that was brought in: the module of the Family Programme to which it belongs (A3.4)."""
    titles = {module.key: f"module {module.number}, {module.title}" for module in practice.current().modules}
    lines = summary.lines.exclude(module="").values_list("note", "module")
    return {note: titles[key] for note, key in lines if key in titles}


def notes_on_the_file(summary: InterventionSummary, today: date) -> QuerySet[CaseNote]:
    """What others recorded in this period and stands in nobody's summary; only for whoever leads the work (A3.19)."""
    family = summary.family
    leads = family.allocation_set.leading(today).filter(worker=summary.worker_id).exists()
    if not leads or summary.state != SummaryState.OPEN or summary.part_of_id:
        return family.casenote_set.none()
    notes = family.casenote_set.filter(state__in=HAPPENED, summary_lines=None)
    return notes.filter(recorded_at__gte=summary.episode.begun_at).select_related("author").in_date_order()


def lock_summary(summary: InterventionSummary) -> InterventionSummary:
    """The row held until the transaction ends, in the order of every service: family, episode, summary.

    The family first avoids deadlocks and lets the lock on relationships see every summary; the episode, so that a
    summary is not taken back while its supervision is held.
    """
    lock(summary.family)
    lock(summary.episode)
    return lock(summary, "episode", "family", "worker", "allocation", "part_of__worker")
