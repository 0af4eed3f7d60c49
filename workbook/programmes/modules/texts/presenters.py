"""The text of a module under each heading, with its sources, and with what changed of late (A5.11, A5.12)."""

from typing import NamedTuple

from django.urls import reverse

from casework.passages.differences import difference
from casework.practice.schema import Section
from casework.words import say_date
from workbook.episodes.states import BEFORE_SUPERVISION
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import ModulePassage
from workbook.programmes.modules.queries import sections_of
from workbook.summaries.states import SETTLED


class ChangesSince(NamedTuple):
    """The moment from which changes are told, and what it was."""

    at: object
    what: str


class ModuleText(NamedTuple):
    """A passage now; `before` is what it said then: None where it did not exist, and unasked where nothing is told."""

    text: str
    about: list
    before: str | None = None
    told: bool = False

    @property
    def change(self):
        """'new', 'same' or 'changed'; empty where nothing is told."""
        if not self.told:
            return ""
        if not self.before:
            return "new"
        return "same" if self.before == self.text else "changed"

    @property
    def difference(self):
        return difference(self.before or "", self.text)


class DrawnText(NamedTuple):
    """A passage of a worker's summary with its source; without text while its author has taken the summary back."""

    pk: int
    text: str
    about: list
    worker: str
    role: str
    episode: int
    finalised_at: object
    url: str
    drawn_by: str
    drawn_at: object
    new: bool


class SectionTexts(NamedTuple):
    section: Section
    texts: list
    drawn: list


def changes_since(programme):
    """The start of the Workbook episode that runs, else the last completed assessment; None where there is neither."""
    episodes = programme.workbook.episodes.filter(state__in=BEFORE_SUPERVISION) if programme.workbook else None
    if episodes and (episode := episodes.first()):
        return ChangesSince(
            episode.begun_at, f"Workbook episode {episode.number} began on {say_date(episode.begun_at)}"
        )
    last = programme.assessments.filter(state=AssessmentState.COMPLETED).select_related("completed").first()
    if last:
        return ChangesSince(last.completed.at, f"the assessment of {say_date(last.completed.at)}")
    return None


def texts_before(records, since):
    """What each passage of these records said at that moment, by its id, in one query."""
    owners = [record.pk for record in records]
    rows = ModulePassage.history.filter(owner__in=owners, history_date__lte=since.at)
    return dict(rows.order_by("id", "-history_date", "-history_id").distinct("id").values_list("id", "text"))


def texts_by_section(record, module, people, since=None, was=None):
    """Each heading of the module with its texts and what was drawn under it; `record` may be None: nothing yet.

    `was` is `before` of more records than this one, where it was asked for already.
    """
    names = {person.pk: str(person) for person in people}
    if record and since and was is None:
        was = texts_before([record], since)
    passages = list(record.passages.all()) if record else []
    drawn = list(record.drawn.all()) if record else []
    return [
        SectionTexts(
            section,
            list(_texts([each for each in passages if each.section == section.key], names, was)),
            [_drawn(each, names, since) for each in drawn if each.section == section.key],
        )
        for section in sections_of(module, passages)
    ]


def _texts(passages, names, was):
    for passage in passages:
        text = ModuleText(
            passage.text, [names.get(pk, "") for pk in passage.about] if not passage.owner.child_id else [],
            was.get(passage.pk) if was is not None else None, was is not None,
        )  # fmt: skip
        if text.text or text.before:
            yield text


def _drawn(drawn, names, since):
    summary = drawn.passage.owner
    stands = summary.state in SETTLED
    return DrawnText(
        pk=drawn.pk,
        text=drawn.passage.text if stands else "",
        about=[names.get(pk, "") for pk in drawn.passage.about],
        worker=str(summary.worker),
        role=summary.allocation.get_role_display(),
        episode=summary.episode.number,
        finalised_at=summary.finalised_at,
        url=reverse("summary", args=[summary.family_id, summary.pk]),
        drawn_by=str(drawn.drawn_by),
        drawn_at=drawn.drawn_at,
        new=bool(since and drawn.drawn_at > since.at),
    )
