"""The text of a module as pages show it: under each heading, with its sources, and with what changed of late."""

from typing import NamedTuple

from django.urls import reverse

from casework.passages.differences import difference
from casework.practice.schema import Section
from casework.words import say_date
from workbook.assessments.states import AssessmentState
from workbook.episodes.states import EpisodeState
from workbook.programmes import reading
from workbook.programmes.models import ModulePassage
from workbook.programmes.states import ModuleState, ProgrammeState
from workbook.summaries.prompts import heading_of
from workbook.summaries.states import SETTLED

COLOURS = {ProgrammeState.OPEN: "green", ProgrammeState.ENDED: "grey"}
MODULE_COLOURS = {ModuleState.OPEN: "blue", ModuleState.COMPLETED: "green"}
BEFORE_SUPERVISION = (EpisodeState.OPEN, EpisodeState.CLOSED, EpisodeState.REOPENED)


class Since(NamedTuple):
    """The moment from which changes are told, and what it was."""

    at: object
    what: str


class Text(NamedTuple):
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


class Drawn(NamedTuple):
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


class Part(NamedTuple):
    section: Section
    texts: list
    drawn: list


def since_of(programme):
    """The start of the Workbook episode that runs, else the last completed assessment; None where there is neither."""
    episodes = programme.workbook.episodes.filter(state__in=BEFORE_SUPERVISION) if programme.workbook else None
    if episodes and (episode := episodes.first()):
        return Since(episode.begun_at, f"Workbook episode {episode.number} began on {say_date(episode.begun_at)}")
    last = programme.assessments.filter(state=AssessmentState.COMPLETED).select_related("completed").first()
    if last:
        return Since(last.completed.at, f"the assessment of {say_date(last.completed.at)}")
    return None


def before(records, since):
    """What each passage of these records said at that moment, by its id, in one query."""
    owners = [record.pk for record in records]
    rows = ModulePassage.history.filter(owner__in=owners, history_date__lte=since.at)
    return dict(rows.order_by("id", "-history_date", "-history_id").distinct("id").values_list("id", "text"))


def parts_of(record, module, people, since=None, was=None):
    """Each heading of the module with its texts and what was drawn under it; `record` may be None: nothing yet.

    `was` is `before` of more records than this one, where it was asked for already.
    """
    names = {person.pk: str(person) for person in people}
    if record and since and was is None:
        was = before([record], since)
    passages = list(record.passages.all()) if record else []
    drawn = list(record.drawn.all()) if record else []
    return [
        Part(
            section,
            list(_texts([each for each in passages if each.section == section.key], names, was)),
            [_drawn(each, names, since) for each in drawn if each.section == section.key],
        )
        for section in sections_of(module, passages)
    ]


def sections_of(module, passages):
    """Those of the module, and any under which something was written before the practice file left them out."""
    known = {section.key for section in module.sections}
    gone = {passage.section for passage in passages if passage.text} - known
    return [*module.sections, *(Section(key=key, heading=key) for key in sorted(gone))]


def _texts(passages, names, was):
    for passage in passages:
        text = Text(
            passage.text, [names.get(pk, "") for pk in passage.about] if not passage.owner.child_id else [],
            was.get(passage.pk) if was is not None else None, was is not None,
        )  # fmt: skip
        if text.text or text.before:
            yield text


def _drawn(drawn, names, since):
    summary = drawn.passage.owner
    stands = summary.state in SETTLED
    return Drawn(
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


class Line(NamedTuple):
    """A programme in the list of the family's."""

    programme: object
    parents: list
    colour: str
    begun: int


def is_begun(record):
    """Whether something stands in it, be it drawn from a summary alone; `record` may be None."""
    return bool(record and (record.updated_at or record.drawn.all()))


def line_of(programme):
    begun = [record for record in reading.records_of(programme) if is_begun(record)]
    return Line(programme, reading.parents_of(programme), COLOURS[programme.state], len(begun))


class Row(NamedTuple):
    """A module (of one child) in the overview of its programme."""

    module: object
    child: object
    record: object
    url: str
    colour: str
    status: str
    changed: bool
    kept_apart: bool = False
    unborn: bool = False

    @property
    def name(self):
        called = f"{self.module.number}. {self.module.title}"
        return f"{called}: {self.child}" if self.child else called


def rows_of(programme, since):
    records = {_key(record.module, record.child): record for record in reading.records_of(programme)}
    apart = reading.kept_in_another(programme).select_related("child")
    apart = {_key(record.module, record.child) for record in [*apart, *records.values()] if record.kept_apart_because}
    children = reading.children_ever(programme)
    for module in reading.modules():
        for child in children if module.each_child else [None]:
            key = _key(module.key, child)
            yield _row(programme, module, child, records.get(key), since)._replace(kept_apart=key in apart)


def _key(module, child):
    return module, child.one_id if child else None


def _row(programme, module, child, record, since):
    parts = [programme.family_id, programme.pk, module.key, *([child.pk] if child else [])]
    begun = is_begun(record)
    return Row(
        module,
        child,
        record,
        reverse("module", args=parts),
        MODULE_COLOURS[record.state] if begun else "grey",
        record.get_state_display().capitalize() if begun else "Not begun",
        bool(begun and since and record.updated_at and record.updated_at > since.at),
        unborn=bool(child and child.unborn),
    )


class Source(NamedTuple):
    """A finalised summary whose passages are offered."""

    summary: object
    role: str
    passages: list


def offered(passages, family):
    """By summary, the latest episode first; each passage with its heading and the names of those whom it is about."""
    names = {person.pk: str(person) for person in family.people_ever()}
    sources = {}
    for passage in passages:
        source = sources.setdefault(
            passage.owner_id, Source(passage.owner, passage.owner.allocation.get_role_display(), [])
        )
        heading = heading_of(passage.section, passage.owner.allocation.role)
        source.passages.append(
            {"passage": passage, "heading": heading, "about": [names.get(pk, "") for pk in passage.about]}
        )
    return list(sources.values())
