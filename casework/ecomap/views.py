"""The ecomap of a family, and adding, changing and ending its ties."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.ecomap import presenters, services
from casework.ecomap.forms import ChangeTieForm, EndTieForm, TieForm
from casework.ecomap.models import EcomapTie
from casework.ecomap.queries import living_people
from casework.family_page.presenters import family_page
from casework.passages.presenters import PassageText

TIE_FIELDS = ("with_whom", "kind", "strength", "flow", "about", "from_date")


def ecomap(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = presenters.ecomap_page(family, today=timezone.localdate())
    return render(request, "casework/ecomap/ecomap.html", family_page(family, "people", heading="Ecomap", **context))


class EcomapView(FamilyActView):
    section = "people"
    leads_to = "ecomap"


class AddTie(EcomapView):
    changed_on = "ecomap-tie-change"
    form_class = TieForm
    service = staticmethod(services.add)
    heading = "Add a tie to the ecomap"
    submit_label = "Add the tie"

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def details(self) -> dict[str, Any]:
        return {"people": living_people(self.family)}

    def message(self, result: EcomapTie) -> str:
        return f"The tie with {presenters.with_whom(result)} stands in the ecomap."


class OneTieView(EcomapView):
    """An act on one tie, `row`, that has not ended."""

    row: EcomapTie

    def find(self, tie_id: int) -> None:
        self.row = get_object_or_404(self.family.ecomaptie_set.select_related("person", "key_contact"), pk=tie_id)

    def closed(self) -> HttpResponse | None:
        return redirect(self.cancel_url()) if self.row.until_date else None

    def saved_now(self) -> list[PassageText]:
        return [PassageText("This tie", presenters.tie_in_words(self.family, self.row), [])]


class ChangeTie(OneTieView):
    form_class = ChangeTieForm
    service = staticmethod(services.change)
    submit_label = "Save the tie"

    @property
    def heading(self) -> str:
        return f"Change the tie with {presenters.with_whom(self.row)}"

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in TIE_FIELDS} | {"person": self.row.person_id or ""}

    def details(self) -> dict[str, Any]:
        """The tie may stay with somebody who has left the family."""
        people = living_people(self.family)
        if self.row.person and self.row.person not in people:
            people.append(self.row.person)
        return {"people": people, "of_key_contact": self.row.key_contact_id is not None}

    def message(self, result: EcomapTie) -> str:
        return f"The tie with {presenters.with_whom(self.row)} is saved as it is now. The history keeps how it was."


class EndTie(OneTieView):
    form_class = EndTieForm
    service = staticmethod(services.end)
    submit_label = "End the tie"

    @property
    def heading(self) -> str:
        return f"End the tie with {presenters.with_whom(self.row)}"

    def initial(self) -> dict[str, Any]:
        return {"ended_on": timezone.localdate()}

    def message(self, result: EcomapTie) -> str:
        return f"The tie with {presenters.with_whom(self.row)} has left the picture. It stands below it as what was."
