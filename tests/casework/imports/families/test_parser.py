from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.imports.families import parser
from casework.imports.report import Unreadable
from casework.relationships.models import RelationshipKind
from casework.users.roles import Role
from tests.casework.imports.families.conftest import ANN, MIA, NAMED

HEADER = b"family,person,name,role\r\n"
ROW = b"ASH,P1,Ann Ash,parent\r\n"


@pytest.fixture
def content(tmp_path):
    def write(given):
        path = tmp_path / "families.csv"
        path.write_bytes(given)
        return path

    return write


def unreadable(path):
    with pytest.raises(Unreadable) as refused:
        parser.parse(path)
    assert "\n" not in refused.value.sentence
    return refused.value.sentence


def problem_of(file, **cells):
    ((_, (problem,)),) = parser.parse(file({**MIA, **cells}))
    assert problem.refused
    return problem


def test_row_is_read_with_all_its_cells(file):
    cells = {
        "la_child_id": "AB1", "known_as": "Mimi", "died": "2025-01-02", "nhs_number": "943 476 5919",
        "upn": "B801200005001", "ethnicity": "wbri", "in_household": "No",
        "relationships": "half-sibling of P3; other of P4", "worker": "Sue@North.example",
        "worker_role": "Social worker", "worker_leads": "yes", "worker_from": "05/01/2026",
    }  # fmt: skip
    ((row, problems),) = parser.parse(file({**MIA, **NAMED, **cells}))
    assert problems == []
    assert (row.line, row.family, row.family_name, row.team, row.person) == (2, "ASH", "Ash", "North", "P2")
    assert (row.name, row.known_as, row.child, row.sex) == ("Mia Ash", "Mimi", True, "F")
    assert (row.born, row.died, row.ethnicity) == (date(2019, 5, 14), date(2025, 1, 2), "WBRI")
    assert row.in_household is False
    assert (row.worker, row.worker_role, row.worker_leads) == ("sue@north.example", Role.SOCIAL_WORKER, True)
    assert row.worker_from == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("mother", RelationshipKind.MOTHER),
        ("Step-parent", RelationshipKind.STEP_PARENT),
        ("step_parent", RelationshipKind.STEP_PARENT),
        ("half-brother or half-sister", RelationshipKind.HALF_SIBLING),
        ("half_sibling", RelationshipKind.HALF_SIBLING),
        ("aunt or uncle", RelationshipKind.AUNT_OR_UNCLE),
    ],
)
def test_relationships_are_read_by_their_words(file, words, kind):
    ((row, _),) = parser.parse(file({**ANN, "relationships": f"{words} of P2; {words} of P 3 ;"}))
    assert row.relationships == ((kind, "P2"), (kind, "P 3"))


def test_empty_cell_is_none_and_an_empty_row_is_passed_over(file):
    ((row, problems),) = parser.parse(file({}, MIA, {"name": "  "}))
    assert problems == []
    assert (row.line, row.died, row.worker, row.relationships, row.in_household) == (3, None, None, None, None)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " ="])
@pytest.mark.parametrize("field", ["name", "known_as", "family_name", "relationships"])
def test_formula_is_refused_in_any_cell(file, field, sign):
    problem = problem_of(file, **{field: f"{sign}HYPERLINK(1)"})
    assert (problem.field, problem.line, problem.child) == (field, 2, "P2")
    assert f"begins with ‘{sign.strip()}’, as a formula does" in problem.sentence


