"""The genogram of a family, and writing the cultural notes on its page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework import practice
from casework.access import SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from casework.genogram import presenters, queries, services
from casework.genogram.forms import CulturalNotesForm
from casework.genogram.models import GenogramNote
from casework.passages.presenters import PassageText
from casework.passages.queries import people_to_write_about


def genogram(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = presenters.genogram_page(family, today=timezone.localdate())
    page = family_page(family, "people", heading="Genogram", **context)
    return render(request, "casework/genogram/genogram.html", page)


class WriteCulturalNotes(FamilyActView):
    """The one row of notes of a family, which its first text makes."""

    section = "people"
    leads_to = "genogram"
    template_name = "casework/passages/page.html"
    form_class = CulturalNotesForm
    service = staticmethod(services.save)
    heading = "Cultural notes"
    submit_label = "Save the cultural notes"
    success = "The cultural notes are saved."

    def details(self) -> dict[str, Any]:
        note = queries.note_of_family(self.family)
        passages = list(note.passages.all()) if note else []
        return {
            "passages": passages,
            "sections": practice.current().genogram_sections,
            "people": people_to_write_about(self.family, passages),
        }

    def written_in(self) -> GenogramNote | None:
        return queries.note_of_family(self.family)

    def saw(self) -> int:
        return queries.note_version(self.family)

    def saved_now(self) -> list[PassageText]:
        return presenters.cultural_notes(self.family)
