"""Reading a worker's summary, and writing one's own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.frozen.presenters import FinishedRecord, finished_record
from casework.passages.queries import people_to_write_about
from casework.users.models import User
from workbook.summaries import presenters, services
from workbook.summaries.forms import RATING, SummaryForm
from workbook.summaries.models import InterventionSummary
from workbook.summaries.queries import sections_for, with_parts
from workbook.summaries.states import SummaryState


def summary_of(family: Family, summary_id: int) -> InterventionSummary:
    """The summary of this family; Http404 for another's."""
    summaries = family.interventionsummary_set.select_related(
        "episode__workbook", "allocation", "worker", "family", "part_of__worker"
    )
    return get_object_or_404(summaries.prefetch_related("passages", with_parts()), pk=summary_id)


def own_summary(user: User, family: Family, summary_id: int) -> InterventionSummary:
    """As `summary_of`; PermissionDenied where it is not the summary of `user`."""
    summary = summary_of(family, summary_id)
    if summary.worker != user:
        raise PermissionDenied(f"Only {summary.worker} writes in this summary.")
    return summary


@require_safe
def summary(request: SignedInRequest, family_id: int, summary_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = summary_of(family, summary_id)
    context = {
        "heading": presenters.heading_of(found, request.user),
        **presenters.summary_context(found),
        **presenters.acts_context(family, found, request.user, timezone.localdate()),
        "finished": _finished(family, found, request.user),
    }
    return render(request, "workbook/summaries/read.html", family_page(family, "workbook", **context))


def _finished(family: Family, found: InterventionSummary, user: User) -> FinishedRecord | None:
    """What stands instead of the summary while it is finalised."""
    if found.state != SummaryState.FINALISED:
        return None
    return finished_record("summary", found, user, family.access)


class SummaryView(FamilyActView):
    """An act on a summary, which leads back to the page of that summary."""

    section = "workbook"

    def find(self, summary_id: int) -> None:
        self.row = summary_of(self.family, summary_id)

    def next_url(self, result: Any) -> str:
        return presenters.summary_address("summary", self.row)

    def cancel_url(self) -> str:
        return presenters.summary_address("summary", self.row)

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == SummaryState.OPEN else redirect(self.cancel_url())


class OwnSummaryView(SummaryView):
    """An act on one's own summary; its page shows the summary."""

    def find(self, summary_id: int) -> None:
        self.row = own_summary(self.request.user, self.family, summary_id)

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.summary_context(self.row)


class WriteSummary(OwnSummaryView):
    template_name = "workbook/summaries/write.html"
    form_class = SummaryForm
    service = staticmethod(services.write)
    success = "Saved. Everybody who works with the family can read it, marked as not finalised."

    @property
    def heading(self) -> str:
        return presenters.heading_of(self.row, self.request.user)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in RATING}

    def details(self) -> dict[str, Any]:
        passages = list(self.row.passages.all())
        return {
            "passages": passages,
            "sections": sections_for(self.row.allocation.role),
            "people": people_to_write_about(self.row.family, passages),
            "rated": self.row.part_of_id is None,
        }

    def next_url(self, result: Any) -> str:
        return presenters.summary_address("summary-write", self.row)

    def context(self, form: PageForm) -> dict[str, Any]:
        context = super().context(form)
        acts = presenters.acts_context(self.family, self.row, self.request.user, timezone.localdate())
        return {**context, **acts, "saved_now": presenters.saved_texts(context["card"])}
