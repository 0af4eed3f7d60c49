from django import forms

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Narrative, Radios
from casework.matching.asking.models import ANSWERS


class AskForm(WritingForm):
    because = forms.CharField(
        label="Why should they belong to this family too?",
        help_text="The other family's lead worker and managers read this.",
        max_length=300,
        widget=Narrative(rows=2),
        error_messages={"required": "Say why they are to belong to this family."},
    )


class AnswerForm(WritingForm):
    answer = forms.ChoiceField(
        label="May they belong to that family too?",
        choices=[(answer.value, answer.label) for answer in ANSWERS],
        widget=Radios,
        error_messages={"required": "Say yes or no."},
    )
    from_date = DateField(label="If yes: from which day?", required=False)
    because = forms.CharField(
        label="If no: why not?",
        help_text="Whoever asked reads this.",
        max_length=300,
        required=False,
        widget=Narrative(rows=2),
    )
