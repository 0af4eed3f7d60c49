"""The text of a module under each heading, with its sources, and with what changed of late (A5.11, A5.12)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from casework.differences import difference
from casework.marks.presenters import Mark, marks_of, without_names
from casework.marks.registry import add_url
from casework.naming.presenters import with_colleagues_apart
from casework.people.models import Person
from casework.practice.schema import Module, Section
from casework.words import say_date
from workbook.programmes.assessments.queries import last_completed
from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModulePassage, ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.modules.queries import sections_of
from workbook.summaries.models import SummaryPassage
from workbook.summaries.states import SETTLED


class ChangesSince(NamedTuple):
    """The moment from which changes are shown, and what it was."""

    at: datetime
    what: str


class ModuleText(NamedTuple):
    """A passage now; `before` is what it said then, None where it did not exist; read only where it is `compared`."""

    text: str
    about: list[str]
    before: str | None = None
    compared: bool = False
    marks: Sequence[Mark] = ()
    add_url: str = ""

    @property
    def change(self) -> str:
        """'new', 'same' or 'changed'; '' where nothing is compared."""
        if not self.compared:
            return ""
        if not self.before:
            return "new"
        return "same" if self.before == self.text else "changed"

    @property
    def difference(self) -> str:
        return difference(self.before or "", self.text)


class DrawnText(NamedTuple):
    """A passage of a worker's summary with its source; without text while its author has taken the summary back."""

    pk: int
    text: str
    about: list[str]
    worker: str
    role: str
    episode: int
    finalised_at: datetime | None
    url: str
    drawn_by: str
    drawn_at: datetime
    new: bool
    marks: Sequence[Mark] = ()


class SectionTexts(NamedTuple):
    """The texts under one heading, and what was drawn from summaries."""

    section: Section
    texts: list[ModuleText]
    drawn: list[DrawnText]


def changes_since(programme: FamilyProgramme) -> ChangesSince | None:
    """The start of the Workbook episode that runs, else the last completed assessment; None where there is neither."""
    if episode := queries.episode_before_supervision(programme):
        began = f"Workbook episode {episode.number} began on {say_date(episode.begun_at)}"
        return ChangesSince(episode.begun_at, began)
    if completed_at := last_completed(programme):
        return ChangesSince(completed_at, f"the assessment of {say_date(completed_at)}")
    return None


def texts_before(records: Iterable[ModuleRecord], since: ChangesSince) -> dict[int, str]:
    """What each passage of these records said at that moment, by its id, in one query."""
    return queries.texts_at(records, since.at)


def texts_by_section(
    record: ModuleRecord | None,
    module: Module,
    people: Iterable[Person],
    since: ChangesSince | None = None,
    before: dict[int, str] | None = None,
) -> list[SectionTexts]:
    """Each heading of the module with its texts and what was drawn under it; `record` is None where nothing was yet.

    `before` is `texts_before`, of more records than this one, where it was asked for already.
    """
    names = {person.pk: str(person) for person in people}
    if record and since and before is None:
        before = texts_before([record], since)
    passages = list(record.passages.all()) if record else []
    drawn = with_colleagues_apart(
        record.drawn.all() if record else (), timezone.localdate(), "passage.owner.worker", "drawn_by"
    )
    return [
        SectionTexts(
            section,
            list(_texts([each for each in passages if each.section == section.key], names, before)),
            [_drawn(each, names, since) for each in drawn if each.section == section.key],
        )
        for section in sections_of(module, passages)
    ]


def _texts(
    passages: Iterable[ModulePassage], names: Mapping[int, str], before: dict[int, str] | None
) -> Iterator[ModuleText]:
    for passage in passages:
        text = ModuleText(
            passage.text, [names.get(pk, "") for pk in passage.about] if not passage.owner.child_id else [],
            before.get(passage.pk) if before is not None else None, before is not None,
            marks_in_module(passage), add_url(passage),
        )  # fmt: skip
        if text.text or text.before:
            yield text


def _drawn(drawn: DrawnPassage, names: Mapping[int, str], since: ChangesSince | None) -> DrawnText:
    summary = drawn.passage.owner
    settled = summary.state in SETTLED
    return DrawnText(
        pk=drawn.pk,
        text=drawn.passage.text if settled else "",
        about=[names.get(pk, "") for pk in drawn.passage.about],
        worker=str(summary.worker),
        role=summary.allocation.get_role_display(),
        episode=summary.episode.number,
        finalised_at=summary.finalised_at,
        url=reverse("summary", args=[summary.family_id, summary.pk]),
        drawn_by=str(drawn.drawn_by),
        drawn_at=drawn.drawn_at,
        new=bool(since and drawn.drawn_at > since.at),
        marks=marks_in_module(drawn.passage) if settled else (),
    )


def marks_in_module(passage: SummaryPassage | ModulePassage) -> Sequence[Mark]:
    """Where parents work apart, a module says that a passage is disputed, and neither by whom nor what was said."""
    marks = marks_of(passage)
    return without_names(marks) if marks and queries.works_apart(passage.family_id) else marks
