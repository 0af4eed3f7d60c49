"""A programme opened with the Workbook, a second one kept apart, and what is written in them."""

import pytest

from casework.passages.models import NewText
from casework.trail.acting import acting
from tests.cast import OUTCOME
from tests.factories import NOW, add_adult
from workbook.programmes import queries as programmes_queries
from workbook.programmes import services
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.drawing import services as programmes_services
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes
from workbook.programmes.modules.texts import presenters
from workbook.summaries import services as summaries

WHY = "Ann and Carl are separated and do not want to share."


@pytest.fixture
def module():
    """Gives a module of the practice file by its number."""
    return lambda number: next(each for each in queries.practice_modules() if each.number == number)


@pytest.fixture
def first(month):
    """The programme that opened with the Workbook."""
    return month.family.familyprogramme_set.get()


@pytest.fixture
def carl(month, cast):
    return add_adult(month.family, cast.mary, name="Carl Ash")


@pytest.fixture
def second(month, cast, first, carl):
    return apart(month, cast, carl)


def apart(month, cast, carl, **values):
    return services.open_programme(month.family, parents=[carl], apart_because=WHY, by=cast.sue, at=NOW, **values)


def set_parents(programme, **values):
    """As from a page that was opened just now."""
    seen = programmes_queries.parents_fingerprint(FamilyProgramme.objects.get(pk=programme.pk))
    return services.set_parents(programme, fingerprint=seen, **values)


def write(programme, module, text="They know why we come.", by=None, child=None, version=0, at=NOW, place=0):
    written = [NewText(module.sections[place].key, text)]
    return programmes.write(programme, module, written=written, version=version, by=by, at=at, child=child)


def text_of(programme, module, child=None):
    record = queries.record_for(programme, module, child)
    parts = presenters.texts_by_section(record, module, programme.family.people_ever())
    return [text.text for part in parts for text in part.texts]


def submit(programme, by, state=AssessmentState.SUBMITTED, number=1):
    with acting(by):
        return ProgrammeAssessment.objects.create(
            family=programme.family, programme=programme, number=number, occasion="yearly", state=state,
            submitted_by=by, submitted_at=NOW,
        )  # fmt: skip


def finalised(summary, by, at=NOW):
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=by, at=at)
    return summaries.finalise(summary, by=by, at=at)


def draw(programme, module, summary, cast, child=None):
    passage = summary.passages.get(section="analysis")
    record = programmes_services.draw(
        programme, module, section=module.sections[0].key, chosen=[passage.pk], by=cast.sue, at=NOW, child=child
    )
    return record.drawn.get(passage=passage, removed_because="")
