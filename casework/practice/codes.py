"""Code lists that every authority in England shares, each code with the days between which it may be chosen.

A list is a file in `codes/`, named as it is asked for: 'referral_sources', 'needs'.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from casework.practice.schema import StrictModel

NO_FACTORS = "21"  # of the list `factors`: it excludes all others

FOLDER = Path(__file__).parent / "codes"


class Code(StrictModel):
    """`valid_from` and `valid_until` are the first and the last day on which it may be chosen, None without a limit.

    One that is not `offered` is set by an act of its own: it has a label, and no form or return may choose it.
    """

    code: str
    label: str
    offered: bool = True
    valid_from: date | None = None
    valid_until: date | None = None

    def valid_on(self, on: date) -> bool:
        return (
            self.offered
            and (self.valid_from is None or self.valid_from <= on)
            and (self.valid_until is None or on <= self.valid_until)
        )


class CodeList(StrictModel):
    name: str
    source: str
    codes: tuple[Code, ...]


@cache
def code_list(name: str) -> CodeList:
    return CodeList.model_validate(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def choices(name: str, on: date) -> list[tuple[str, str]]:
    """Pairs of code and label for a form: those that may be chosen for the date `on`."""
    return [(code.code, code.label) for code in code_list(name).codes if code.valid_on(on)]


def may_choose(name: str, code: str, on: date) -> bool:
    return any(known.code == code and known.valid_on(on) for known in code_list(name).codes)


def label(name: str, code: str) -> str:
    """The words of a code; the code itself where the list does not know it."""
    return next((known.label for known in code_list(name).codes if known.code == code), code)


def abuse_category(code: str) -> str:
    """'neglect': the label without the advice in brackets."""
    return label("abuse_categories", code).partition(" (")[0].lower()
