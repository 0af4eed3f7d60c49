"""For those of a restricted family: what others recorded of it, and saying what it is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.mentions import forms, presenters, queries, services
from casework.mentions.models import Mention


@require_safe
def mentions(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = presenters.mentions_page(family, request.user)
    return render(request, "casework/mentions/mentions.html", family_page(family, "people", **context))


class Settle(FamilyActView):
    right = Can.RECORD
    recorded_once = True
    section = "people"
    leads_to = "mentions"
    template_name = "casework/mentions/settle.html"
    form_class = forms.SettleForm
    service = staticmethod(services.settle)
    heading = "Is this about your family?"
    submit_label = "Save"
    row: Mention

    def find(self, mention_id: int) -> None:
        self.row = get_object_or_404(queries.mentions_of(self.family, self.request.user), pk=mention_id)

    def closed(self) -> HttpResponse | None:
        return redirect(reverse("mentions", args=[self.family.pk])) if self.row.outcome else None

    def initial(self) -> dict[str, Any]:
        return {"person": self.row.person_id}

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}

    def context(self, form: PageForm) -> dict[str, Any]:
        return presenters.mention_context(self.row, self.request.user)

    def message(self, result: Mention) -> str:
        if result.note:
            return "It stands on this family’s file as a note."
        return "Recorded for this family alone."
