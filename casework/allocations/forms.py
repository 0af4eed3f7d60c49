from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm
from casework.allocations.leads.forms import LeadTermsForm
from casework.allocations.leads.queries import LeadAsked, roles_in_words
from casework.allocations.models import Allocation
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Checkboxes, Narrative
from casework.naming.forms import ColleagueField, PartField
from casework.refusal import Refusal
from casework.users.models import TeamMembership, User


class MembershipField(PartField):
    """A worker with the role that they hold, chosen as one: nobody is allocated in a role that is not theirs."""

    whose = "user"

    def label_from_instance(self, membership: TeamMembership) -> str:
        return f"{membership.user}, {membership.get_role_display().lower()} ({membership.team})"


class AllocationForm(LeadTermsForm):
    """`lead`, and what is asked of a lead, only while nobody leads. `rows` are the actions typed on the same page."""

    rows: Any = None

    worker = MembershipField(
        None,
        label="Allocated to",
        empty_label="Choose a worker",
        error_messages={"required": "Choose to whom the family is allocated."},
    )
    lead = forms.BooleanField(
        label="Leads the work with this family",
        help_text="One worker leads at a time.",
        required=False,
    )
    reason = NarrativeField(
        label="Reason for involvement",
        help_text="What this worker is to do with the family.",
        required=False,
        widget=Narrative(rows=3),
    )
    hypothesis = NarrativeField(
        label="Hypothesis and reflections",
        help_text="What may be behind the worries, and what you want to find out.",
        required=False,
        widget=Narrative(rows=4),
    )
    assessment_due_on = DateField(
        label="Early help assessment due on",
        help_text="Only where this worker is to make an early help assessment.",
        required=False,
    )

    field_order = ("worker", "agency", "lead", "agreed_on", "overseer")

    def __init__(
        self, *args: Any, memberships: QuerySet[TeamMembership], led: bool, asked: LeadAsked, **kwargs: Any
    ) -> None:
        asked = LeadAsked(agency=asked.agency) if led else asked._replace(co_workers=None)
        super().__init__(*args, asked=asked, **kwargs)
        self.fields["worker"].queryset = memberships
        if led:
            del self.fields["lead"]
        else:
            self.fields["lead"].help_text = f"One worker leads at a time: {roles_in_words(asked.may_lead)}."

    def refuse(self, refusal: Refusal) -> None:
        if not (self.rows and self.rows.refuse(refusal)):
            super().refuse(refusal)
        self.ask_whether_so(refusal)

    def details(self) -> dict[str, Any]:
        """The values of the service `allocate`, after the worker; only of a valid form."""
        names = ("reason", "hypothesis", "assessment_due_on")
        role = self.cleaned_data["worker"].role
        return {name: self.cleaned_data[name] for name in names} | {
            "role": role,
            "lead": self.cleaned_data.get("lead", False),
            "agency": self.cleaned_data.get("agency", ""),
            "terms": self.terms(),
        }


class LeadForm(LeadTermsForm, FingerprintForm):
    worker = MembershipField(
        None, label="Who leads?", empty_label="Choose who leads", error_messages={"required": "Choose who leads."}
    )
    from_date = DateField(
        label="From which day?",
        help_text="Until the day before, nothing changes.",
        error_messages={"required": "Give the day from which this worker leads."},
    )

    field_order = ("worker", "from_date")

    def __init__(self, *args: Any, memberships: QuerySet[TeamMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = memberships


class EndForm(LeadTermsForm):
    """`takers` are memberships of the worker's role, `others` work with the family, `visits` are those planned.

    What is asked of a lead is asked of whoever takes over from one.
    """

    because = forms.ChoiceField(
        label="Why does this part end?", error_messages={"required": "Choose why this part ends."}
    )
    last_day = DateField(
        label="Last day",
        help_text="On this day it is still this worker's. What is open changes hands on the day after.",
        error_messages={"required": "Give the last day."},
    )
    summary = NarrativeField(
        label="Summary of involvement",
        help_text="What this worker did with the family, from when to when, and how the family saw it.",
        error_messages={"required": "Write the summary of involvement."},
    )
    outcome = NarrativeField(
        label="Outcome",
        help_text="What the work brought about for each child, and what remains.",
        widget=Narrative(rows=4),
        error_messages={"required": "Write what the work brought about."},
    )
    taker = MembershipField(
        None,
        label="Who takes over from the next day?",
        help_text="Somebody of the same role. They take over what is open; the lead too, if they may lead now and "
        "nobody else is named.",
        empty_label="Nobody yet",
        required=False,
    )
    rest_to = ColleagueField(
        None,
        label="Without a successor: who goes on with the open actions and planned visits?",
        empty_label="Choose, if nobody takes over",
        required=False,
    )
    called_off = forms.MultipleChoiceField(
        label="Planned visits and meetings that will not take place",
        help_text="The others go to whoever takes over.",
        required=False,
        widget=Checkboxes,
    )

    field_order = ("because", "last_day", "summary", "outcome", "taker", "agreed_on", "overseer")

    def __init__(
        self, *args: Any, takers: QuerySet[TeamMembership], others: QuerySet[User],
        visits: Sequence[tuple[str, str]], today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [("", "Choose why"), *Allocation.ended_because.field.choices_on(today)]
        self.fields["taker"].queryset = takers
        self.fields["rest_to"].queryset = others
        self.fields["called_off"].choices = visits
        for name, asked in (("rest_to", others.exists()), ("called_off", visits)):
            if not asked:
                del self.fields[name]
