"""Each child's case summary: its versions, the open one, and completing it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import ConfirmForm
from casework.acts.views import FamilyActView
from casework.case_summaries import forms, presenters, services
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.states import CaseSummaryState
from casework.families.models import Family
from casework.families.views import child_or_404
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.frozen.presenters import finished_record, links_to, urls_of_finished
from casework.passages.presenters import PassageText
from casework.people.models import Person


def latest_or_404(family: Family, child: Person) -> CaseSummary:
    """The latest version, open or completed; Http404 where nothing has been written."""
    latest = family.casesummary_set.filter(child=child).first()
    if latest is None:
        raise Http404
    return latest


def read(request: SignedInRequest, family_id: int, child_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    child = child_or_404(family, child_id)
    summary = presenters.case_summary_of(family, child, today=timezone.localdate())
    current, earlier = summary["versions"].current, summary["versions"].earlier
    frozen = urls_of_finished("case_summary", [each.summary for each in earlier])
    context = {
        "heading": f"Case summary: {child}",
        "finished": finished_record("case_summary", current.summary, request.user, family.access) if current else None,
        "finished_links": links_to("case_summary", family.casesummary_set.filter(pk__in=frozen), family),
        "shown_live": [each for each in earlier if each.summary.pk not in frozen],
    }
    page = family_page(family, "family", **context, **summary)
    return render(request, "casework/case_summaries/read.html", page)


class CaseSummaryView(FamilyActView):
    """An act on the case summary of `child`; it leads back to it."""

    right = Can.LEAD
    section = "family"

    def find(self, child_id: int) -> None:
        self.child = child_or_404(self.family, child_id)

    def next_url(self, result: CaseSummary) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("case-summary", args=[self.family.pk, self.child.pk])


class WriteCaseSummary(CaseSummaryView):
    """Of the open version; where none is open, saving begins one from the text of the last."""

    template_name = "casework/passages/page.html"
    form_class = forms.CaseSummaryForm
    service = staticmethod(services.save)
    submit_label = "Save the case summary"
    success = "Saved. Complete it when every heading has its text."

    @property
    def heading(self) -> str:
        return f"Write the case summary: {self.child}"

    def versions(self) -> presenters.CaseSummaryVersions:
        return presenters.versions_of(self.family, self.child)

    def details(self) -> dict[str, Any]:
        begun_from = self.versions().latest
        return {
            "child": self.child,
            "passages": list(begun_from.summary.passages.all()) if begun_from else [],
            "sections": practice.current().case_summary_sections,
        }

    def written_in(self) -> CaseSummary | None:
        latest = self.versions().latest
        return latest.summary if latest else None

    def saw(self) -> int:
        return self.versions().open_version

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.child

    def saved_now(self) -> list[PassageText]:
        latest = self.versions().latest
        return latest.passages if latest else []


class CompleteCaseSummary(CaseSummaryView):
    template_name = "casework/case_summaries/complete.html"
    form_class = ConfirmForm
    consequences = (
        "The text of this version does not change any more. It stays with its date and your name.",
        "The next is due three months from now, and begins with this text.",
    )

    def find(self, child_id: int) -> None:
        super().find(child_id)
        self.row = latest_or_404(self.family, self.child)

    def decided_on(self) -> list[str]:
        return [reverse("case-summary-write", args=[self.family.pk, self.child.pk])]

    @property
    def heading(self) -> str:
        return f"Complete the case summary: {self.child}"

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == CaseSummaryState.OPEN else redirect(self.cancel_url())

    def act(self, form: PageForm) -> CaseSummary:
        at, headings = timezone.now(), practice.current().case_summary_sections
        return services.complete(self.row, headings=headings, **form.given(at), by=self.request.user, at=at)

    def message(self, result: CaseSummary) -> str:
        return f"The case summary of {self.child} is completed."

    def context(self, form: PageForm) -> dict[str, Any]:
        summary = presenters.case_summary_of(self.family, self.child, today=timezone.localdate())
        # Nothing is typed here, so no text is kept.
        return summary | {"consequences": self.consequences}
