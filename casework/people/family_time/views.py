"""Recording a child's family time."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.people.family_time import forms, queries, services
from casework.people.family_time.models import FamilyTime
from casework.people.queries import choosable
from casework.people.views import AboutPersonView, MemberView

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


class ChangeFamilyTime(AboutPersonView):
    form_class = forms.ChangeFamilyTimeForm
    service = staticmethod(services.change_family_time)
    submit_label = "Save it"
    success = "The family time was saved."

    def find(self, family_time_id: int) -> None:
        family, today = self.family, timezone.localdate()
        rows = queries.family_time_of(family, family.people_ever(), self.request.user, today)
        self.row = get_object_or_404(rows, pk=family_time_id)
        self.person = family.people_ever().filter(pk__in=self.row.child.all_ids).first()

    @property
    def heading(self) -> str:
        return f"Change the family time of {self.row.child} and {self.row.other}"

    def details(self) -> dict[str, Any]:
        # Besides this family's own the one whom, and the place that, another family named.
        people = choosable(self.family, besides=self.row.child, named=self.row.with_person)
        return {"people": people, "places": queries.places_for(self.family, self.row)}

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.row

    def saw(self) -> str:
        return queries.fingerprint_of_family_time(self.row)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in FIELDS}
