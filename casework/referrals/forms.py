from django import forms

from casework.forms.base import PageForm
from casework.forms.fields import DateField, NarrativeField
from casework.practice import codes
from casework.unsaved.writing import WritingForm

NOT_PART = ("", "Not part of this referral")


class ReferralForm(WritingForm):
    """With one field for each child: the need, or that the child is no part of this referral."""

    received_on = DateField(label="Received on")
    source = forms.ChoiceField(
        label="Who referred the family?", error_messages={"required": "Choose who referred the family."}
    )
    reason = NarrativeField(
        label="Why was the family referred?",
        help_text="What was said, by whom, about whom.",
        error_messages={"required": "Say why the family was referred."},
    )

    def __init__(self, *args, children, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.children = children
        self.fields["source"].choices = [("", "Choose who referred"), *codes.choices("referral_sources", today)]
        for child in children:
            self.fields[f"need-{child.pk}"] = forms.ChoiceField(
                label=f"{child}'s need", choices=[NOT_PART, *codes.choices("needs", today)], required=False
            )

    def details(self):
        """What was typed, for the service; only of a valid form."""
        needs = {child: self.cleaned_data[f"need-{child.pk}"] for child in self.children}
        names = ("received_on", "source", "reason", "form_key")
        return {name: self.cleaned_data[name] for name in names} | {
            "needs": {child: need for child, need in needs.items() if need}
        }


class Membership(forms.ModelChoiceField):
    """A worker with the role that they hold, chosen as one: nobody is allocated in a role that is not theirs."""

    def label_from_instance(self, membership):
        return f"{membership.user}, {membership.get_role_display().lower()} ({membership.team})"


class AllocationForm(PageForm):
    """`lead` is asked only while nobody leads."""

    worker = Membership(None, label="Worker", empty_label="Choose a worker")
    lead = forms.BooleanField(
        label="Leads the work with this family",
        help_text="One worker leads at a time: a social worker.",
        required=False,
    )
    reason = forms.CharField(
        label="What for?",
        help_text="What this worker is to do with the family. You may leave it open.",
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, memberships, led, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = memberships
        if led:
            del self.fields["lead"]
