"""Recording that a vulnerability has emerged (A1.10)."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from workbook.workbooks.vulnerabilities import services
from workbook.workbooks.vulnerabilities.forms import VulnerabilityForm


class RecordVulnerability(FamilyActView):
    form_class = VulnerabilityForm
    service = staticmethod(services.record_vulnerability)
    section = "workbook"
    leads_to = "workbook"
    heading = "A vulnerability has emerged"
    submit_label = "Record it and ask for a decision"
    success = "It is recorded, and the managers were asked to decide on a Workbook."
    intro = "The team's managers are told, and decide again within the time whether a Workbook is opened."

    def find(self, referral_id: int) -> None:
        self.row = get_object_or_404(self.family.referral_set, pk=referral_id)

    def initial(self) -> dict[str, Any]:
        return {"noticed_on": timezone.localdate()}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": self.intro}
