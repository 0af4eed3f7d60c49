"""What is still open in a Workbook, as rows: what the page of its closing lists, and what closing it ends."""

from hashlib import sha256
from typing import NamedTuple

from casework.unsaved.models import UnsavedText
from supervision.groups.models import GroupSupervision
from supervision.groups.states import SupervisionState
from workbook.assessments.models import ProgrammeAssessment
from workbook.assessments.states import AssessmentState
from workbook.delegation.models import DelegatedTask
from workbook.delegation.states import TaskState
from workbook.episodes.states import EpisodeState
from workbook.programmes.states import ProgrammeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

OVER = (EpisodeState.SUPERVISED, EpisodeState.ENDED)


class Standing(NamedTuple):
    episodes: list
    summaries: list
    supervisions: list
    tasks: list
    unsaved: list
    visits: list
    actions: list
    programmes: list
    assessments: list

    @property
    def seen(self):
        """Changes when something is added or finished: what a page hands back to say what it showed.

        Unsaved text is left out: it changes with every pause in somebody's typing, and nothing happens to it.
        """
        rows = [row for name, kind in self._asdict().items() if name != "unsaved" for row in kind]
        said = "|".join(f"{row._meta.model_name}:{row.pk}" for row in rows)
        return sha256(said.encode()).hexdigest()[:16]


def standing_of(workbook, *, at, but_key=""):
    """`at` tells visits to come from those of which nobody said what became of them; `but_key` is the page's own."""
    family = workbook.family
    summaries = InterventionSummary.objects.filter(episode__workbook=workbook).select_related("worker", "episode")
    tasks = DelegatedTask.objects.filter(summary__episode__workbook=workbook, state=TaskState.ASKED)
    submitted = ProgrammeAssessment.objects.filter(
        programme__workbook=workbook, state=AssessmentState.SUBMITTED
    ).select_related("programme")
    prepared = GroupSupervision.objects.filter(episode__workbook=workbook, state=SupervisionState.PREPARED)
    return Standing(
        episodes=list(workbook.episodes.exclude(state__in=OVER)),
        summaries=list(summaries.filter(state=SummaryState.OPEN).order_by("episode__number", "pk")),
        supervisions=list(prepared.select_related("episode").prefetch_related("packs", "episode__summaries__worker")),
        tasks=list(tasks.select_related("part__worker", "asked_by")),
        unsaved=list(UnsavedText.objects.filter(family=family).exclude(form_key=but_key).select_related("user")),
        visits=list(family.casenote_set.planned().filter(planned_for__gt=at).select_related("author")),
        actions=list(family.agreedaction_set.still_open().select_related("owner_user", "owner_person")),
        programmes=list(workbook.programmes.filter(state=ProgrammeState.OPEN)),
        assessments=list(submitted),
    )
