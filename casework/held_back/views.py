"""What is held back in a family, and holding back what tells a place in other words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from casework.held_back import forms, queries, services
from casework.held_back.models import HeldBack
from casework.held_back.presenters import held_back_context


@require_safe
def held_back(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = {"heading": "Held back", **held_back_context(family, request.user)}
    return render(request, "casework/held_back/held_back.html", family_page(family, "people", **context))


class HoldBack(FamilyActView):
    right = Can.READ
    section = "people"
    leads_to = "held-back"
    private = True
    recorded_once = True
    form_class = forms.HoldBackForm
    service = staticmethod(services.hold_by_hand)
    heading = "Hold back what tells a protected place"
    submit_label = "Hold it back"

    def find(self) -> None:
        self.protections = queries.protections_read_by(self.request.user, self.family)
        if not self.family.access.lasts or not self.protections.exists():
            raise PermissionDenied("Only somebody who is named for a protected place knows what tells it.")

    def details(self) -> dict[str, Any]:
        return {"protections": self.protections}

    def message(self, result: list[HeldBack]) -> str:
        return f"Held back from all who are not named: {len(result)} {'text' if len(result) == 1 else 'texts'}."
