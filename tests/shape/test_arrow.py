"""The arrow: rows point to their own app and what stands to its left. That imports do so is held by import-linter."""

import ast

from django.apps import apps

from tests.shape.source import APPS, app_of, imported, imports, modules, tree

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
IMPORTS = ast.Import | ast.ImportFrom
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.db.backends.signals", "django.core.signals")


def test_imports_are_absolute():
    assert not [
        f"{path}:{node.lineno}"
        for path in modules()
        for node in imports(path)
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def test_no_import_stands_inside_a_function():
    assert not [
        f"{path}:{node.lineno}"
        for path in modules()
        for function in ast.walk(tree(path))
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, IMPORTS)
    ]


def test_no_constant_of_a_module_is_given_another_value():
    """What was registered with the second would be meant for the first, without a word."""
    twice = []
    for path in modules():
        named = [
            target.id
            for node in tree(path).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        twice += [f"{path}: {name}" for name in sorted(set(named)) if named.count(name) > 1]
    assert not twice


def test_nobody_imports_from_an_app_s_list_of_models():
    """The list is there for Django to find them; each model is imported from its own subject."""
    lists = {f"{app}.models" for app in APPS}
    assert not [
        f"{path}:{node.lineno}"
        for path in modules()
        for node in imports(path)
        if isinstance(node, ast.ImportFrom) and node.module in lists
    ]


def test_foreign_keys_point_left():
    models = [model for model in apps.get_models(include_auto_created=True) if _place(model) is not None]
    assert models
    assert not [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete
        if (_place(field.related_model) or 0) > _place(model)
    ]


def _place(model):
    return app_of(model._meta.app_label)


def test_nothing_listens_to_signals():
    """What follows from a change is called by the service that makes it, where one can read it."""
    assert not [
        f"{path} imports {name}"
        for path in modules()
        for node in imports(path)
        for name in imported(node)
        if name.startswith(SIGNALS)
    ]


def test_guardian_is_named_by_the_package_of_access_alone_and_its_shortcuts_by_nobody():
    """They know of no dates, no reasons and no restriction."""
    named = {
        (str(path), name)
        for path in modules()
        for node in imports(path)
        for name in imported(node)
        if name.partition(".")[0] == "guardian"
    }
    assert named == {("casework/access/grants/models.py", "guardian.models.UserObjectPermissionBase")}
