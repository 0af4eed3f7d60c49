"""What of the Workbook and the Family Programme can be answered once it is finished."""

from django.urls import reverse

from casework.marks.registry import Answerable, register
from workbook.programmes.models import ModulePassage
from workbook.programmes.states import ModuleState
from workbook.summaries.models import SummaryPassage
from workbook.summaries.states import SETTLED


def _module_page(passage: ModulePassage) -> str:
    record = passage.owner
    parts = [passage.family_id, record.programme_id, record.module, *([record.child_id] if record.child_id else [])]
    return reverse("module", args=parts)


def _module_name(passage: ModulePassage) -> str:
    record = passage.owner
    of_child = f" of {record.child}" if record.child else ""
    module = f"{record.get_module_display()}{of_child}"
    return f"{passage.get_section_display()}, {module}, Family Programme {record.programme.number}"


register(
    Answerable(
        "summary-passage",
        SummaryPassage,
        lambda passage: passage.owner.state in SETTLED,
        lambda passage: f"{passage.get_section_display()}, summary of {passage.owner.worker}",
        lambda passage: passage.text,
        lambda passage: reverse("summary", args=[passage.family_id, passage.owner.part_of_id or passage.owner_id]),
        ("owner__worker", "owner__allocation"),
    ),
    Answerable(
        "module-passage",
        ModulePassage,
        lambda passage: passage.owner.state == ModuleState.COMPLETED,
        _module_name,
        lambda passage: passage.text,
        _module_page,
        ("owner__programme", "owner__child"),
    ),
)
