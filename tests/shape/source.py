"""The product's own source, read as text and as trees: for tests of its shape."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# From left to right: an app imports itself and what stands to its left.
APPS = ["casework", "workbook", "supervision", "chronology", "audit", "config"]


def modules():
    """Every module of the product but its migrations, as paths from the top."""
    found = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found if "migrations" not in path.parts)


def app_of(name):
    """The place in the line of the app that a dotted name or a path begins with; None for what is not ours."""
    first = str(name).replace("/", ".").split(".")[0]
    return APPS.index(first) if first in APPS else None


@cache
def tree(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(node):
    """The dotted names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def imports(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
