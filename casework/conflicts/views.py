"""Declaring a conflict of interest with a family, one's own or a colleague's, and ending it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, may_take
from casework.access.models import ConflictOfInterest
from casework.acts.forms import ReasonForm, WritingForm
from casework.acts.views import FamilyActView
from casework.conflicts import forms, queries, services


class ConflictView(FamilyActView):
    right = Can.READ
    section = "people"
    leads_to = "restriction"


class Declare(ConflictView):
    form_class = forms.DeclareForm
    service = staticmethod(services.declare)
    heading = "I have a conflict of interest with this family"
    submit_label = "Shut me out of this family"
    success = "You find nothing of this family any more. Its managers have been told."
    recorded_once = True
    consequences = (
        "From this moment you find nothing of this family, whatever your role.",
        "The family's managers are told, and read your reason. One of them can end it.",
    )

    def context(self, form: WritingForm) -> dict[str, Any]:
        return {"consequences": self.consequences, "dangerous": True}

    def next_url(self, result: ConflictOfInterest) -> str:
        return reverse("families")


class OfColleagues(ConflictView):
    right = Can.DECIDE

    def find(self, **ids: int) -> None:
        if not may_take(self.family.access, "restrict"):
            raise PermissionDenied("Shutting somebody out of a family needs a higher grade.")
        self.today = timezone.localdate()
        self.find_row(**ids)

    def find_row(self, **ids: int) -> None:
        """Set `row` where the address names one."""


class DeclareOf(OfColleagues):
    form_class = forms.DeclareOfForm
    service = staticmethod(services.declare_of)
    heading = "A colleague has a conflict of interest with this family"
    submit_label = "Shut them out of this family"

    def details(self) -> dict[str, Any]:
        return {"users": queries.colleagues(self.family, self.request.user, self.today)}

    def message(self, conflict: ConflictOfInterest) -> str:
        return f"{conflict.user} finds nothing of this family any more."


class End(OfColleagues):
    form_class = ReasonForm
    service = staticmethod(services.end)
    submit_label = "End it"
    row: ConflictOfInterest

    def find_row(self, conflict_id: int) -> None:
        self.row = get_object_or_404(queries.conflicts_of(self.family, self.today), pk=conflict_id)

    @property
    def heading(self) -> str:
        return f"{self.row.user} has no conflict of interest any more"

    def details(self) -> dict[str, Any]:
        return {"label": "Why is it over?", "rows": 2, "max_length": 300, "missing": "Say why it is over."}

    def message(self, conflict: ConflictOfInterest) -> str:
        return f"{conflict.user}’s own rights count again."
