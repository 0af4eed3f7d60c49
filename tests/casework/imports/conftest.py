import pytest

from casework.imports.services import bring_in_census
from tests.casework.imports.returns import census
from tests.factories import NOW, TeamFactory


@pytest.fixture
def north(db):
    return TeamFactory(name="North")


@pytest.fixture
def bring_in(tmp_path, north):
    """Bring in a return of these children, and return the report."""

    def bring(*children, at=NOW, dry_run=False, year=2026, team=north, progress=lambda words: None):
        path = tmp_path / "return.xml"
        path.write_bytes(census(*children, year=year))
        return bring_in_census(path, team=team, at=at, dry_run=dry_run, progress=progress)

    return bring
