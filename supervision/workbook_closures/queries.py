"""What is still open in a Workbook, as rows; and which of its children are in care (A2.4)."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet

from casework.actions.models import AgreedAction
from casework.families.models import Family
from casework.notes.models import CaseNote
from casework.people.models import Person
from casework.plans.models import Conference, ConferenceKind, LegalEpisode, LegalKind
from casework.trail.rows import fingerprint
from casework.unsaved.models import UnsavedText
from casework.unsaved.queries import unsaved_for
from casework.users.models import User
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.queries import children_in_episode
from workbook.episodes.states import OVER
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.states import ProgrammeState
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState
from workbook.workbooks.models import Workbook


class InCare(NamedTuple):
    """`since` is from when without a break, whatever the legal status; `reviewed_on` the first review held since."""

    child: Person
    since: date
    reviewed_on: date | None
    reunification: bool | None


def children_of(workbook: Workbook) -> list[Person]:
    """The living children of the Workbook now."""
    episode = workbook.episodes.first()
    return [child for child in children_in_episode(episode) if not child.died] if episode else []


def children_in_care(workbook: Workbook) -> list[InCare]:
    """Those of its children who are in care now."""
    found = [_in_care(workbook.family, child) for child in children_of(workbook)]
    return [each for each in found if each]


def _in_care(family: Family, child: Person) -> InCare | None:
    episodes = LegalEpisode.objects.not_withdrawn().filter(family=family, child__in=child.all_ids, kind=LegalKind.CARE)
    now = episodes.filter(until_date=None).order_by("from_date").last()
    if now is None:
        return None
    since = _without_a_break(now, episodes)
    return InCare(child, since, _first_review(family, child, since), now.reunification)


def _without_a_break(now: LegalEpisode, episodes: QuerySet[LegalEpisode]) -> date:
    """A new legal status is a new episode from the day on which the one before ended."""
    since = now.from_date
    for before in episodes.exclude(pk=now.pk).order_by("-from_date"):
        if before.until_date and (since - before.until_date).days <= 1:
            since = min(since, before.from_date)
    return since


def _first_review(family: Family, child: Person, since: date) -> date | None:
    reviews = Conference.objects.not_withdrawn().filter(
        family=family, child__in=child.all_ids, kind=ConferenceKind.CARE
    )
    return reviews.filter(held_on__gte=since).order_by("held_on").values_list("held_on", flat=True).first()


class OpenInWorkbook(NamedTuple):
    episodes: list[WorkbookEpisode]
    summaries: list[InterventionSummary]
    supervisions: list[GroupSupervision]
    tasks: list[DelegatedTask]
    unsaved: list[UnsavedText]
    visits: list[CaseNote]
    actions: list[AgreedAction]
    programmes: list[FamilyProgramme]
    assessments: list[ProgrammeAssessment]

    @property
    def fingerprint(self) -> str:
        """Changes when something is added or finished.

        Unsaved text is left out: it changes with every pause in somebody's typing, and nothing happens to it.
        """
        return fingerprint(
            {name: [row.pk for row in rows] for name, rows in self._asdict().items() if name != "unsaved"}
        )


def open_in_workbook(workbook: Workbook, *, at: datetime, by: User | None = None, page: str = "") -> OpenInWorkbook:
    """Visits are to come after `at`; what `by` has typed on `page` itself is left out."""
    family = workbook.family
    summaries = InterventionSummary.objects.filter(episode__workbook=workbook).select_related("worker", "episode")
    tasks = DelegatedTask.objects.filter(summary__episode__workbook=workbook, state=TaskState.ASKED)
    submitted = ProgrammeAssessment.objects.filter(
        programme__workbook=workbook, state=AssessmentState.SUBMITTED
    ).select_related("programme")
    prepared = GroupSupervision.objects.filter(episode__workbook=workbook, state=SupervisionState.PREPARED)
    return OpenInWorkbook(
        episodes=list(workbook.episodes.exclude(state__in=OVER)),
        summaries=list(summaries.filter(state=SummaryState.OPEN).order_by("episode__number", "pk")),
        supervisions=list(prepared.select_related("episode").prefetch_related("packs", "episode__summaries__worker")),
        tasks=list(tasks.select_related("part__worker", "asked_by")),
        unsaved=list(unsaved_for(family).exclude(user=by, url=page).select_related("user")),
        visits=list(family.casenote_set.planned().filter(planned_for__gt=at).select_related("author")),
        actions=list(family.agreedaction_set.still_open().select_related("owner_user", "owner_person")),
        programmes=list(workbook.programmes.filter(state=ProgrammeState.OPEN)),
        assessments=list(submitted),
    )
