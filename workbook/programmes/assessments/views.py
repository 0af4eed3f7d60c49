"""Submitting a Family Programme as an assessment, the manager's oversight, and the completed assessment."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import VersionedReasonForm
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from workbook.programmes.assessments import forms, presenters, services
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.queries import assessment_under_way
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.disputes.presenters import disputed_in
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.presenters import SECTION
from workbook.programmes.views import ProgrammeView


def programme_to_assess(family: Family, programme_id: int) -> FamilyProgramme:
    """The programme of this family; Http404 for another's."""
    programme = get_object_or_404(family.familyprogramme_set.select_related("workbook"), pk=programme_id)
    programme.family = family
    return programme


def assessment_of(family: Family, assessment_id: int) -> ProgrammeAssessment:
    """The assessment of this family, with its programme; Http404 for another's."""
    rows = family.programmeassessment_set.select_related("programme__workbook", "submitted_by", "oversight")
    assessment = get_object_or_404(rows, pk=assessment_id)
    assessment.family = assessment.programme.family = family
    return assessment


@require_safe
def assessment(request: SignedInRequest, family_id: int, programme_assessment_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = assessment_of(family, programme_assessment_id)
    context = presenters.reading_context(found, request.user, timezone.localdate())
    page = family_page(family, SECTION, **context)
    return render(request, "workbook/programmes/assessments/assessment.html", page)


class SubmitProgramme(ProgrammeView):
    """There is one form for the assessment under way: taken back or returned, it opens with what it was for."""

    right = Can.LEAD
    template_name = "workbook/programmes/assessments/submit.html"
    form_class = forms.SubmitForm
    service = staticmethod(services.submit)
    success = "Submitted. The manager is told; until then nobody changes the modules."

    def find(self, programme_id: int) -> None:
        self.row = programme_to_assess(self.family, programme_id)

    @property
    def heading(self) -> str:
        return f"Submit Family Programme {self.row.number} as an assessment"

    def decided_on(self) -> list[str]:
        return [f"{reverse('programme', args=[self.family.pk, self.row.pk])}modules/"]

    def initial(self) -> dict[str, Any]:
        under_way = assessment_under_way(self.row)
        return {"occasion": under_way.occasion} if under_way else {}

    def next_url(self, result: ProgrammeAssessment) -> str:
        return presenters.assessment_address("assessment", result)

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.submitting_context(self.row, timezone.localdate()) | {"disputes": disputed_in(self.row)}


class AssessmentView(FamilyActView):
    """An act on an assessment that waits for the manager; any other leads to the page that shows its state."""

    section = SECTION
    row: ProgrammeAssessment

    def find(self, programme_assessment_id: int) -> None:
        self.row = assessment_of(self.family, programme_assessment_id)

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == AssessmentState.SUBMITTED else redirect(self.cancel_url())

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return presenters.assessment_address("assessment", self.row)


class TakeAssessmentBack(AssessmentView):
    right = Can.LEAD
    form_class = VersionedReasonForm
    service = staticmethod(services.take_back)
    heading = "Take the assessment back"
    submit_label = "Take it back"
    success = "Taken back: go on writing."
    consequences = (
        "The modules can be written in again.",
        "The managers are told. Submitted again it is the same assessment.",
    )

    def details(self) -> dict[str, Any]:
        return {"label": "Why do you take it back?"}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}


class ReturnAssessment(AssessmentView):
    right = Can.DECIDE
    form_class = VersionedReasonForm
    service = staticmethod(services.return_to_lead)
    heading = "Return the assessment"
    submit_label = "Return it"
    success = "Returned; they are told."
    consequences = (
        "The lead worker is told, and can write in the modules again.",
        "They read first what you write here.",
    )

    def details(self) -> dict[str, Any]:
        return {"label": "What is still to be done?", "rows": 6}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}


class CompleteAssessment(AssessmentView):
    right = Can.DECIDE
    template_name = "workbook/programmes/assessments/complete.html"
    form_class = forms.CompleteForm
    service = staticmethod(services.complete)
    heading = "Complete the assessment"
    success = "Completed. It stays as you read it; the PDF is being made."

    def initial(self) -> dict[str, Any]:
        fingerprint = presenters.assessment_text(self.row).fingerprint
        return {"fingerprint": fingerprint, "read_on": timezone.localdate()}

    def renew(self, form: forms.CompleteForm) -> None:
        super().renew(form)
        form.renew_fingerprint(presenters.assessment_text(self.row).fingerprint)

    def context(self, form: PageForm) -> dict[str, Any]:
        text = presenters.assessment_text(self.row)
        disputes = disputed_in(self.row.programme)
        return presenters.assessment_context(self.row) | {"modules": text.modules, "disputes": disputes}
