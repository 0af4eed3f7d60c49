"""The page on which a manager withdraws a child's part in a referral that was opened in error."""

from typing import Any

from casework.access import Can
from casework.forms.base import PageForm
from casework.in_error.forms import InErrorForm
from casework.referrals.views import InvolvementView, require_may_decide
from workbook.withdrawals import services
from workbook.withdrawals.checks import records_of


class WithdrawInvolvement(InvolvementView):
    right = Can.READ
    form_class = InErrorForm
    service = staticmethod(services.withdraw)
    submit_label = "Record that it is an error"
    consequences = (
        "No list or figure counts it any more, and nothing is due for it.",
        "The referral's page shows it, with your name and the reason that you choose.",
        "It does not come back. If it was right after all, you record a new referral.",
    )

    def find(self, involvement_id: int) -> None:
        require_may_decide(self.family)
        super().find(involvement_id)

    @property
    def heading(self) -> str:
        return f"The case of {self.row.child} was opened in error"

    def message(self, result: Any) -> str:
        return f"Recorded in error: the part of {self.row.child} in this referral."

    def context(self, form: PageForm) -> dict[str, Any]:
        hangs = "; ".join(records_of(self.row))
        intro = f"First withdraw or correct what was recorded in this case: {hangs}." if hangs else ""
        return {"intro": intro, "consequences": self.consequences, "dangerous": True}
