"""Recording that people moved into the household, or out of it."""

from typing import Any

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from casework.households import services
from casework.households.forms import MoveForm
from casework.people.queries import people_in


class Move(FamilyActView):
    right = Can.LEAD
    section = leads_to = "people"
    form_class = MoveForm
    service = staticmethod(services.move)
    heading = "Record a move"
    submit_label = "Record the move"
    success = "The move was recorded. It stands in the chronology."
    intro = "Into the family's household, or out of it. Whoever moves out still belongs to the family."

    def details(self) -> dict[str, Any]:
        return {"people": people_in(self.family).filter(died=None)}

    def initial(self) -> dict[str, Any]:
        return {"people": self.request.GET.getlist("who"), "in_household": self.request.GET.get("to")}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": self.intro}
