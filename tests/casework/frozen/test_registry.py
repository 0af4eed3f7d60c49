"""Whatever finishes something freezes it: each final state has its kind, and each service that brings one about."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from casework.frozen.registry import KINDS
from casework.states import States

APPS = ("casework", "workbook", "supervision")
# Final states that finish no record, each for its reason.
NOTHING_FINISHED = {
    ("note", "withdrawn"): "recorded in error",
    ("summary", "handed_over"): "its text is a part of the summary that it went to, which is finished",
    ("summary", "ended"): "never finalised: it ended with the Workbook, which is frozen",
    ("group supervision", "not_held"): "nobody met",
    ("Workbook episode", "ended_without_supervision"): "it ended with the Workbook, which is frozen",
    ("closure", "dropped"): "the case goes on",
    ("closure", "reopened"): "it was frozen when it was agreed",
    ("safety plan", "replaced"): "it was frozen when it was agreed",
    ("Family Programme", "ended"): "each assessment of it is frozen",
    ("print", "dropped"): "a paper",
    ("answer", "settled"): "it stands beside the finished record that it is about",
}
OTHERS = {"transfer", "delegated task"}  # what was asked of whom: no record


def modules(name):
    for app in APPS:
        for file in sorted((Path(settings.BASE_DIR) / app).rglob(f"{name}.py")):
            yield import_module(".".join(file.relative_to(settings.BASE_DIR).with_suffix("").parts)), file


def all_states():
    found = {
        id(each): each for module, _ in modules("states") for each in vars(module).values() if isinstance(each, States)
    }
    return list(found.values())


@pytest.mark.rule("A10.1")
def test_every_final_state_is_that_of_a_kind_or_finishes_nothing():
    frozen = {(kind.states.noun, str(kind.finished)) for kind in KINDS.values() if kind.states}
    final = {
        (each.noun, str(state)) for each in all_states() for state, to in each.moves.items()
        if not to and each.noun not in OTHERS
    }  # fmt: skip
    assert final - frozen == NOTHING_FINISHED.keys()
    # Some are finished in a state that may be left: taken back, replaced.
    assert frozen - final == {("summary", "finalised"), ("safety plan", "current"), ("closure", "agreed")}


def finishing_functions(kind):
    """The functions of services that name the state, or fill the field, that finishes."""
    for module, file in modules("services"):
        for function in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef) and any(_finishes(node, kind) for node in ast.walk(function)):
                yield f"{module.__name__}.{function.name}"


def _finishes(node, kind):
    if not isinstance(node, ast.Call) or "change" not in ast.unparse(node.func):
        return False
    if not kind.states:
        return any(each.arg == kind.finished for each in node.keywords)
    wanted = f"{type(kind.finished).__name__}.{kind.finished.name}"
    given = [*node.args, *(each.value for each in node.keywords if each.arg == "state")]
    return any(ast.unparse(each) == wanted for each in given)


@pytest.mark.rule("A10.1")
@pytest.mark.parametrize("key", sorted(KINDS))
def test_every_service_that_finishes_freezes(key):
    kind = KINDS[key]
    found = set(finishing_functions(kind))
    assert found
    assert found <= set(kind.services)
    freezing = [name for name in kind.services if _freezes(name)]
    assert freezing, "none of its services freezes"


def _freezes(name):
    module, function = name.rsplit(".", 1)
    text = Path(import_module(module).__file__).read_text(encoding="utf-8")
    bodies = {each.name: ast.unparse(each) for each in ast.parse(text).body if isinstance(each, ast.FunctionDef)}
    return "freeze(" in bodies[function]
