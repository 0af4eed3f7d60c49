"""What of group supervision can be answered once it is signed off."""

from django.urls import reverse

from casework.marks.registry import Answerable, register
from casework.words import say_date
from supervision.group_supervisions.models import SupervisionPassage
from supervision.group_supervisions.states import OVER


def _name(passage: SupervisionPassage) -> str:
    held_at = passage.owner.held_at
    of_day = f" of {say_date(held_at)}" if held_at else ""
    return f"{passage.get_section_display()}, group supervision{of_day}"


register(
    Answerable(
        "supervision-passage",
        SupervisionPassage,
        lambda passage: passage.owner.state in OVER,
        _name,
        lambda passage: passage.text,
        lambda passage: reverse("supervision", args=[passage.family_id, passage.owner_id]),
        ("owner",),
    )
)
