"""What each role may do with a family, as tables: `manage.py rights` writes them into docs/rights.md.

They are read from the code that refuses: `casework/access/rights.py`, the decisions of the practice files, and the
right with which each page and each operation of the API opens the family.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from inspect import getsource
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from casework.access import Can
from casework.access.rights import BY_ROLE, GRACE, LEAD_WORKER
from casework.practice.schema import Decisions, Practice
from casework.users.roles import Role, grades_from

FAMILY = "family_id"
OPENED = re.compile(r"\bopen_family\([^)]*?(?:\b(?:Can)\.([A-Z]+))?\)")
YES, NO = "yes", "–"
# What pages ask beside the right with which they open the family: the grade of a decision of the practice file …
ASK_A_GRADE = {
    "approve_plan": ("assessment-approve", "plan-approve"),
    "close_case": ("closure-agree", "closure-reopen", "closure-send-back"),
    "close_workbook": ("workbook-close",),
    "decide_referral": ("referral-decide", "early-help-decided", "involvement-withdraw"),
    "open_workbook": ("workbook-index-child",),
    "restrict": ("restrict", "restriction-lift", "restriction-reader-add", "restriction-reader-remove"),
    "settle_answer": ("answer-copies", "answer-settle"),
    "sign_off_supervision": ("supervision-sign-off",),
    "transfer": ("transfer-ask", "transfer-take-back"),
}
# … or something else, in words.
ASK_MORE = {
    "their own note; managers say of any that it is an error": (
        "note-did-not", "note-took-place", "note-withdraw", "note-write-up",
    ),
    "their own note, or to manage once its author has left; with the author's agreement a colleague corrects one": (
        "note-correct", "note-not-significant", "note-significant",
    ),
    "that the text is not held back from them": ("answer-hold-back",),
    "their own summary; who leads and managers hand over and take back": (
        "summary-delegate", "summary-finalise", "summary-hand-over", "summary-withdraw", "summary-write",
        "task-withdraw",
    ),
    "their own entry, or to lead the work, or to manage": (
        "assessment-put-right", "assessment-withdraw", "conference-put-right", "conference-withdraw", "legal-put-right",
        "legal-withdraw", "plan-put-right", "plan-withdraw",
    ),
    "to be named as reader of what is protected, or that no reader is left": (
        "contact-change", "contact-protect", "contact-take-over", "contact-unprotect", "held-back-add",
        "protection-end", "protection-more",
    ),
    "to lead, arrange or decide on the closing": ("closure-letters",),
    "to be one of those whom the practice file lets open a Workbook": ("workbook-decide",),
}  # fmt: skip
HEAD = """# Who may do what

Printed from the code by `manage.py rights`; a test says that it is as printed, and others compare each cell with what
the pages and the API answer. Everybody finds only the families that are open to them; a restricted family only those on
its list.
"""


class Deed(NamedTuple):
    """A page of a family, or an operation of the API, and the right with which it opens the family."""

    name: str
    view: Any
    right: Can


def deeds() -> list[Deed]:
    """All of them, by name."""
    found = [Deed(name, view, right_of(view)) for name, view in _of_families(get_resolver(), False)]
    return sorted(found, key=lambda deed: deed.name)


def _of_families(resolver: URLResolver, of_family: bool) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        here = of_family or FAMILY in entry.pattern.converters
        if isinstance(entry, URLResolver):
            yield from _of_families(entry, here)
        elif isinstance(entry, URLPattern) and here:
            yield str(entry.name), entry.callback


def right_of(view: Any) -> Can:
    """The right with which the view opens the family; whoever reads it alone has READ."""
    of_class = getattr(getattr(view, "view_class", None), "right", None)
    if of_class is not None:
        return of_class
    named = OPENED.search(getsource(getattr(view, "view_class", view)))
    return Can[named[1]] if named and named[1] else Can.READ


def text(practices: Iterable[tuple[str, Practice]]) -> str:
    """The page: roles by rights, decisions by practice file, and the pages of each right."""
    return "\n".join([HEAD, *_roles(), *_decisions(list(practices)), *_pages()]) + "\n"


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield from _table(["Role", *(can.name.lower() for can in Can)], _role_rows())
    yield ""
    yield from (f"* **{can.name.lower()}**: {can.value}" for can in Can)


def _role_rows() -> Iterator[list[str]]:
    named = [(role.label, BY_ROLE[role]) for role in Role]
    more = [("*added for whoever leads the work*", LEAD_WORKER), ("*left for the days of grace*", GRACE)]
    for label, rights in [*named, *more]:
        yield [label, *(YES if can in rights else NO for can in Can)]


def _decisions(practices: list[tuple[str, Practice]]) -> Iterator[str]:
    yield "\n## Decisions\n\nWho may take each, of those whose team works with the family, by practice file.\n"
    yield from _table(["Decision", *(name for name, _ in practices)], _decision_rows([each for _, each in practices]))


def _decision_rows(practices: list[Practice]) -> Iterator[list[str]]:
    for decision in Decisions.model_fields:
        yield [decision.replace("_", " "), *(_who(getattr(each.decisions, decision)) for each in practices)]


def _who(lowest: str) -> str:
    return ", ".join(grade.label.lower() for grade in grades_from(lowest))


def _pages() -> Iterator[str]:
    yield "\n## Pages\n\nThe right with which each opens the family.\n"
    by_right = {can: dict.fromkeys(f"`{deed.name}`" for deed in deeds() if deed.right is can) for can in Can}
    yield from _table(["Right", "Pages and operations"], ([can.name.lower(), ", ".join(by_right[can])] for can in Can))
    yield "\nThese ask more.\n"
    yield from _table(["What they ask beside it", "Pages"], _more_rows())


def _more_rows() -> Iterator[list[str]]:
    grades = {f"the grade of ‘{key.replace('_', ' ')}’": pages for key, pages in ASK_A_GRADE.items()}
    for asked, pages in (grades | ASK_MORE).items():
        yield [asked, ", ".join(f"`{page}`" for page in pages)]


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"
