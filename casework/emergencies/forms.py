from typing import Any

from django import forms

from casework import practice
from casework.acts.forms import WritingForm
from casework.emergencies.checks import DECLARE
from casework.emergencies.models import Judgement
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative, Radios

WHOLE = {"required": "Give whole hours.", "invalid": "Give whole hours, such as 4."}


class EmergencyForm(WritingForm):
    """Reason first; the declaration last."""

    because = forms.CharField(
        label="What has happened, and why do you need it now?",
        help_text="In a sentence or two. The managers who are told read it.",
        max_length=300,
        widget=Narrative(rows=3),
        error_messages={"required": "Say what has happened, and why you need it now."},
    )
    declared = forms.BooleanField(
        label="A child may be in danger now, and I need this to keep them safe.", error_messages={"required": DECLARE}
    )


class OpenForm(EmergencyForm):
    typed = forms.CharField(
        label="Reference of the family",
        help_text="Such as F00012.",
        max_length=120,
        error_messages={"required": "Type the reference of the family."},
    )
    hours = forms.IntegerField(label="For how many hours?", error_messages=WHOLE)

    field_order = ["because", "typed", "hours", "declared"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = practice.current().settings.emergency_hours_most
        self.fields["hours"].help_text = f"From 1 to {most}. It ends by itself, and you can end it before."


class OpenFromCallForm(OpenForm):
    born = DateField(
        label="When was the child born?", required=False, help_text="If it is known: where several have this name."
    )

    field_order = ["because", "typed", "born", "hours", "declared"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].label = "Whole name of the child, or reference of the family"
        self.fields["typed"].help_text = "As it was said in the call. Nothing is found by a part of a name."
        self.fields["typed"].error_messages["required"] = "Type the whole name of the child, or the reference."


class ReviewForm(WritingForm):
    judgement = forms.ChoiceField(
        label="Was it needed?", choices=Judgement.choices, widget=Radios,
        error_messages={"required": "Say whether it was needed."},
    )  # fmt: skip
    looked_into_by = forms.CharField(
        label="Who looks into it?", required=False, max_length=120, help_text="Only where it is to be looked into."
    )
    detail = NarrativeField(
        label="Why do you judge it so?", widget=Narrative(rows=4),
        error_messages={"required": "Say why you judge it so."},
    )  # fmt: skip
