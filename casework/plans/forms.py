"""The forms that add a fact of a child, for one or several siblings at once."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Checkboxes, Narrative, Radios
from casework.naming.forms import PeopleField
from casework.people.models import Person
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
from casework.practice.fields import CodedMixin

NOT_CHOSEN = ("", "Choose where it applies")


def led_by_field() -> forms.CharField:
    return forms.CharField(
        label="Who leads?",
        help_text="The worker or the agency, by name.",
        required=False,
        max_length=120,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )


def kind_field(kinds: type[TextChoices], label: str = "What is it?") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=kinds, widget=Radios)


def code_field(label: str, **options: Any) -> forms.ChoiceField:
    """Of a code list; the choices come with the day, see `offer`."""
    return forms.ChoiceField(label=label, required=False, **options)


def offer(
    form: forms.Form,
    field: str,
    coded: CodedMixin,
    day: date,
    blank: tuple[str, str] | None = NOT_CHOSEN,
    row: ChildFact | None = None,
) -> None:
    """Let `field` offer the codes of the model field `coded` (of `row`) for `day`, and those that are saved already."""
    offered = coded.choices_on(day, row)
    saved = form.initial.get(field) or []
    for code in [saved] if isinstance(saved, str) else saved:
        if code not in dict(offered):
            offered.append((code, coded.label(code, row)))
    form.fields[field].choices = [blank, *offered] if blank else offered


def reunification_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Is the plan that the child returns home (reunification)?",
        help_text="Of a care episode. While it is so, the Workbook stays open.",
        required=False,
        choices=[("True", "Yes"), ("False", "No"), ("", "Not decided yet")],
        coerce=lambda chosen: chosen == "True",
        empty_value=None,
        widget=Radios({"class": "govuk-radios--inline"}),
    )


class AddForm(WritingForm):
    """`children` are those of the family; the page's own child is ticked already."""

    children = PeopleField(
        None,
        label="Of which children?",
        help_text="Tick each child of whom this is so. Each gets their own row.",
        widget=Checkboxes,
        error_messages={"required": "Tick at least one child."},
    )

    def __init__(self, *args: Any, children: QuerySet[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].queryset = children
        self.today = today


ONLY_IF_OVER = "Only if it is over already. Of a case that has closed it is needed."


def factors_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Which factors were identified?",
        help_text="At least one. Where there was none, ‘No factors identified’ alone.",
        required=False,
        widget=Checkboxes({"class": "govuk-checkboxes--small"}),
    )


class AssessmentForm(AddForm):
    kind = kind_field(AssessmentKind)
    started_on = DateField(label="When did it begin?")
    led_by = led_by_field()
    transfer_in_report = forms.CharField(
        label="If the child transfers in under a child protection plan: the other authority's report to its conference",
        help_text="Which authority, of which day. It is referred to here and not copied.",
        required=False,
        max_length=300,
    )
    safety_plan = NarrativeField(
        label="The safety plan of a child who transfers in",
        help_text="Who keeps the child safe from what, from the first day on.",
        required=False,
        widget=Narrative(rows=4),
    )


class AddAssessmentForm(AssessmentForm):
    ended_on = DateField(label="When did it end?", required=False, help_text=ONLY_IF_OVER)
    outcome = code_field("What came of it?", help_text="Of one that has ended.")
    factors = factors_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What came of it is another list for each kind: the service asks that it is of the kind that was chosen.
        offered: dict[str, str] = {}
        for kind in AssessmentKind:
            offer(self, "outcome", Assessment.outcome.field, self.today, row=Assessment(kind=kind))
            offered |= dict(self.fields["outcome"].choices)
        self.fields["outcome"].choices = list(offered.items())
        offer(self, "factors", Assessment.factors.field, self.today, None)


class PlanForm(AddForm):
    kind = kind_field(PlanKind)
    from_date = DateField(label="From when?")
    category = code_field("Category of abuse", help_text="Of a child protection plan.")
    previous_plans = forms.IntegerField(
        label="Child protection plans before this one",
        help_text="How many the child has had, here or elsewhere. Leave it open where it is not known.",
        required=False,
        min_value=0,
        max_value=30,
        widget=forms.NumberInput({"class": "govuk-input--width-2"}),
    )
    led_by = led_by_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", Plan.category.field, self.today)


class AddPlanForm(PlanForm):
    until_date = DateField(label="Until when?", required=False, help_text=ONLY_IF_OVER)
    ended_because = NarrativeField(label="Why did it end?", required=False, widget=Narrative(rows=3))


class ConferenceForm(AddForm):
    kind = kind_field(ConferenceKind)
    planned_for = DateField(label="For which day is it planned?", required=False)
    held_on = DateField(
        label="When was it held?", help_text="Only if it has been held already; then say what was decided too.",
        required=False,
    )  # fmt: skip
    outcome = NarrativeField(label="What was decided?", required=False, widget=Narrative(rows=4))
    outcome_code = code_field("Outcome of the legal gateway", help_text="Of a legal planning meeting.")
    led_by = led_by_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome_code", Conference.outcome_code.field, self.today)


class LegalForm(AddForm):
    kind = kind_field(LegalKind)
    from_date = DateField(label="From when?")
    status = code_field("Legal status", help_text="Of a care episode. When it changes, end this one and add the next.")
    placement = forms.CharField(
        label="Where the child lives",
        help_text="Of a care episode, such as ‘foster carers of the authority’. Never a protected address.",
        required=False,
        max_length=200,
    )
    reunification = reunification_field()
    reference = forms.CharField(
        label="Reference of the court",
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    led_by = led_by_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "status", LegalEpisode.status.field, self.today)


class AddLegalForm(LegalForm):
    until_date = DateField(label="Until when?", required=False, help_text=ONLY_IF_OVER)
    outcome_code = code_field("What did pre-proceedings lead to?", help_text="Of pre-proceedings that are over.")
    outcome = NarrativeField(label="How did it end?", required=False, widget=Narrative(rows=3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome_code", LegalEpisode.outcome_code.field, self.today)
