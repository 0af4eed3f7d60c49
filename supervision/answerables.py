"""What of group supervision can be answered once it is signed off."""

from datetime import date
from typing import Any

from django.urls import reverse

from casework.copies.registry import Copyable
from casework.copies.registry import register as register_copies
from casework.frozen.presenters import url_of_finished
from casework.marks.registry import Answerable, register
from casework.words import london_date, say_date
from supervision.group_supervisions.models import GroupSupervision, SupervisionPassage
from supervision.group_supervisions.states import OVER, SupervisionState
from supervision.workbook_closures.contents import title_of as workbook_name
from workbook.workbooks.models import Workbook
from workbook.workbooks.states import WorkbookState


def _name(passage: SupervisionPassage) -> str:
    return f"{passage.get_section_display()}, {_supervision(passage.owner)}"


def _supervision(supervision: GroupSupervision) -> str:
    of_day = f" of {say_date(supervision.held_at)}" if supervision.held_at else ""
    return f"Group supervision{of_day}"


def _signed_on(supervision: GroupSupervision) -> date | None:
    at = supervision.signed_off_at
    return london_date(at) if at and supervision.state == SupervisionState.SIGNED_OFF else None


def _reasons(row: Any) -> str:
    """What it says beside its passages."""
    said = {
        "": row.rationale,
        "Why no strategy discussion: ": row.no_strategy_because,
        "Who disagrees, and why: ": row.dissent,
        "Why no action is needed: ": row.no_actions_because,
    }
    return "\n".join(f"{label}{text}" for label, text in said.items() if text)


def _page(supervision: GroupSupervision) -> str:
    return reverse("supervision", args=[supervision.family_id, supervision.pk])


register(
    Answerable("supervision", GroupSupervision, lambda row: row.state in OVER, _supervision, _reasons, _page),
    Answerable(
        "supervision-passage",
        SupervisionPassage,
        lambda passage: passage.owner.state in OVER,
        _name,
        lambda passage: passage.text,
        lambda passage: _page(passage.owner),
        ("owner",),
    ),
)


def _closed(workbook: Workbook) -> str:
    """Why it closed, in the manager's words."""
    final = workbook.no_final_programme_because
    because = [f"No final Family Programme, because: {final}"] if final else []
    return "\n".join([workbook.closed_because, *because])


register(
    Answerable(
        "workbook", Workbook, lambda row: row.state == WorkbookState.CLOSED, workbook_name, _closed, url_of_finished
    )
)

register_copies(
    Copyable("supervision", GroupSupervision, _signed_on, _supervision, _page),
    Copyable(
        "workbook",
        Workbook,
        lambda row: london_date(row.closed_at) if row.closed_at else None,
        workbook_name,
        url_of_finished,
    ),
)
