"""Code lists that every authority in England shares, each code with the days between which it may be chosen.

A list is a file in `codes/`, named as it is asked for: 'referral_sources', 'needs'.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from casework.practice.schema import StrictModel

NO_FACTORS = "21"  # of the list `factors`: it excludes all others


def abuse_category(code):
    """'neglect': without the advice that its label gives to whoever chooses."""
    return label("abuse_categories", code).partition(" (")[0].lower()


FOLDER = Path(__file__).parent / "codes"


class Code(StrictModel):
    """`valid_from` and `valid_until` are days that belong to it; None where there is no such end, or none is known.

    One that is not `offered` is set by an act of its own: it has its words, and no form or return may choose it.
    """

    code: str
    label: str
    offered: bool = True
    valid_from: date | None = None
    valid_until: date | None = None

    def valid_on(self, on):
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
def code_list(name):
    return CodeList.model_validate(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def choices(name, on):
    """Pairs of code and label for a form: those that may be chosen for the date `on`."""
    return [(code.code, code.label) for code in code_list(name).codes if code.valid_on(on)]


def may_choose(name, code, on):
    return any(known.code == code and known.valid_on(on) for known in code_list(name).codes)


def label(name, code):
    """The words of a code; the code itself where the list does not know it."""
    return next((known.label for known in code_list(name).codes if known.code == code), code)
