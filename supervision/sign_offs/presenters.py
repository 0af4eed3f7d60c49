"""What the page of the sign-off says besides its form: what is missing, and what will happen."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.people.models import Person
from casework.relationships.checks import locking_is_practised
from casework.words import say_when
from supervision.group_supervisions.models import GroupSupervision
from supervision.sign_offs.checks import missing_for_sign_off
from supervision.workbook_closures.presenters import closing_conditions, open_kinds
from supervision.workbook_closures.queries import OpenInWorkbook


def sign_off_page(
    supervision: GroupSupervision, children: Iterable[Person], open_work: OpenInWorkbook
) -> dict[str, Any]:
    """`children` are those on whom it is filed; `open_work` is what ends where the Workbook closes."""
    return {
        "supervision": supervision,
        "missing": list(missing_for_sign_off(supervision, practice.current().supervision_sections)),
        "consequences": consequences_of(supervision, children),
        "record_url": reverse("supervision-record", args=[supervision.family_id, supervision.pk]),
        "attendance_url": reverse("supervision-logistics", args=[supervision.family_id, supervision.pk]),
        "open_kinds": open_kinds(open_work),
        "conditions": list(closing_conditions(supervision.episode.workbook)),
    }


def consequences_of(supervision: GroupSupervision, children: Iterable[Person]) -> list[str]:
    allocations = supervision.family.allocation_set.on(timezone.localdate()).select_related("worker")
    workers = [str(allocation.worker) for allocation in allocations]
    return [
        "What the group recorded, and the actions, do not change any more.",
        f"It is filed on each child of the episode: {', '.join(map(str, children))}.",
        f"If you continue, the next Workbook episode opens with a summary for {', '.join(workers) or 'nobody yet'}.",
        "If you close the Workbook, what is listed below as still open ends; the case itself stays open.",
        *_locked_again(),
        *_recorded(supervision),
    ]


def _locked_again() -> Iterator[str]:
    if locking_is_practised():
        yield "With the next summaries relationships are locked again, until the next supervision."


def _recorded(supervision: GroupSupervision) -> Iterator[str]:
    """Nothing before the meeting: the page says what is missing instead."""
    if supervision.held_at:
        rag = supervision.get_overall_rag_display() or "not given"
        yield f"The overall RAG is {rag}, as recorded for the meeting of {say_when(supervision.held_at)}."
