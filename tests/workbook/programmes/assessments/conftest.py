"""The Ash family's programme, and the same with every module written: by Sue, the lead worker."""

import pytest
import time_machine

from casework import practice
from casework.passages.models import NewText
from tests.factories import NOW
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


@pytest.fixture
def write_module(cast):
    """Write `text` under the first heading of a module, of a child where it is written for each."""

    def write(programme, key, text="", child=None, at=NOW):
        module = queries.module_named(key)
        record = queries.record_for(programme, module, child)
        written = [NewText(module.sections[0].key, text or f"What module {module.number} says.")]
        version = record.version if record else 0
        return programmes.write(
            programme, module, written=written, version=version, child=child, by=cast.sue, at=at
        )  # fmt: skip

    return write


@pytest.fixture
def write_all(write_module):
    """Every module that has no text yet, and of each child who can be met."""

    def write(programme, at=NOW, but=()):
        for module in practice.current().modules:
            children = programmes_queries.children_of(programme) if module.each_child else [None]
            for child in children:
                if module.key not in but and not queries.record_for(programme, module, child):
                    write_module(programme, module.key, child=child, at=at)

    return write


@pytest.fixture
def whole(programme, write_all):
    """The programme with every module written."""
    write_all(programme)
    return programme


@pytest.fixture
def submitted(cast, whole):
    return services.submit(whole, occasion="step_down", by=cast.sue, at=NOW)


@pytest.fixture
def complete(cast):
    """Give the manager's oversight as from a page that was opened just now."""

    def agree(assessment, by=None, at=NOW, **other):
        given = {
            "read_on": at.date(),
            "outcome": "Step down to a child in need plan.",
            "fingerprint": contents.digest(contents.programme_text(assessment.programme)),
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
