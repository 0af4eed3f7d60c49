"""The command that brings rules and tests together, on small made-up rules and tests."""

import ast
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.management.commands import rules as command

RULES = """
# Rules

| Rule | What the product does | Source | Where it is kept |
|---|---|---|---|
| A1.1 | One Workbook for a family. | Luton 2019 | `here.py` |
| A10.10a | Asked in writing. | Bolton 2016 | `there.py` |

| C3 | Who decides is a *setting*. | settled with the users | `there.py` |

A1.2 is only talked about, not kept.
"""
MODULE = '''
import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A1")]


@pytest.mark.rule("A2", "A3")
@pytest.mark.rule("A3")
def test_one():
    """Says `pytest.mark.rule("A99")` and means nothing by it."""
    pytest.mark.rule("A98")


@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.rule("A4")), 2])
async def test_two(x):
    pass


@pytest.mark.rule("A5")
class TestMany:
    pytestmark = pytest.mark.rule("A6")

    @pytest.mark.rule("A7")
    def test_three(self):
        pass


@other.mark.rule("A97")
def test_four():
    pass
'''


def test_a_rule_is_a_row_of_a_table_that_begins_with_its_number():
    assert command.rules_in(RULES) == {
        "A1.1": "One Workbook for a family.",
        "A10.10a": "Asked in writing.",
        "C3": "Who decides is a *setting*.",
    }


def test_a_number_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match=r"Rule A1\.1 stands twice"):
        command.rules_in(RULES + RULES)


def test_marks_are_found_on_tests_parameters_classes_and_modules_and_nowhere_else():
    assert list(command.marks_in(ast.parse(MODULE), "t.py")) == [
        ("A1", "t.py"),
        ("A2", "t.py::test_one"),
        ("A3", "t.py::test_one"),
        ("A4", "t.py::test_two"),
        ("A5", "t.py::TestMany"),
        ("A6", "t.py::TestMany"),
        ("A7", "t.py::TestMany::test_three"),
    ]


def test_all_files_below_a_folder_are_read(tmp_path):
    folder = tmp_path / "tests"
    (folder / "deep").mkdir(parents=True)
    for name in ("test_a.py", "deep/test_b.py"):
        (folder / name).write_text('@pytest.mark.rule("C3")\ndef test_it(): pass\n')
    assert command.tests_below(folder) == {"C3": ["tests/deep/test_b.py::test_it", "tests/test_a.py::test_it"]}


def test_a_rule_without_a_test_and_a_mark_without_a_rule_are_faults():
    faults = command.faults_of({"A1": "", "A2": ""}, {"A2": ["t"], "C9": ["u"], "A9": ["u"]})
    assert faults == {command.NO_TEST: ["A1"], command.NO_RULE: ["A9", "C9"]}


def test_each_rule_is_told_with_its_tests_then_what_does_not_match():
    rules, tests = {"A1": "One.", "A2": "Two."}, {"A1": ["t.py::test_a", "t.py::test_b"], "C9": ["u.py::test_c"]}
    assert command.report(rules, tests).splitlines() == [
        "A1     One.",
        "         t.py::test_a",
        "         t.py::test_b",
        "A2     Two.",
        "         (no test)",
    ]
    assert command.fault_report(command.faults_of(rules, tests), tests).splitlines() == [
        "",
        "Rules without a test: A2",
        "",
        "Marks that name no rule: C9",
        "         C9 u.py::test_c",
    ]


@pytest.fixture
def product(tmp_path, settings):
    """A product with one rule and one test, which the command then reads."""
    settings.BASE_DIR = tmp_path
    for folder in ("docs", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "rules.md").write_text("| A1 | One. | Luton 2019 | `here.py` |\n")
    return tmp_path / "tests" / "test_it.py"


def test_the_command_ends_well_when_all_match(product):
    product.write_text('@pytest.mark.rule("A1")\ndef test_it(): pass\n')
    call_command("rules", stdout=(said := StringIO()))
    assert "tests/test_it.py::test_it" in said.getvalue()
    assert "Rules without a test: none" in said.getvalue()


@pytest.mark.parametrize(
    ("source", "fault"),
    [("", "rules without a test: 1"), ('@pytest.mark.rule("A1", "C9")\ndef test_it(): pass', "no rule: 1")],
)
def test_the_command_fails_when_a_test_or_a_rule_is_missing(product, source, fault):
    product.write_text(source)
    with pytest.raises(CommandError, match=fault) as refused:
        call_command("rules", stdout=StringIO())
    assert refused.value.returncode == 1


def written():
    """The rows of docs/rules.md that begin with a number."""
    text = (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if command.ROW.match(f"{line} ")]


def test_the_written_rules_each_stand_once_with_their_source_and_place():
    assert len(command.rules_in("\n".join(written()))) == len(written()) > 60
    for line in written():
        _, _, _, source, place, _ = line.split("|")
        assert re.search(r"Luton|West Sussex|Coventry|Bolton|interim process|settled with the users", source), line
        assert "`" in place, line


def places():
    """Pairs of a path and a name in it, from cells such as '`notes/services.py` write, add; `other.py`'."""
    for cell in (line.split("|")[4] for line in written()):
        for path, names in re.findall(r"`([\w/.]+/[\w.]*)`([\w, .]*)", cell):
            yield from ((path, name.strip()) for name in names.split(","))


def test_the_places_that_the_written_rules_name_exist():
    assert [path for path, _ in places() if not (settings.BASE_DIR / path).exists()] == []


def test_what_the_written_rules_name_in_a_place_is_there():
    named = [(path, name) for path, name in places() if name]
    assert len(named) > 60
    assert [(path, name) for path, name in named if not re.search(rf"\b{name}\b", _source(path))] == []


def _source(path):
    return (settings.BASE_DIR / path).read_text(encoding="utf-8")


def test_every_rule_that_is_kept_has_a_test_and_every_mark_its_rule():
    call_command("rules", stdout=StringIO())
