"""What is asked of a lead besides who it is, on each page on which one is named (A11.1)."""

from datetime import datetime
from typing import Any

from django import forms

from casework.acts.forms import FingerprintForm, WritingForm
from casework.allocations.leads.checks import LeadTerms
from casework.allocations.leads.queries import LeadAsked
from casework.forms.fields import DateField
from casework.naming.forms import ColleagueField

AGENCY = "agency"


class LeadTermsForm(WritingForm):
    """Has those of its fields that `asked` names; what of them is needed of whom, the service says."""

    agency = forms.CharField(
        label="Of which agency?",
        help_text="Only of a lead practitioner of another agency.",
        required=False,
        max_length=120,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    agreed_on = DateField(
        label="On which day did they agree to lead?",
        help_text="Needed of a lead without a social work qualification.",
        required=False,
    )
    overseer = ColleagueField(
        None,
        label="Who oversees the work?",
        help_text="Somebody with a social work qualification. Needed where the lead has none.",
        empty_label="Nobody",
        required=False,
    )
    co_worker = ColleagueField(
        None,
        label="Who stays with the family beside the lead?",
        help_text="As co-worker. The lead holds the case, and answers for its clocks and its closing.",
        empty_label="Nobody",
        required=False,
    )

    def __init__(self, *args: Any, asked: LeadAsked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, users in (("overseer", asked.overseers), ("co_worker", asked.co_workers)):
            self.fields[name].queryset = users
            if users is None:
                del self.fields[name]
        for name, is_asked in (("agreed_on", asked.agreement), (AGENCY, asked.agency)):
            if not is_asked:
                del self.fields[name]

    def terms(self) -> LeadTerms:
        """Only of a valid form; what was not asked is not said."""
        return LeadTerms(*(self.cleaned_data.get(name) for name in LeadTerms._fields))

    def given(self, at: datetime) -> dict[str, Any]:
        """The values of the service, with the terms as one of them."""
        values = {name: value for name, value in super().given(at).items() if name not in LeadTerms._fields}
        return values | {"terms": self.terms()}


class LeadSupportForm(LeadTermsForm, FingerprintForm):
    """Who oversees the lead of today, and who is the co-worker."""

    def given(self, at: datetime) -> dict[str, Any]:
        terms = {name: getattr(self.terms(), name) for name in ("overseer", "co_worker")}
        return terms | {"fingerprint": self.cleaned_data["fingerprint"]}
