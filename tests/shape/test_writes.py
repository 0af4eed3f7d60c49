"""Only services write: rows change in services and clocks, behind a door that names the actor."""

import ast

from tests.shape.source import modules, tree

# Calls that write a row, whatever they are called on; `update` and `delete` are also a dict's and a cache's.
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
OF_ROWS = {"change", "change_version"}
WRITERS = {"services", "clocks"}
# What writes by itself: the mechanism of the trail, the viewing of a page, the invented past, and files of a backup.
# A submission, unsaved text and who has a page open are no record of a family, and a robot has to be there before it
# can act.
MECHANISMS = (
    "casework/trail/",
    "casework/access/middleware.py",
    "config/backups/documents.py",
    "config/bench/",
    "config/demo/",
    "casework/open_pages/services.py",
    "casework/submissions/services.py",
    "casework/unsaved/services.py",
    "casework/users/services.py",
)
DOORS = {"service", "in_service"}


def writes(node):
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in OF_ROWS
    if not isinstance(node.func, ast.Attribute):
        return False
    on_a_form_or_file = isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "super"
    return node.func.attr in WRITES and not on_a_form_or_file


def writing(path):
    return [node for node in ast.walk(tree(path)) if writes(node)]


def test_rows_are_written_in_services_and_clocks_alone():
    assert not [
        f"{path}:{node.lineno}"
        for path in modules()
        if path.stem not in WRITERS and not str(path).startswith(MECHANISMS)
        for node in writing(path)
    ]


def test_public_function_that_writes_is_a_door():
    """Marked `@service`, or `@in_service` where others call it inside their transaction: both name the actor."""
    assert not [
        f"{path}:{function.lineno} {function.name}"
        for path in modules()
        if path.stem in WRITERS and not str(path).startswith(MECHANISMS)
        for function in tree(path).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if any(writes(node) for node in ast.walk(function)) and not DOORS & set(map(_name, function.decorator_list))
    ]


def _name(decorator):
    return decorator.id if isinstance(decorator, ast.Name) else ""
