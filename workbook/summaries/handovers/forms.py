from django import forms

from casework.acts.forms import VersionedForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative


class AllocationChoice(forms.ModelChoiceField):
    """Somebody who works with the family, by their allocation."""

    def label_from_instance(self, allocation):
        return f"{allocation.worker}, {allocation.get_role_display().lower()}"


class HandOverForm(VersionedForm):
    """`takers` are allocations; None where it is clear to whom it goes: to the worker whose summary it is part of."""

    taker = AllocationChoice(
        None, label="To whom?", empty_label="Choose", error_messages={"required": "Choose to whom it goes."}
    )
    because = NarrativeField(label="Why is it handed over?", widget=Narrative(rows=3))

    def __init__(self, *args, takers, **kwargs):
        super().__init__(*args, **kwargs)
        if takers is None:
            del self.fields["taker"]
        else:
            self.fields["taker"].queryset = takers

    def given(self, at):
        taker = self.cleaned_data.get("taker")
        return super().given(at) | {"taker": taker.worker if taker else None}


class LeaveOutForm(VersionedForm):
    because = NarrativeField(label="Why is it left as it stands?", widget=Narrative(rows=3))
