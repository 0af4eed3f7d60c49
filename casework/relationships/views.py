"""Adding a relationship, ending one, and putting right what was recorded wrongly."""

from typing import Any

from casework.access import Can
from casework.acts.views import FamilyActView, call
from casework.forms.base import PageForm
from casework.in_error.checks import one_standing
from casework.people.queries import people_in
from casework.relationships import presenters, services
from casework.relationships.forms import EndRelationshipForm, RelationshipForm
from casework.relationships.models import Relationship


class RelationshipView(FamilyActView):
    """Without the form where relationships are locked for this reader; what they typed before that stays with them."""

    right = Can.LEAD
    section = leads_to = "people"

    def open(self, family_id: int, **ids: Any) -> None:
        super().open(family_id, **ids)
        self.lock = presenters.lock_context(self.family)

    @property
    def template_name(self) -> str:
        locked_out = self.lock["lock"] and not self.lock["overriding"] and self.request.method != "POST"
        return f"casework/relationships/{'locked' if locked_out else 'act'}.html"

    def details(self) -> dict[str, Any]:
        return {"overriding": self.lock["overriding"]}

    def context(self, form: PageForm) -> dict[str, Any]:
        return self.lock


class AddRelationship(RelationshipView):
    form_class = RelationshipForm
    service = staticmethod(services.relate_to_all)
    heading = "Add a relationship"
    submit_label = "Add the relationship"

    def details(self) -> dict[str, Any]:
        return super().details() | {"people": people_in(self.family)}

    def message(self, added: list[Relationship]) -> str:
        return f"Added: {'; '.join(relationship.sentence for relationship in added)}."

    def context(self, form: PageForm) -> dict[str, Any]:
        return super().context(form) | {"intro": presenters.how_to_add(self.family)}


class EndRelationship(RelationshipView):
    form_class = EndRelationshipForm
    submit_label = "Record it"

    def find(self, relationship_id: int) -> None:
        rows = self.family.relationship_set.filter(recorded_wrongly=False).select_related("person", "other")
        self.row = one_standing(rows, relationship_id, self.family)

    @property
    def heading(self) -> str:
        return f"{self.row.sentence}: end it, or put it right"

    def act(self, form: EndRelationshipForm) -> Relationship:
        service = services.withdraw if form.was_wrong else services.end
        return call(service, self.row, form=form, by=self.request.user)

    def message(self, result: Relationship) -> str:
        return f"‘{self.row.sentence}’ stands no more."
