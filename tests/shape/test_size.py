"""Small parts: templates one can take in at a glance, views that only ask, bind, call and answer."""

import ast
import inspect
from collections import Counter
from pathlib import Path

from tests.shape.addresses import addresses
from tests.shape.source import ROOT, app_of, modules, tree

LONGEST_TEMPLATE, LONGEST_VIEW = 150, 20
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
API = {path for path in modules() if path.name == "api.py"}
# The pages; the views of the API stand each in its app's api.py.
PAGES = {
    getattr(address.view, "view_class", inspect.unwrap(address.view))
    for address in addresses()
    if app_of(address.view.__module__) is not None and not address.view.__module__.endswith(".api")
}
VIEW_MODULES = {Path(inspect.getfile(view)).relative_to(ROOT) for view in PAGES}
WRITES = {"save", "create", "get_or_create", "update_or_create", "update", "delete", "bulk_create", "bulk_update"}


def test_no_template_is_longer_than_one_can_take_in():
    lengths = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES}
    assert lengths
    assert not {path: length for path, length in lengths.items() if length > LONGEST_TEMPLATE}


def test_a_view_is_at_most_twenty_lines():
    lengths = {
        f"{part.__module__}.{part.__qualname__}": _length(part) for view in PAGES for part in _functions_of(view)
    }
    assert len(lengths) > 100
    assert not {view: length for view, length in lengths.items() if length > LONGEST_VIEW}


def _functions_of(view):
    """The function itself, or each method and property that a class of ours defines for the page."""
    if not inspect.isclass(view):
        return [view]
    own = [value for kind in view.__mro__ if app_of(kind.__module__) is not None for value in vars(kind).values()]
    functions = [value.fget if isinstance(value, property) else value for value in own]
    return [function for function in functions if inspect.isfunction(function)]


def _length(view):
    lines, _ = inspect.getsourcelines(view)
    return len([line for line in lines if not line.startswith("@")])


def test_views_and_api_reach_rows_only_through_the_family_that_was_opened():
    """`Model.objects` in a view would be a way round the door."""
    managers = {"objects", "_default_manager", "_base_manager"}
    assert not [
        f"{path}:{node.lineno}"
        for path in {*VIEW_MODULES, *API}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in managers
    ]


def test_views_and_api_never_write():
    assert not [
        f"{path}:{node.lineno}"
        for path in {*VIEW_MODULES, *API}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]


def test_there_is_no_drawer_for_odds_and_ends():
    assert not [path for path in modules() if path.stem in ("utils", "helpers", "common", "misc")]


def test_a_module_gives_a_name_once():
    """A second value under the first one's name changes what stands between the two and what comes after them."""
    twice = {
        f"{path}: {name}"
        for path in modules()
        for name, times in Counter(name for node in tree(path).body for name in _named_by(node)).items()
        if times > 1
    }
    assert not twice


def _named_by(node):
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [
            each.id
            for target in targets
            for each in ast.walk(target)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        ]
    return []
