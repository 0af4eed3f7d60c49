"""To whom a family is opened for a time: granting it, and ending it before its time."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework import practice
from casework.access import Can, may_take
from casework.access.grants.models import FamilyGrant
from casework.acts.forms import ReasonForm
from casework.acts.views import FamilyActView
from casework.grants import checks, queries, services
from casework.grants.forms import GrantForm


class GrantView(FamilyActView):
    right = Can.DECIDE
    section = "people"
    leads_to = "restriction"


class Grant(GrantView):
    form_class = GrantForm
    service = staticmethod(services.grant)
    heading = "Open this family to somebody for a time"
    submit_label = "Open the family to them"

    def find(self) -> None:
        self.today = timezone.localdate()
        self.kinds = checks.kinds_to_give(self.family, self.family.access, self.today)
        if not self.kinds:
            raise PermissionDenied("Opening a family to somebody needs a higher grade.")

    def initial(self) -> dict[str, Any]:
        return {"from_date": self.today}

    def details(self) -> dict[str, Any]:
        return {
            "users": queries.possible_grantees(self.family, list(self.kinds), self.request.user, self.today),
            "kinds": self.kinds,
            "children": self.family.children_ever(),
            "days": practice.current().settings.grant_days,
        }

    def message(self, grant: FamilyGrant) -> str:
        if self.family.access.restricted and grant.kind not in ("audit",):
            return f"Granted. The family is restricted: put {grant.user} on its list too, or they find nothing."
        return f"The family is open to {grant.user}, who has been told."


class EndGrant(GrantView):
    form_class = ReasonForm
    service = staticmethod(services.end)
    submit_label = "End it"
    row: FamilyGrant

    def find(self, grant_id: int) -> None:
        standing = queries.standing_grants(self.family, timezone.now(), timezone.localdate())
        self.row = get_object_or_404(standing, pk=grant_id)
        if not may_take(self.family.access, checks.grade_for(self.row.kind)):
            raise PermissionDenied("Ending this needs a higher grade.")

    @property
    def heading(self) -> str:
        return f"End what was granted to {self.row.user}"

    def details(self) -> dict[str, Any]:
        return {"label": "Why does it end?", "rows": 2, "max_length": 300, "missing": "Say why it ends."}

    def message(self, grant: FamilyGrant) -> str:
        return f"It has ended. {grant.user} finds the family only if another right of theirs reaches it."
