"""The summary of a worker who is away or leaves: handing it over, or leaving it out."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from django.utils import timezone

from casework.access import Can
from casework.acts.forms import VersionedReasonForm
from casework.forms.base import PageForm
from workbook.summaries.handovers import presenters, queries, services
from workbook.summaries.handovers.forms import HandOverForm
from workbook.summaries.models import InterventionSummary
from workbook.summaries.presenters import summary_address
from workbook.summaries.views import SummaryView


class HandOverSummary(SummaryView):
    template_name = "workbook/summaries/handovers/form_page.html"
    form_class = HandOverForm
    service = staticmethod(services.hand_over)
    submit_label = "Hand it over"

    @property
    def heading(self) -> str:
        return f"Hand over the summary of {self.row.worker}"

    def find(self, summary_id: int) -> None:
        super().find(summary_id)
        if self.row.worker != self.request.user and not self.family.access.can(Can.LEAD):
            raise PermissionDenied("The lead worker or a manager hands a colleague's summary over.")

    def details(self) -> dict[str, Any]:
        # A part goes to the worker of its whole, so nobody is chosen.
        takers = None if self.row.part_of else queries.possible_successors(self.row, timezone.localdate())
        return {"takers": takers, "label": "Why is it handed over?", "rows": 3}

    def message(self, result: InterventionSummary) -> str:
        whole = cast("InterventionSummary", result.part_of)  # handed_over_to_a_summary_and_why
        return f"{result.worker}’s summary is handed over to {whole.worker}."

    def next_url(self, result: InterventionSummary) -> str:
        return summary_address("summary", cast("InterventionSummary", result.part_of))

    def context(self, form: PageForm) -> dict[str, Any]:
        takers = cast("ModelChoiceField", form.fields["taker"]).queryset if "taker" in form.fields else None
        return {
            **presenters.page_context(self.row, self.request.user, timezone.localdate()),
            "consequences": presenters.handover_consequences(self.row),
            "nobody": takers is not None and not takers.exists(),
        }


class LeaveOutSummary(SummaryView):
    right = Can.LEAD
    template_name = "workbook/summaries/handovers/form_page.html"
    form_class = VersionedReasonForm
    service = staticmethod(services.leave_out)
    submit_label = "Leave it as it stands"
    consequences = (
        "The group does not read it. The supervision and the pack say so, with your reason.",
        "Its saved text stays in the Workbook. It can be written on only if the episode is reopened.",
    )

    @property
    def heading(self) -> str:
        return f"Leave the summary of {self.row.worker} as it stands"

    def details(self) -> dict[str, Any]:
        return {"label": "Why is it left as it stands?", "rows": 3}

    def message(self, result: InterventionSummary) -> str:
        return f"The summary of {result.worker} is left as it stands."

    def context(self, form: PageForm) -> dict[str, Any]:
        page = presenters.page_context(self.row, self.request.user, timezone.localdate())
        return {**page, "consequences": self.consequences}
