"""Signing off: the decision, and what follows from it."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.forms.base import PageForm
from casework.people.models import Person
from supervision.group_supervisions.clashes.presenters import clashes_with
from supervision.group_supervisions.models import Decision, GroupSupervision
from supervision.group_supervisions.presenters import heading_of
from supervision.group_supervisions.views import RecordingView
from supervision.sign_offs import presenters, services
from supervision.sign_offs.forms import SignOffForm
from supervision.sign_offs.queries import suggested_date
from supervision.workbook_closures.queries import OpenInWorkbook, open_in_workbook
from workbook.episodes.queries import children_ever
from workbook.summaries.checks import is_new_red


class SignOff(RecordingView):
    form_class = SignOffForm
    service = staticmethod(services.sign_off)
    template_name = "supervision/group_supervisions/sign_off.html"
    submit_label = "Sign off the supervision"

    @property
    def heading(self) -> str:
        return f"Sign off: {heading_of(self.row)}"

    def decided_on(self) -> list[str]:
        ids = [self.family.pk, self.row.pk]
        return [reverse("supervision-record", args=ids), reverse("supervision-actions", args=ids)]

    @cached_property
    def open_work(self) -> OpenInWorkbook:
        workbook, user = self.row.episode.workbook, self.request.user
        return open_in_workbook(workbook, at=timezone.now(), by=user, page=self.request.path)

    @cached_property
    def children(self) -> list[Person]:
        return children_ever(self.row.episode)

    def details(self) -> dict[str, Any]:
        new_red = is_new_red(self.row.overall_rag, self.family.headline.overall_rag)
        return {"children": self.children, "open_work": self.open_work, "asks_of_red": new_red}

    def initial(self) -> dict[str, Any]:
        return {"next_planned_for": suggested_date(self.row, timezone.now())}

    def message(self, signed_off: GroupSupervision) -> str:
        if signed_off.decision == Decision.CLOSE:
            return "The supervision is signed off and the Workbook is closed."
        following = signed_off.episode.workbook.episodes.latest("number")
        clashes = clashes_with(self.family, following.supervision_planned_for, self.request.user)
        return " ".join(["The supervision is signed off, and the next Workbook episode is open.", *clashes])

    def context(self, form: PageForm) -> dict[str, Any]:
        suggested = suggested_date(self.row, timezone.now())
        clashes = clashes_with(self.family, suggested, self.request.user)
        return presenters.sign_off_page(self.row, self.children, self.open_work) | {"clashes": clashes}
