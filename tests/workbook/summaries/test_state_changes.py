"""A summary changes its state in one function, so that its clocks and the lock on relationships cannot be forgotten."""

import ast
from pathlib import Path

import pytest

from tests.shape.source import modules, tree

HERE = Path("workbook/summaries/services.py")
FUNCTION = "change_state"


@pytest.mark.rule("C5", "C23")
def test_summary_gets_another_state_in_one_function_alone():
    assert not [
        f"{path}:{node.lineno}"
        for path in modules()
        for part in tree(path).body
        if not (path == HERE and getattr(part, "name", "") == FUNCTION)
        for node in ast.walk(part)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "state" and _writes(node) and "SummaryState" in ast.dump(keyword.value)
        if "CaseSummaryState" not in ast.dump(keyword.value)
    ]


def test_function_that_changes_the_state_is_there():
    assert any(getattr(part, "name", "") == FUNCTION for part in tree(HERE).body)


def _writes(call):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("change", "change_version", "create", "update", "InterventionSummary")
