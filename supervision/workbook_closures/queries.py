"""What is still open in a Workbook, as rows; and which of its children are in care (A2.4)."""

from datetime import date
from hashlib import sha256
from typing import NamedTuple

from casework.plans.models import Conference, ConferenceKind, LegalEpisode, LegalKind
from casework.unsaved.models import UnsavedText
from casework.words import say_date
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.queries import people_in_episode
from workbook.episodes.states import OVER
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.states import ProgrammeState
from workbook.summaries.delegation.models import DelegatedTask
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState


class InCare(NamedTuple):
    """`since` is from when without a break, whatever the legal status; `reviewed_on` the first review held since."""

    child: object
    since: date
    reviewed_on: date | None
    reunification: bool | None

    @property
    def hindrance(self):
        """Why the Workbook stays open for this child, or ''."""
        if self.reunification:
            return f"The plan for {self.child} is to return home, so the Workbook stays open."
        if self.reunification is None:
            return (
                f"Say in {self.child}'s care episode whether the plan is to return home: while it is, the Workbook "
                "stays open."
            )
        if self.reviewed_on is None:
            return (
                f"{self.child} has been in care since {say_date(self.since)}, and no first review is recorded as held. "
                "The Workbook stays open until it is."
            )
        return ""


def children_of(workbook):
    """The living children of the Workbook now."""
    episode = workbook.episodes.first()
    return [person for person in people_in_episode(episode) if person.is_child and not person.died] if episode else []


def children_in_care(workbook):
    """Those of its children who are in care now."""
    found = [_in_care(workbook.family, child) for child in children_of(workbook)]
    return [each for each in found if each]


def _in_care(family, child):
    episodes = LegalEpisode.objects.not_withdrawn().filter(family=family, child__in=child.all_ids, kind=LegalKind.CARE)
    now = episodes.filter(until_date=None).order_by("from_date").last()
    if now is None:
        return None
    since = _without_a_break(now, episodes)
    return InCare(child, since, _first_review(family, child, since), now.reunification)


def _without_a_break(now, episodes):
    """A new legal status is a new episode from the day on which the one before ended."""
    since = now.from_date
    for before in episodes.exclude(pk=now.pk).order_by("-from_date"):
        if before.until_date and (since - before.until_date).days <= 1:
            since = min(since, before.from_date)
    return since


def _first_review(family, child, since):
    reviews = Conference.objects.not_withdrawn().filter(
        family=family, child__in=child.all_ids, kind=ConferenceKind.CARE
    )
    return reviews.filter(held_on__gte=since).order_by("held_on").values_list("held_on", flat=True).first()


class OpenInWorkbook(NamedTuple):
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


def open_in_workbook(workbook, *, at, but_key=""):
    """`at` tells visits to come from those of which nobody said what became of them; `but_key` is the page's own."""
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
        unsaved=list(UnsavedText.objects.filter(family=family).exclude(form_key=but_key).select_related("user")),
        visits=list(family.casenote_set.planned().filter(planned_for__gt=at).select_related("author")),
        actions=list(family.agreedaction_set.still_open().select_related("owner_user", "owner_person")),
        programmes=list(workbook.programmes.filter(state=ProgrammeState.OPEN)),
        assessments=list(submitted),
    )
