"""Who leads is a value of the practice file: no rule names a role, and no sentence says 'social worker' of the lead."""

import ast
import re

import pytest

from casework.users.roles import Role
from tests.shape.source import ROOT, modules, tree

pytestmark = pytest.mark.rule("A11.1")
# The roles themselves, the practice that says what each may, and who plays them in the demonstration and the benches.
MAY_NAME_ROLES = ("casework/users/", "casework/practice/", "config/demo/", "config/county/", "config/bench/")
OF_THE_LEAD = re.compile(r"lead social worker|social workers? (who )?leads?|lead worker is a social worker", re.I)


def test_no_rule_names_the_role_of_social_worker():
    found = [
        f"{path}:{node.lineno}"
        for path in modules()
        if not str(path).startswith(MAY_NAME_ROLES)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr == Role.SOCIAL_WORKER.name)
        or (isinstance(node, ast.Constant) and node.value == Role.SOCIAL_WORKER.value)
    ]
    assert not found


def test_no_sentence_says_social_worker_of_whoever_leads():
    pages = [path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html")]
    texts = [path for path in (*modules(), *pages) if not str(path).startswith(MAY_NAME_ROLES)]
    assert texts
    assert not [str(path) for path in texts if OF_THE_LEAD.search((ROOT / path).read_text(encoding="utf-8"))]
