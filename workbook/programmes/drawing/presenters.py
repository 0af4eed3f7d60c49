"""The passages that are offered for a module, by summary (C21)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils import timezone

from casework.families.models import Family
from casework.naming.presenters import with_colleagues_apart
from workbook.programmes.modules.texts.presenters import marks_in_module
from workbook.summaries.models import InterventionSummary, SummaryPassage
from workbook.summaries.queries import section_heading


class OfferedSummary(NamedTuple):
    """A finalised summary whose passages are offered."""

    summary: InterventionSummary
    role: str
    passages: list[dict[str, Any]]


def offered_summaries(passages: Iterable[SummaryPassage], family: Family) -> list[OfferedSummary]:
    """By summary, the latest episode first; each passage with its heading and the names of those whom it is about."""
    names = {person.pk: str(person) for person in family.people_ever()}
    passages = list(passages)
    with_colleagues_apart((passage.owner for passage in passages), timezone.localdate(), "worker")
    sources: dict[int, OfferedSummary] = {}
    for passage in passages:
        source = sources.setdefault(
            passage.owner_id, OfferedSummary(passage.owner, passage.owner.allocation.get_role_display(), [])
        )
        heading = section_heading(passage.section, passage.owner.allocation.role)
        source.passages.append(
            {
                "passage": passage,
                "heading": heading,
                "about": [names.get(pk, "") for pk in passage.about],
                "marks": marks_in_module(passage),
            }
        )
    return list(sources.values())
