"""The form of a vulnerability that has emerged."""

from typing import Any

from django import forms

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Radios
from workbook.workbooks.models import EmergedVulnerability


class VulnerabilityForm(WritingForm):
    """What has become an issue since the referral (A1.10)."""

    vulnerability = forms.ChoiceField(label="Which vulnerability?", widget=Radios)
    what = NarrativeField(label="What shows it?", help_text="What you saw or were told, and by whom.")
    noticed_on = DateField(label="When was it noticed?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vulnerability"].choices = EmergedVulnerability.vulnerability.field.choices_on()
