"""Correcting a fact of a completed note, and taking its significance back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from casework.acts.forms import ReasonForm
from casework.forms.base import PageForm
from casework.notes.corrections import checks, services
from casework.notes.corrections.forms import CorrectFactsForm
from casework.notes.models import CaseNote, kind_of
from casework.notes.queries import children_to_see
from casework.notes.states import NoteState
from casework.notes.views import NoteActView


class CorrectFacts(NoteActView):
    template_name = "casework/notes/correct.html"
    form_class = CorrectFactsForm
    service = staticmethod(services.correct_facts)
    heading = "Correct a fact of this note"
    submit_label = "Correct it"
    success = "Corrected. Both wordings stand on the note, with your name and the reason."

    def find(self, note_id: int) -> None:
        super().find(note_id)
        access, now = self.family.access, timezone.now()
        if self.row.state == NoteState.COMPLETED and (
            why_not := checks.why_not_corrected(self.row, self.request.user, access, now)
        ):
            raise PermissionDenied(why_not)

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == NoteState.COMPLETED else redirect(self.cancel_url())

    def initial(self) -> dict[str, Any]:
        return {"took_place_at": self.row.took_place_at}

    def details(self) -> dict[str, Any]:
        seen, visit = list(self.row.seen.all()), kind_of(self.row).visit
        day = timezone.localdate(self.row.took_place_at)
        return {
            "asks_consent": checks.needs_consent(self.row, self.request.user, timezone.now()),
            "rows": seen,
            "children": children_to_see(self.family, day, seen) if visit else (),
        }

    def context(self, form: PageForm) -> dict[str, Any]:
        return super().context(form) | {"author": self.row.author}


class TakeBackSignificance(NoteActView):
    form_class = ReasonForm
    service = staticmethod(services.take_back_significance)
    heading = "It is not significant after all"
    submit_label = "Take it out of the chronology"
    success = "It does not stand in the chronology any more. The headline and your reason stay on the note."

    def find(self, note_id: int) -> None:
        super().find(note_id)
        if not checks.marks(self.row, self.request.user, self.family.access, timezone.now()):
            raise PermissionDenied(f"Only {self.row.author}, who recorded this note, can do that.")

    def closed(self) -> HttpResponse | None:
        return None if stands(self.row) else redirect(self.cancel_url())

    def details(self) -> dict[str, Any]:
        return {"label": "Why is it not significant after all?"}


def stands(note: CaseNote) -> bool:
    """Whether it stands in the chronology as significant."""
    significance = getattr(note, "significance", None)
    return significance is not None and significance.taken_back_at is None
