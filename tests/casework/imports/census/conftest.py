from datetime import date

import pytest

from casework.imports.census.checks import ReturnChecks
from casework.imports.census.parser import CensusFile
from casework.imports.census.rules.rule import RuleContext
from tests.casework.imports.returns import census


@pytest.fixture
def problems_of(tmp_path):
    """All that is found wrong with a return of these children, taken on 31 March 2026 and read in November."""

    def find(*children, year=2026, today=date(2026, 11, 3)):
        path = tmp_path / "return.xml"
        path.write_bytes(census(*children, year=year))
        whole, context = ReturnChecks(), RuleContext(today=today, counted_on=date(year, 3, 31))
        return [
            problem for child, unread in CensusFile(path) for problem in (*unread, *whole.problems_of(child, context))
        ]

    return find
