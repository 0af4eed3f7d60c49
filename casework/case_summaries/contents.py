"""A child's case summary as it is frozen when it is completed (A9.1)."""

from collections.abc import Iterator
from datetime import date

from casework import practice
from casework.case_summaries.models import CaseSummary
from casework.families.contents import people_part
from casework.frozen.contents import Part, fact, named, part, written
from casework.passages.queries import people_ever
from casework.words import say_age


def title_of(summary: CaseSummary) -> str:
    return f"Case summary of {summary.child}, version {summary.number}"


def parts_of(summary: CaseSummary, today: date) -> Iterator[Part]:
    child = summary.child
    yield part("", [fact("Child", f"{child.full_name}, {say_age(child, today)}", child, "name")])
    names = named(people_ever(summary.family))
    yield part("What it says", written(summary.passages.all(), practice.current().case_summary_sections, names))
    yield people_part(summary.family, today)
