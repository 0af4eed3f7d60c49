"""So that Django finds the subjects' models; nobody imports from here."""

from workbook.books.models import Workbook, WorkbookDecision
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.summaries.models import InterventionSummary, SummaryNote, SummaryPassage

__all__ = [
    "EpisodeMember", "InterventionSummary", "SummaryNote", "SummaryPassage", "Workbook", "WorkbookDecision",
    "WorkbookEpisode",
]  # fmt: skip
