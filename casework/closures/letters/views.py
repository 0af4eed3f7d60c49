"""The page of the letters: who is told that the case closes, and what shows that it was sent."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.closures.letters.forms import LettersForm, letter_rows
from casework.closures.letters.presenters import LetterText, letter_texts
from casework.closures.letters.queries import letters_fingerprint, letters_of, may_keep_letters
from casework.closures.letters.services import save_letters
from casework.closures.models import Closure
from casework.closures.views import get_closure
from casework.people.contact_details.models import ContactDetail
from casework.people.contact_details.queries import places_of


class KeepLetters(FamilyActView):
    template_name = "casework/closures/letters.html"
    right = Can.READ
    section = "people"
    form_class = LettersForm
    private = True
    service = staticmethod(save_letters)
    submit_label = "Save the letters"
    success = "The letters are saved."
    intro = (
        "Who is told that the case closes. The letters themselves are written elsewhere; here stands who gets one, and "
        "what shows that it was sent. You can complete this later, also after the case has closed."
    )

    @property
    def heading(self) -> str:
        return f"Letters: closing the case for {self.row.involvement.child}"

    def find(self, closure_id: int) -> None:
        self.row = get_closure(self.family, closure_id)
        if not may_keep_letters(self.family.access, self.row):
            raise PermissionDenied(
                "The letters are kept by those who record on this family's file, and business support."
            )

    def form(self) -> LettersForm:
        form = cast("LettersForm", super().form())
        data = self.request.POST if self.request.method == "POST" else None
        kept = form.restored.fields if form.restored else None
        form.rows = letter_rows(data, kept, letters=letters_of(self.row), places=self._places())
        return form

    def _places(self) -> QuerySet[ContactDetail]:
        """Those that hold, and those to which a letter went before."""
        return places_of(
            self.request.user, self.family, timezone.localdate(), also=letters_of(self.row).values("place")
        )

    def saw(self) -> str:
        return letters_fingerprint(self.row)

    def saved_now(self) -> list[LetterText]:
        return letter_texts(self.row)

    def context(self, form: LettersForm) -> dict[str, Any]:
        return {"intro": self.intro, "formset": form.rows}

    def next_url(self, result: Closure) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("closure", args=[self.family.pk, self.row.pk])
