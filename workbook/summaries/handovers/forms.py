"""To whom a summary goes, and why."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from casework.acts.forms import VersionedReasonForm
from casework.allocations.models import Allocation
from casework.naming.forms import PartField


class AllocationChoice(PartField):
    """Somebody who works with the family, by their allocation."""

    def label_from_instance(self, allocation: Allocation) -> str:
        return f"{allocation.worker}, {allocation.get_role_display().lower()}"


class HandOverForm(VersionedReasonForm):
    """`takers` are allocations; None where nobody is chosen: a part goes to the worker of its whole."""

    taker = AllocationChoice(
        None, label="To whom?", empty_label="Choose", error_messages={"required": "Choose to whom it goes."}
    )
    field_order = ["version", "taker", "because"]

    def __init__(self, *args: Any, takers: QuerySet[Allocation] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takers is None:
            del self.fields["taker"]
        else:
            self.fields["taker"].queryset = takers

    def given(self, at: datetime) -> dict[str, Any]:
        taker = self.cleaned_data.get("taker")
        return super().given(at) | {"taker": taker.worker if taker else None}
