"""The forms of acts on a recorded fact: its end, its approval, its correction, that it is an error."""

from datetime import date
from typing import Any

from django import forms

from casework.acts.forms import MergingForm, VersionedForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative
from casework.in_error.forms import InErrorFields
from casework.plans.forms import (
    AssessmentForm,
    ConferenceForm,
    LegalForm,
    PlanForm,
    code_field,
    factors_field,
    led_by_field,
    offer,
    reunification_field,
)
from casework.plans.models import (
    Assessment,
    AssessmentKind,
    ChildFact,
    Conference,
    ConferenceKind,
    LegalEpisode,
    LegalKind,
    Plan,
    PlanKind,
)

CHOOSE = ("", "Choose")
WHY_NOT = "If it was not obtained, say why not."


class ActForm(VersionedForm):
    """The form of one act on `fact`, a saved row; `drop` takes away what this one does not have."""

    def __init__(self, *args: Any, fact: ChildFact, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact, self.today = fact, today

    def drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]


class EndAssessmentForm(ActForm):
    ended_on = DateField(label="When did it end?")
    outcome = code_field("What came of it?")
    factors = factors_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome", Assessment.outcome.field, self.today, CHOOSE, self.fact)
        if self.fact.kind == AssessmentKind.SINGLE:
            offer(self, "factors", Assessment.factors.field, self.today, None)
        else:
            self.drop("factors")


class EndPlanForm(ActForm):
    until_date = DateField(label="When did the plan end?")
    ended_because = NarrativeField(label="Why did it end?", widget=Narrative(rows=4))


class CategoryForm(ActForm):
    latest_category = code_field("Category of abuse now")
    latest_category_from = DateField(label="From when?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "latest_category", Plan.category.field, self.today, CHOOSE)


class HeldForm(ActForm):
    held_on = DateField(label="When was it held?")
    outcome_code = code_field("Outcome of the legal gateway")
    outcome = NarrativeField(label="What was decided?", widget=Narrative(rows=6))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.fact.kind == ConferenceKind.LEGAL_PLANNING:
            offer(self, "outcome_code", Conference.outcome_code.field, self.today, CHOOSE)
        else:
            self.drop("outcome_code")


class NotHeldForm(ActForm):
    not_held_because = forms.CharField(label="Why was it not held?", max_length=300)


class EndLegalForm(ActForm):
    until_date = DateField(label="When did it end?")
    outcome_code = code_field("What did pre-proceedings lead to?")
    outcome = NarrativeField(label="How did it end?", widget=Narrative(rows=4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.fact.kind == LegalKind.PRE_PROCEEDINGS:
            offer(self, "outcome_code", LegalEpisode.outcome_code.field, self.today, CHOOSE)
        else:
            self.drop("outcome_code")


class ReunificationForm(ActForm):
    reunification = reunification_field()


class ViewsForm(MergingForm, ActForm):
    childs_views = NarrativeField(
        label="What does the child say?",
        help_text=f"In the child's own words; of a small child what you saw. {WHY_NOT}",
        required=False,
    )
    carers_views = NarrativeField(
        label="What do the carers say?", help_text=f"Each by name. {WHY_NOT}", required=False
    )  # fmt: skip


class ApprovalForm(ViewsForm):
    approval = NarrativeField(label="What do you approve, and why?", widget=Narrative(rows=4))


class WithdrawForm(InErrorFields, ActForm):
    """It was recorded in error: the reason, and what happened."""


class CorrectForm(MergingForm, ActForm):
    """Everything that is recorded of the fact; whose it is and of what kind does not change."""

    led_by = led_by_field()


class CorrectAssessmentForm(CorrectForm):
    started_on = AssessmentForm.base_fields["started_on"]
    transfer_in_report = AssessmentForm.base_fields["transfer_in_report"]
    safety_plan = AssessmentForm.base_fields["safety_plan"]
    ended_on = DateField(label="When did it end?", required=False)
    outcome = code_field("What came of it?")
    factors = factors_field()

    field_order = [
        "started_on", "ended_on", "outcome", "factors", "led_by", "transfer_in_report", "safety_plan",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome", Assessment.outcome.field, self.fact.ended_on or self.today, CHOOSE, self.fact)
        if self.fact.kind == AssessmentKind.SINGLE:
            offer(self, "factors", Assessment.factors.field, self.fact.ended_on or self.today, None)
        else:
            self.drop("factors")


class CorrectPlanForm(CorrectForm):
    from_date = PlanForm.base_fields["from_date"]
    until_date = DateField(label="Until when?", required=False)
    ended_because = NarrativeField(label="Why did it end?", required=False, widget=Narrative(rows=3))
    category = code_field("Category of abuse at the start")
    latest_category = code_field("Category of abuse now")
    latest_category_from = DateField(label="Changed from when?", required=False)
    previous_plans = PlanForm.base_fields["previous_plans"]

    field_order = [
        "from_date", "until_date", "ended_because", "category", "latest_category", "latest_category_from",
        "previous_plans", "led_by",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.fact.kind == PlanKind.CHILD_PROTECTION:
            for name in ("category", "latest_category"):
                offer(self, name, Plan.category.field, self.fact.from_date, CHOOSE)
        else:
            self.drop("category", "latest_category", "latest_category_from", "previous_plans")


class CorrectConferenceForm(CorrectForm):
    planned_for = ConferenceForm.base_fields["planned_for"]
    held_on = DateField(label="When was it held?", required=False)
    not_held_because = forms.CharField(label="Why was it not held?", required=False, max_length=300)
    outcome_code = code_field("Outcome of the legal gateway")
    outcome = ConferenceForm.base_fields["outcome"]

    field_order = ["planned_for", "held_on", "not_held_because", "outcome_code", "outcome", "led_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.fact.kind == ConferenceKind.LEGAL_PLANNING:
            offer(self, "outcome_code", Conference.outcome_code.field, self.today)
        else:
            self.drop("outcome_code")


class CorrectLegalForm(CorrectForm):
    from_date = LegalForm.base_fields["from_date"]
    until_date = DateField(label="Until when?", required=False)
    status = code_field("Legal status")
    placement = LegalForm.base_fields["placement"]
    reunification = reunification_field()
    reference = LegalForm.base_fields["reference"]
    outcome_code = code_field("What did pre-proceedings lead to?")
    outcome = NarrativeField(label="How did it end?", required=False, widget=Narrative(rows=4))

    field_order = [
        "from_date", "until_date", "status", "placement", "reunification", "reference", "outcome_code", "outcome",
        "led_by",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.fact.kind == LegalKind.CARE:
            offer(self, "status", LegalEpisode.status.field, self.fact.from_date, CHOOSE)
        else:
            self.drop("status", "placement", "reunification")
        if self.fact.kind == LegalKind.PRE_PROCEEDINGS:
            offer(self, "outcome_code", LegalEpisode.outcome_code.field, self.today)
        else:
            self.drop("outcome_code")


def initial_of(fact: ChildFact, form_class: type[ActForm]) -> dict[str, Any]:
    """What is saved now, for the fields that are columns too."""
    return {name: getattr(fact, name) for name in form_class.base_fields if hasattr(fact, name)}
