"""`make rules`: each rule of docs/rules.md with the tests that keep it, and what does not match."""

import ast
import re
from collections import defaultdict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

ROW = re.compile(r"^\| ([AC]\d+(?:\.\d+[a-z]?)?) \| (.+?) \| ", re.MULTILINE)
NO_TEST, NO_RULE = "Rules without a test", "Marks that name no rule"


class Command(BaseCommand):
    help = "Prints each rule of docs/rules.md with its tests; fails when a rule has none, or a mark names no rule."
    requires_system_checks = []

    def handle(self, *args, **options):
        rules = rules_in((settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8"))
        tests = tests_below(settings.BASE_DIR / "tests")
        self.stdout.write(report(rules, tests))
        faults = faults_of(rules, tests)
        self.stdout.write(fault_report(faults, tests))
        if any(faults.values()):
            raise CommandError(", ".join(f"{what.lower()}: {len(numbers)}" for what, numbers in faults.items()))


def rules_in(text):
    """What each rule says, by its number, in the order of the text; raises ValueError for a number used twice."""
    rules = {}
    for number, says in ROW.findall(text):
        if number in rules:
            raise ValueError(f"Rule {number} stands twice in docs/rules.md.")
        rules[number] = says
    return rules


def tests_below(folder):
    """The names of the tests that carry each number, read from all Python files below the folder."""
    tests = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for number, name in marks_in(tree, path.relative_to(folder.parent).as_posix()):
            tests[number].append(name)
    return dict(tests)


def marks_in(node, name):
    """Pairs of a rule's number and the name of what is marked: a test, a class of them, or a whole module."""
    yield from ((number, name) for number in dict.fromkeys(_numbers(_marking(node))))
    for part in node.body:
        if isinstance(part, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from marks_in(part, f"{name}::{part.name}")


def _marking(node):
    """Where marks stand: decorators, and `pytestmark` of a class or a module. The body of a test is left out."""
    yield from getattr(node, "decorator_list", [])
    for part in node.body:
        if isinstance(part, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in part.targets
        ):
            yield part.value


def _numbers(expressions):
    """The numbers in `pytest.mark.rule(…)`, wherever in an expression it stands (in a parameter's marks, for one)."""
    for expression in expressions:
        for call in ast.walk(expression):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.rule":
                yield from (argument.value for argument in call.args if isinstance(argument, ast.Constant))


def faults_of(rules, tests):
    """Numbers of rules that no test carries, and of marks that no rule has."""
    return {
        NO_TEST: [number for number in rules if number not in tests],
        NO_RULE: sorted(number for number in tests if number not in rules),
    }


def report(rules, tests):
    lines = []
    for number, says in rules.items():
        lines.append(f"{number:<6} {says}")
        lines.extend(f"         {name}" for name in tests.get(number, ["(no test)"]))
    return "\n".join(lines)


def fault_report(faults, tests):
    lines = []
    for what, numbers in faults.items():
        lines += ["", f"{what}: {', '.join(numbers) or 'none'}"]
        if what == NO_RULE:
            lines.extend(f"         {number} {name}" for number in numbers for name in tests[number])
    return "\n".join(lines)
