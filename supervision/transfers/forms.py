from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import LOST, ReasonField, WritingForm
from casework.allocations.forms import MembershipField
from casework.allocations.leads.forms import LeadTermsForm
from casework.allocations.leads.queries import LeadAsked, roles_in_words
from casework.allocations.models import Allocation
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Checkboxes, Narrative
from casework.naming.forms import PartsField
from casework.users.models import Team, TeamMembership


class TransferForm(WritingForm):
    """`parts` are the family's allocations; those ticked go with it."""

    to_team = forms.ModelChoiceField(None, label="To which team?", empty_label="Choose a team")
    from_assessment = forms.BooleanField(label="This is a transfer from assessment", required=False)
    reason = NarrativeField(
        label="Reason for the transfer",
        widget=Narrative(rows=3),
        error_messages={"required": "Give the reason for the transfer."},
    )
    plan = NarrativeField(
        label="Plan",
        help_text="What is to be done next, and by whom.",
        widget=Narrative(rows=4),
        error_messages={"required": "Write the plan: what is to be done next, and by whom."},
    )
    summary = NarrativeField(
        label="Transfer summary",
        help_text="What the new team needs to know. Its manager reads it before they accept. It becomes the summary of "
        "involvement of each worker whose part ends.",
        error_messages={"required": "Write the transfer summary."},
    )
    joint_visit_on = DateField(label="Joint visit on", required=False)
    no_joint_visit_because = forms.CharField(label="Or why there is no joint visit", required=False, max_length=300)
    staying = PartsField(
        None,
        label="Who goes on working with the family?",
        help_text="The parts of the others end when the transfer is accepted.",
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, team: Team, parts: QuerySet[Allocation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_team"].queryset = Team.objects.exclude(pk=team.pk)
        self.fields["staying"].queryset = parts
        self.fields["staying"].label_from_instance = lambda part: f"{part.worker}, {part.get_role_display().lower()}"
        if not parts:
            del self.fields["staying"]


class OfferForm(WritingForm):
    """About a transfer as its page showed it. Nothing typed is kept: the family is not open to its reader yet."""

    saw_field = "version"
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=LOST)


class AcceptTransferForm(LeadTermsForm, OfferForm):
    lead = MembershipField(
        None,
        label="Who leads the work from today?",
        help_text="You may leave it open and allocate later.",
        empty_label="Nobody new",
        required=False,
    )

    field_order = ("lead",)

    def __init__(self, *args: Any, memberships: QuerySet[TeamMembership], asked: LeadAsked, **kwargs: Any) -> None:
        super().__init__(*args, asked=asked, **kwargs)
        self.fields["lead"].queryset = memberships
        who = roles_in_words(asked.may_lead)
        self.fields["lead"].help_text = f"{who[0].upper()}{who[1:]}. You may leave it open and allocate later."


class EndTransferForm(ReasonField, OfferForm):
    """Why it is declined or taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="Why?", rows=3, missing="Say why.", max_length=2000, **kwargs)
