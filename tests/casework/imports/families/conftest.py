import csv

import pytest

from casework.imports.families.schema import READERS
from casework.imports.services import bring_in_families
from casework.users.roles import Role
from tests.factories import NOW, UserFactory

ANN = {"family": "ASH", "person": "P1", "name": "Ann Ash", "role": "parent", "sex": "F", "born": "1991-02-03"}
MIA = {"family": "ASH", "person": "P2", "name": "Mia Ash", "role": "child", "sex": "F", "born": "2019-05-14"}
BEN = {"family": "ASH", "person": "P3", "name": "Ben Ash", "role": "child", "sex": "M", "born": "2024-08-20"}
NAMED = {"family_name": "Ash", "team": "North"}


@pytest.fixture
def sue(north):
    return UserFactory(name="Sue Sands", email="sue@north.example", team=north, role=Role.SOCIAL_WORKER)


@pytest.fixture
def rick(north):
    return UserFactory(name="Rick Reed", email="rick@north.example", team=north, role=Role.RECOVERY_WORKER)


@pytest.fixture
def file(tmp_path):
    """Write rows, each a dictionary, as a file with all columns."""

    def write(*rows, encoding="utf-8"):
        path = tmp_path / "families.csv"
        with path.open("w", encoding=encoding, newline="") as opened:
            writer = csv.DictWriter(opened, READERS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def bring_in_people(file, north):
    def bring(*rows, at=NOW, dry_run=False):
        return bring_in_families(file(*rows), at=at, dry_run=dry_run)

    return bring