@pytest.mark.parametrize(
    ("field", "cell", "says"),
    [
        ("born", "14.05.2019", "is not a date"),
        ("born", "14/05/19", "is not a date"),
        ("born", "05/14/2019", "is not a date"),
        ("born", "1819-05-14", "is not a date"),
        ("role", "perhaps", "Write child, parent, other adult or other child"),
        ("sex", "X", "Write M, F or U"),
        ("ethnicity", "Martian", "a code of the census"),
        ("relationships", "mother", "is no relationship"),
        ("relationships", "boss of P2", "‘boss’ cannot stand here"),
        ("worker", "Sue Sands", "is not an e-mail address"),
        ("worker_role", "Team manager", "cannot stand here"),
        ("name", "x" * 121, "longer than 120 characters"),
        ("la_child_id", "x" * 21, "longer than 20 characters"),
        ("name", "Mia\nAsh", "line break"),
        ("name", "Mia\x07Ash", "invisible character"),
        ("name", "", "It is empty, and has to be filled in."),
        ("role", "", "It is empty, and has to be filled in."),
    ],
)
def test_cell_that_cannot_be_read_is_refused_with_line_person_and_field(file, field, cell, says):
    problem = problem_of(file, **{field: cell})
    assert (problem.field, problem.line, problem.child) == (field, 2, "P2")
    assert says in problem.sentence


def test_lines_are_those_of_the_file_also_after_a_cell_of_several(content):
    people = parser.parse(content(HEADER + b'ASH,P1,"Ann\r\nAsh",parent\r\nASH,,Mia,child\r\n'))
    assert [problem.line for _, problems in people for problem in problems] == [2, 4]


def test_row_with_more_cells_than_columns_is_refused(content):
    """Most likely a comma in a name that is not in quotation marks."""
    ((_, (problem,)),) = parser.parse(content(HEADER + b"ASH,P1,Ann,parent,more\r\n"))
    assert problem.sentence == "The row has 5 cells, and there are 4 columns."


def test_columns_may_be_in_any_order_and_some_left_out(content):
    ((row, problems),) = parser.parse(content(b"Role,name,person,FAMILY\r\nOther adult,Ann,P1,ASH\r\n"))
    assert problems == []
    assert (row.family, row.person, row.name, row.child, row.worker) == ("ASH", "P1", "Ann", False, None)


def test_byte_order_mark_is_passed_over(content):
    assert parser.parse(content(b"\xef\xbb\xbf" + HEADER + ROW))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_file_is_read_as_spreadsheets_save_it(content, separator, encoding):
    rows = [
        ["Family", "person", "name", "role", "relationships"],
        ["ASH", "P1", "Zoë “Z” Ash", "parent", '"mother of P2; carer of P3"'],
    ]
    text = "\r\n".join(separator.join(cells) for cells in rows)
    ((row, problems),) = parser.parse(content(text.encode(encoding)))
    assert problems == []
    assert (row.family, row.name, [other for _, other in row.relationships]) == ("ASH", "Zoë “Z” Ash", ["P2", "P3"])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"", "There is nothing in this file"),
        (HEADER, "There are no people in this file"),
        (HEADER + b",,,\r\n", "There are no people in this file"),
        (b"family,person,name\r\n", "These columns are missing in the first line: role."),
        (b"family,person,name,role,shoe size\r\n" + ROW, "There is no column ‘shoe size’"),
        (b"family,person,name,role,name\r\n" + ROW, "The column ‘name’ stands twice."),
        (HEADER + ROW + b"ASH,P2,Zo\xeb Ash,parent\r\n", "In line 3 the file is not in UTF-8 or UTF-16"),
        ((HEADER + ROW).decode().encode("utf-16-le")[:-1], "the file is not in UTF-8 or UTF-16"),
        (HEADER + b'ASH,P1,"Ann,parent\r\n', "In line 2 the file breaks off"),
        (HEADER + b"ASH,P1," + b"x" * 3_000 + b",parent\r\n", "a cell has more than 2,000 characters"),
    ],
)
def test_broken_file_or_something_else_is_unreadable_in_a_sentence(content, given, says):
    assert says in unreadable(content(given))


def test_missing_file_and_a_huge_one_are_unreadable_in_a_sentence(tmp_path):
    assert "There is no file" in unreadable(tmp_path / "nothing.csv")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as hole:
        hole.truncate(21 * parser.MEGABYTE)
    assert unreadable(huge) == "The file has 21 MB. Up to 20 MB can be read."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_parser_breaks_at_no_bytes(tmp_path, given):
    path = tmp_path / "any.csv"
    path.write_bytes(HEADER + given)
    try:
        parser.parse(path)
    except Unreadable as refused:
        assert refused.sentence
