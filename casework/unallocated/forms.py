from django import forms

from casework.acts.forms import WritingForm
from casework.forms.base import PageForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative


class ReasonForm(WritingForm):
    because = NarrativeField(
        label="Why does nobody work with this family yet?",
        widget=Narrative(rows=4),
        error_messages={"required": "Say why nobody works with the family yet."},
    )


class MonthForm(PageForm):
    month = forms.ChoiceField(label="As at the end of")

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(key, f"{as_at:%B %Y}") for key, as_at in months.items()]
        self.fields["month"].initial = next(iter(months))
