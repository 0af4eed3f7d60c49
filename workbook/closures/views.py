"""Agreeing to close a child's case, which ends the child's part in the Workbook."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.closures import presenters as closure_presenters
from casework.closures.forms import AgreeForm
from casework.closures.states import ClosureState
from casework.closures.views import get_closure, require_may_agree, step_not_possible
from casework.forms.base import PageForm
from workbook.closures import services
from workbook.closures.presenters import consequences_of


class AgreeToClosure(FamilyActView):
    right = Can.READ  # `require_may_agree` asks for the grade
    template_name = "casework/closures/agree.html"
    form_class = AgreeForm
    service = staticmethod(services.agree)
    section = "people"

    def find(self, closure_id: int) -> None:
        require_may_agree(self.family)
        self.row = get_closure(self.family, closure_id)
        self.child = self.row.involvement.child

    def closed(self) -> HttpResponse | None:
        if self.row.state == ClosureState.ASKED:
            return None
        return step_not_possible(self.request, self.family, self.row)

    def decided_on(self) -> list[str]:
        return [reverse("closure-write", args=[self.family.pk, self.child.pk])]

    @property
    def heading(self) -> str:
        return f"Agree: closing the case for {self.child}"

    @property
    def submit_label(self) -> str:
        return f"Agree and close the case for {self.child}"

    def message(self, result: Any) -> str:
        return f"The case for {self.child} is closed."

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("closure", args=[self.family.pk, self.row.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "page": closure_presenters.closure_page(self.row, timezone.localdate()),
            "may": closure_presenters.buttons_of(self.family, self.row),
            "consequences": list(consequences_of(self.row)),
        }
