"""The command, with the very file that docs/import.md shows."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from casework.allocations.models import Allocation
from casework.families.models import Family
from casework.imports.families.schema import NEEDED, READERS
from casework.relationships.models import Relationship
from casework.users.roles import Role
from tests.factories import TeamFactory, UserFactory

DOCS = (settings.BASE_DIR / "docs" / "import.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```csv\n(.+?)```", DOCS, re.DOTALL)[1]


@pytest.fixture
def example(db, tmp_path):
    north = TeamFactory(name="North")
    for name, role in (("sue.sands", Role.SOCIAL_WORKER), ("rick.reed", Role.RECOVERY_WORKER)):
        UserFactory(email=f"{name}@council.example", team=north, role=role)
    path = tmp_path / "families.csv"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def run(path, **options):
    out = StringIO()
    call_command("import_families", str(path), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_command_brings_in_the_example_of_the_docs(example):
    out = run(example)
    assert "  families: 2 (2 new)\n  people: 5 (5 new)\n" in out
    assert [family.name for family in Family.objects.all()] == ["Ash", "Birch"]
    assert Relationship.objects.first().sentence == "Ann Ash is the mother of Mimi"
    assert Allocation.objects.get(lead_from__isnull=False).worker.email == "sue.sands@council.example"


def test_command_brings_in_nothing_more_when_run_again(example):
    run(example)
    assert "  people: 5\n" in run(example)


def test_command_keeps_nothing_of_a_dry_run(example):
    assert "Nothing was kept" in run(example, dry_run=True)
    assert not Family.objects.exists()


def test_command_names_the_family_that_is_set_aside_and_brings_in_the_others(example):
    example.write_text(EXAMPLE.replace("2019-05-14", "=TODAY()"), encoding="utf-8")
    out = run(example)
    assert "line 3, 1002, born: It begins with ‘=’, as a formula does." in out
    assert "Did not come in: F-17." in out
    assert [family.name for family in Family.objects.all()] == ["Birch"]


def test_docs_explain_each_column_and_say_which_are_needed():
    explained = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", DOCS, re.MULTILINE))
    assert explained.keys() == READERS.keys()
    assert {column for column, needed in explained.items() if needed == "always"} == set(NEEDED)
