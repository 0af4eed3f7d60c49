"""Changing whom a programme is about."""

from typing import Any

from casework.access import Can
from casework.forms.base import PageForm
from workbook.programmes import queries
from workbook.programmes.children import forms, services
from workbook.programmes.views import ProgrammeView


class ChangeChildren(ProgrammeView):
    right = Can.LEAD
    form_class = forms.ChildrenForm
    service = staticmethod(services.set_children)
    heading = "Whom the programme is about"
    submit_label = "Save whom it is about"
    success = "Saved. The programme is about those whom you chose."
    consequences = (
        "Module 4 is written of each child whom you choose, and of nobody else.",
        "What was written of a child in this programme stays in it; what another programme says of a child whom you "
        "leave out is not read here any more.",
    )

    def saw(self) -> str:
        return queries.children_fingerprint(self.row)

    def initial(self) -> dict[str, Any]:
        return {"children": [child.pk for child in queries.children_of(self.row)]}

    def details(self) -> dict[str, Any]:
        return {"people": queries.children_of_work(self.row)}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}
