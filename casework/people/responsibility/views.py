"""Recording who holds parental responsibility for a child of the family."""

from typing import Any

from django.utils import timezone

from casework.forms.base import PageForm
from casework.people.queries import choosable
from casework.people.responsibility import forms, presenters, queries, services
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.views import MemberView, OneRowView

NEVER_INFERRED = "Record what you know from a document or were told. It is never worked out from who is whose parent."


class AddResponsibility(MemberView):
    changed_on = "responsibility"
    form_class = forms.ResponsibilityForm
    service = staticmethod(services.record)
    submit_label = "Record it"
    success = "Who holds parental responsibility was recorded."

    @property
    def heading(self) -> str:
        return f"Who holds parental responsibility for {self.person}?"

    def details(self) -> dict[str, Any]:
        return {"people": choosable(self.family, besides=self.person)}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": NEVER_INFERRED}

    def place_of(self, subject: ParentalResponsibility) -> tuple[int, ...]:
        return self.family.pk, subject.pk


class OneResponsibility(OneRowView):
    rows_of = staticmethod(queries.responsibilities_of)
    fingerprint = staticmethod(queries.fingerprint_of_responsibility)
    about = "child"


class CorrectResponsibility(OneResponsibility):
    fields = ("holder", "authority", "ground", "remark", "from_date", "ends_on")
    form_class = forms.CorrectResponsibilityForm
    service = staticmethod(services.correct)
    submit_label = "Save it"
    success = "Who holds parental responsibility was corrected."

    @property
    def heading(self) -> str:
        return f"Correct who holds parental responsibility for {self.person}"

    def details(self) -> dict[str, Any]:
        return {"people": choosable(self.family, besides=self.row.child, named=self.row.holder)}


class EndResponsibility(OneResponsibility):
    form_class = forms.EndResponsibilityForm
    service = staticmethod(services.end)
    submit_label = "It has ended"
    success = "That parental responsibility ended was recorded."

    @property
    def heading(self) -> str:
        return f"{self.row.held_by} does not hold parental responsibility for {self.person} any more"

    def initial(self) -> dict[str, Any]:
        return {"ended_on": self.row.ends_on if self.row.ends_on and self.row.ends_on <= timezone.localdate() else None}

    def context(self, form: PageForm) -> dict[str, Any]:
        [line] = presenters.lines_in_words([self.row])
        return {"intro": f"{line.words}. {line.small}"}
