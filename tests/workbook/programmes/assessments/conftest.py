"""The Ash family's programme, and the same with every module written: by Sue, the lead worker."""

from functools import partial

import pytest
import time_machine

from casework import practice
from casework.frozen.contents import digest
from casework.passages.models import NewText
from tests.factories import NOW
from tests.stages import STAGES, Stage
from workbook.programmes import queries as programmes_queries
from workbook.programmes.assessments import contents, services
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes


@pytest.fixture(autouse=True)
def at_the_time():
    """The clock stands at NOW unless a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def programme(cast, month):
    return month.family.familyprogramme_set.get()


def written_module(cast, programme, key, text="", child=None, at=NOW):
    module = queries.module_named(key)
    record = queries.record_for(programme, module, child)
    written = [NewText(module.sections[0].key, text or f"What module {module.number} says.")]
    version = record.version if record else 0
    return programmes.write(programme, module, written=written, version=version, child=child, by=cast.sue, at=at)


def written_modules(cast, programme, at=NOW, but=()):
    for module in practice.current().modules:
        children = programmes_queries.children_of(programme) if module.each_child else [None]
        for child in children:
            if module.key not in but and not queries.record_for(programme, module, child):
                written_module(cast, programme, module.key, child=child, at=at)


@pytest.fixture
def write_module(cast):
    """Write `text` under the first heading of a module, of a child where it is written for each."""
    return partial(written_module, cast)


@pytest.fixture
def write_all(cast):
    """Every module that has no text yet, and of each child who can be met."""
    return partial(written_modules, cast)


def the_modules(story):
    programme = story["month"].family.familyprogramme_set.get()
    written_modules(story["cast"], programme)
    return programme


def the_assessment(story):
    return services.submit(story["modules_written"], occasion="step_down", by=story["cast"].sue, at=NOW)


STAGES.update(
    modules_written=Stage(the_modules, after="month"),
    assessment_submitted=Stage(the_assessment, after="modules_written"),
)


@pytest.fixture
def modules_written(stage):
    return stage["modules_written"]


@pytest.fixture
def assessment_submitted(stage):
    return stage["assessment_submitted"]


@pytest.fixture
def whole(modules_written):
    """The programme with every module written."""
    return modules_written


@pytest.fixture
def submitted(assessment_submitted):
    return assessment_submitted


@pytest.fixture
def complete(cast):
    """Give the manager's oversight as from a page that was opened just now."""

    def agree(assessment, by=None, at=NOW, **other):
        given = {
            "read_on": at.date(),
            "outcome": "Step down to a child in need plan.",
            "fingerprint": digest(contents.programme_text(assessment.programme)),
            "version": assessment.version,
        }
        return services.complete(assessment, **given | other, by=by or cast.mary, at=at)

    return agree


@pytest.fixture
def completed(submitted, complete):
    return complete(submitted)


@pytest.fixture
def page(month):
    """Gives an address below the family."""
    return lambda *parts: "/".join(["", "families", str(month.family.pk), *map(str, parts), ""])
