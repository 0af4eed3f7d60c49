import csv
from io import StringIO

import pytest

from casework.documents.presenters import as_csv, cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_cell_is_never_read_as_a_formula(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(("value", "told"), [(None, ""), (3, "3"), ("Mia = Ben", "Mia = Ben"), ("", "")])
def test_cell_of_anything_else_is_unchanged(value, told):
    assert cell(value) == told


def test_csv_can_be_read_back_whole():
    text = as_csv(["Name", "Why"], [["Mia, Ash", 'She said "no"\nand left'], ["Zoë", None]])
    assert text.startswith("\ufeff")
    assert list(csv.reader(StringIO(text.lstrip("\ufeff"), newline=""))) == [
        ["Name", "Why"], ["Mia, Ash", 'She said "no"\nand left'], ["Zoë", ""],
    ]  # fmt: skip
