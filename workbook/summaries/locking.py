"""While a summary is open, the family's relationships are locked; the supervision checks them, and opens them (C23)."""

from django.urls import reverse

from casework import practice
from casework.families.models import Held
from casework.families.services import lock
from casework.holds import services as holds
from casework.words import say_when
from workbook.books.states import WorkbookState
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

TO_BE_CLOSED = (EpisodeState.OPEN, EpisodeState.REOPENED)


def settle(family):
    """Place or lift the lock as the family's summaries stand now.

    Called in the transaction in which a summary or its episode changed. The family is held, so that of two who finalise
    at the same moment the second sees what the first did.
    """
    lock(family)
    if because := why_locked(family):
        url = reverse("workbook", args=[family.pk])
        holds.place(family, Held.RELATIONSHIPS, family, because=because, url=url)
    else:
        holds.lift(family, Held.RELATIONSHIPS, family)


def in_supervision(family):
    """The episode between its closing for supervision and the sign-off, when relationships are checked; or None."""
    episodes = WorkbookEpisode.objects.filter(family=family, workbook__state=WorkbookState.OPEN)
    if episodes.filter(state__in=TO_BE_CLOSED).exists():
        return None
    return episodes.filter(state__in=[EpisodeState.CLOSED, EpisodeState.SUPERVISED]).order_by("-number").first()


def why_locked(family):
    """Why relationships do not change now, and when they do again; '' while they may.

    From closing for supervision until its sign-off they are open, though somebody may have begun a summary ahead.
    """
    if not practice.current().settings.relationships_locked_while_summary_open:
        return ""
    number = InterventionSummary.objects.wholes().filter(family=family, state=SummaryState.OPEN).count()
    to_be_closed = WorkbookEpisode.objects.filter(family=family, state__in=TO_BE_CLOSED)
    episode = to_be_closed.filter(workbook__state=WorkbookState.OPEN).first()
    if not number or not episode:
        return ""
    summaries = "A summary is open" if number == 1 else f"{number} summaries are open"
    return (
        f"{summaries}. Relationships can be changed again when all are finalised, or when the episode is closed for "
        f"the supervision planned for {say_when(episode.supervision_planned_for)}."
    )
