"""Recording a child's family time."""

from typing import Any

from django.utils import timezone

from casework.people.family_time import forms, queries, services
from casework.people.family_time.models import FamilyTime
from casework.people.queries import choosable
from casework.people.views import MemberView, OneRowView

FIELDS = (
    "with_person", "with_whom", "supervision", "supervised_by", "how_often", "place", "where", "decided_by",
    "not_allowed", "from_date", "until_date",
)  # fmt: skip


class AddFamilyTime(MemberView):
    changed_on = "family-time"
    form_class = forms.FamilyTimeForm
    service = staticmethod(services.add)
    submit_label = "Record it"
    success = "The family time was recorded."

    @property
    def heading(self) -> str:
        return f"Family time of {self.person}"

    def details(self) -> dict[str, Any]:
        others = choosable(self.family, besides=self.person)
        return {"people": others, "places": self.family.keycontact_set.on(timezone.localdate()).filter(protection=None)}

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def place_of(self, subject: FamilyTime) -> tuple[int, ...]:
        return self.family.pk, subject.pk


class ChangeFamilyTime(OneRowView):
    rows_of = staticmethod(queries.family_time_of)
    fingerprint = staticmethod(queries.fingerprint_of_family_time)
    about = "child"
    fields = FIELDS
    form_class = forms.ChangeFamilyTimeForm
    service = staticmethod(services.change_family_time)
    submit_label = "Save it"
    success = "The family time was saved."

    @property
    def heading(self) -> str:
        return f"Change the family time of {self.row.child} and {self.row.other}"

    def details(self) -> dict[str, Any]:
        # Besides this family's own the one whom, and the place that, another family named.
        people = choosable(self.family, besides=self.row.child, named=self.row.with_person)
        return {"people": people, "places": queries.places_for(self.family, self.row)}
