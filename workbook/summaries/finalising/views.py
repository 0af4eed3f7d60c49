"""Finalising one's own summary, and taking it back."""

from typing import Any

from django.http import HttpResponse

from casework.acts.forms import VersionedReasonForm
from casework.forms.base import PageForm
from workbook.summaries import presenters as summary_presenters
from workbook.summaries import services
from workbook.summaries.checks import is_new_red
from workbook.summaries.finalising import presenters
from workbook.summaries.forms import FinaliseForm
from workbook.summaries.queries import rating_before
from workbook.summaries.views import OwnSummaryView


class FinaliseSummary(OwnSummaryView):
    template_name = "workbook/summaries/finalise.html"
    form_class = FinaliseForm
    service = staticmethod(services.finalise)
    success = "Finalised. What you record from now on begins your next summary."

    def decided_on(self) -> list[str]:
        return [summary_presenters.summary_address("summary-write", each) for each in [self.row, *self.row.parts.all()]]

    @property
    def heading(self) -> str:
        return presenters.finalise_label(self.row)

    def details(self) -> dict[str, Any]:
        return {"asks_of_red": is_new_red(self.row.rag, rating_before(self.row))}

    def closed(self) -> HttpResponse | None:
        """The page itself says that it is finalised already."""
        return None

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            **super().context(form),
            **presenters.gaps_context(self.row),
            "consequences": presenters.consequences_of(self.row),
        }


class WithdrawSummary(OwnSummaryView):
    form_class = VersionedReasonForm
    service = staticmethod(services.withdraw)
    submit_label = "Take it back"
    success = "Your summary is open again. Finalise it before the supervision."
    consequences = (
        "Your summary is open again, and you can change it until you finalise it once more.",
        "The group does not read it until then; the supervision cannot be held while it is open.",
        "What you record from now on goes into this summary. What stands in the next one already stays there.",
    )

    @property
    def heading(self) -> str:
        return f"Take my {summary_presenters.noun_of(self.row)} back"

    def closed(self) -> HttpResponse | None:
        return None

    def details(self) -> dict[str, Any]:
        return {"label": "Why do you take it back?"}

    def next_url(self, result: Any) -> str:
        return summary_presenters.summary_address("summary-write", self.row)

    def context(self, form: PageForm) -> dict[str, Any]:
        return {**super().context(form), "consequences": self.consequences}
