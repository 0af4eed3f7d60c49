"""The line of a record in error, and its page: who, when and by which reason; the rest for those who inspect."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse

from casework.access import Can
from casework.access.ways import address_of
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.in_error.models import InError
from casework.in_error.queries import in_error_of, rows_of
from casework.in_error.registry import KINDS, Text
from casework.subjects import SubjectKey
from casework.words import say_when


class InErrorLine(NamedTuple):
    """`sentence`: 'Home visit of Tue 3 Nov 2026, 14:05: recorded in error. …'."""

    sentence: str
    url: str


def reason_in_sentence(found: InError) -> str:
    label = found.get_reason_display()
    return f"{label[:1].lower()}{label[1:]}"


def line_of(found: InError, row: Any) -> InErrorLine:
    name = KINDS[found.subject_type].name(row)
    return InErrorLine(
        f"{name}: recorded in error. {found.by} said so, {say_when(found.at)}: {reason_in_sentence(found)}.",
        reverse("in-error", args=[found.family_id, found.pk]),
    )


def lines_of(found: Iterable[InError]) -> list[InErrorLine]:
    found = list(found)
    rows = rows_of(found)
    return [line_of(each, rows[SubjectKey(each.subject_type, each.subject_id)]) for each in found]


def list_page(family: Family) -> dict[str, Any]:
    return family_page(family, "family", heading="Recorded in error", lines=lines_of(in_error_of(family)))


def page_of(family: Family, found: InError) -> dict[str, Any]:
    """What everybody reads, what went with it, and for those who inspect its words and the reason in words."""
    row = rows_of([found])[SubjectKey(found.subject_type, found.subject_id)]
    kind = KINDS[found.subject_type]
    inspects = family.access.can(Can.INSPECT)
    return family_page(
        family,
        "family",
        heading="Recorded in error",
        line=line_of(found, row),
        because=found.because if inspects else "",
        texts=list(_texts(kind.texts(row))) if inspects else [],
        inspects=inspects,
        went_with=lines_of([found.went_with] if found.went_with else []),
        took=lines_of(found.took_with_it.select_related("by")),
        page_url=address_of(kind.page, family.pk, row),
    )


def _texts(texts: Iterable[Text]) -> Iterable[Text]:
    return ((heading, text) for heading, text in texts if text)
