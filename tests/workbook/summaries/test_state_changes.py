"""A summary changes its state in one place, so that its clocks and the lock on relationships cannot be forgotten."""

import ast

import pytest

from tests.shape.source import modules, tree

HERE = "workbook/summaries/services.py"


@pytest.mark.rule("C5", "C23")
def test_no_other_module_gives_a_summary_another_state():
    assert not [
        f"{path}:{node.lineno}"
        for path in modules()
        if str(path) != HERE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "state" and _writes(node) and "SummaryState" in ast.dump(keyword.value)
        if "CaseSummaryState" not in ast.dump(keyword.value)
    ]


def _writes(call):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("change", "create", "update", "InterventionSummary")
