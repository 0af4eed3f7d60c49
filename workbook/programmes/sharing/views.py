"""Who shares with whom: all that was said, one choice with its reason, and recording another."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from workbook.programmes.presenters import SECTION
from workbook.programmes.sharing import forms, presenters, queries, services
from workbook.programmes.sharing.models import SharingChoice


@require_safe
def sharing(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = {
        "heading": "Who shares with whom",
        "rows": presenters.choice_rows(family),
        "may_record": family.access.can(Can.LEAD),
    }
    return render(request, "workbook/programmes/sharing/list.html", family_page(family, SECTION, **context))


@require_safe
def choice(request: SignedInRequest, family_id: int, choice_id: int) -> HttpResponse:
    """One choice with its reason, which stands on no page of a programme of anybody else."""
    family = open_family(request, family_id)
    found = next((each for each in queries.choices_of(family) if each.pk == choice_id), None)
    if found is None:
        raise Http404
    context = {"heading": presenters.sentence_of(found), "choice": found}
    return render(request, "workbook/programmes/sharing/choice.html", family_page(family, SECTION, **context))


class RecordChoice(FamilyActView):
    right = Can.LEAD
    form_class = forms.ChoiceForm
    service = staticmethod(services.record_choice)
    section = SECTION
    leads_to = "programme-sharing"
    heading = "Record who shares with whom"
    submit_label = "Record it"

    def details(self) -> dict[str, Any]:
        return {"people": queries.parents_in(self.family)}

    def message(self, result: SharingChoice) -> str:
        return f"Recorded: {presenters.sentence_of(result)}."

    def next_url(self, result: Any) -> str:
        return reverse("programme-sharing", args=[self.family.pk])
