"""Recording a significant change within the family."""

from typing import Any

from casework.forms.base import PageForm
from workbook.programmes.assessments.views import programme_to_assess
from workbook.programmes.significant_changes import services
from workbook.programmes.significant_changes.forms import SignificantChangeForm
from workbook.programmes.views import ProgrammeView


class RecordSignificantChange(ProgrammeView):
    form_class = SignificantChangeForm
    service = staticmethod(services.record)
    heading = "Record a significant change"
    submit_label = "Record the change"
    success = "Recorded. A completed Family Programme is due after this change."
    consequences = (
        "A completed Family Programme becomes due after it; the lead worker is told.",
        "It is not yet written in any module: that is still to be done.",
    )

    def find(self, programme_id: int) -> None:
        self.row = programme_to_assess(self.family, programme_id)

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}
