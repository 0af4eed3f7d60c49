"""The pages on which a role is corrected, or changes from a day."""

from typing import Any

from django.shortcuts import get_object_or_404

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from workbook.members.roles import services
from workbook.members.roles.forms import ChangeRoleForm, RoleForm
from workbook.members.roles.queries import fingerprint_of_role


class RoleView(FamilyActView):
    right = Can.LEAD
    section = leads_to = "people"

    def find(self, person_id: int) -> None:
        self.row = get_object_or_404(self.family.members_now(), person_id=person_id)

    def saw(self) -> str:
        return fingerprint_of_role(self.row)

    def message(self, result: Any) -> str:
        return f"{result.person}: {result.get_role_display().lower()}. It is recorded."


class CorrectRole(RoleView):
    form_class = RoleForm
    service = staticmethod(services.correct_role)
    submit_label = "Correct the role"

    @property
    def heading(self) -> str:
        return f"Correct what {self.row.person} is in this family"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "intro": f"Recorded as: {self.row.get_role_display().lower()}. For what was entered wrongly.",
            "consequences": [
                "What stood before stays in the history, with your name and the reason.",
                "The running Workbook episode follows. Finished episodes stay as they were.",
            ],
        }


class ChangeRole(RoleView):
    form_class = ChangeRoleForm
    service = staticmethod(services.change_role)
    submit_label = "Record the change"

    @property
    def heading(self) -> str:
        return f"Change what {self.row.person} is in this family"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "intro": f"Recorded as: {self.row.get_role_display().lower()}. That was right until this day.",
            "consequences": [
                "What was recorded until then stays.",
                "What still runs for a child with whom we work is ended first.",
            ],
        }
