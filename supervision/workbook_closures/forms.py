"""What a manager says when the Workbook closes."""

from datetime import datetime
from typing import Any, Self

from django import forms

from casework import practice
from casework.acts.forms import WritingForm
from casework.forms.widgets import Narrative, Radios
from casework.unsaved.models import UnsavedText
from supervision.workbook_closures.queries import OpenInWorkbook
from workbook.workbooks.models import Workbook

KEEP, END = "keep", "end"
FINAL_FIRST = "A final Family Programme is completed first."
REVIEW_FIRST = "At the first review, and not while the plan is to return home."


def _hints() -> dict[str, str]:
    """What each reason asks for."""
    found = practice.current().workbook_closure_reasons.items()
    asked = {key: [(reason.care, REVIEW_FIRST), (reason.final_programme, FINAL_FIRST)] for key, reason in found}
    return {key: " ".join(hint for so, hint in of if so) for key, of in asked.items() if any(so for so, _ in of)}


class CloseWorkbookFields(WritingForm):
    """The fields of closing a Workbook, for the page of its own and for the sign-off.

    `open_work` is what is open in it, and ends where it closes; `fingerprint` is that of what of it the page showed.
    """

    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)
    closed_reason = forms.ChoiceField(label="Why the Workbook closes", required=False)
    no_final_because = forms.CharField(
        label="Why there is no final Family Programme",
        help_text="Only if the reason asks for one and there is none.",
        required=False,
        max_length=2000,
        widget=Narrative(rows=2),
    )
    care_because = forms.CharField(
        label="Why it closes although a child is in care",
        help_text="Only where the plan for a child in care is to return home, or their first review was not held.",
        required=False,
        max_length=2000,
        widget=Narrative(rows=2),
    )
    visits = forms.ChoiceField(
        label="Visits to come",
        required=False,
        initial=KEEP,
        choices=[(KEEP, "They stay planned: the case goes on without a Workbook"), (END, "Call them off")],
        widget=Radios,
    )
    actions = forms.ChoiceField(
        label="Agreed actions",
        required=False,
        initial=KEEP,
        choices=[(KEEP, "They stay with those who own them"), (END, "Take them back")],
        widget=Radios,
    )

    def __init__(self, *args: Any, open_work: OpenInWorkbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_work = open_work
        self.initial["fingerprint"] = open_work.fingerprint
        self.fields["closed_reason"].widget = Radios(hints=_hints())
        self.fields["closed_reason"].choices = Workbook.closed_reason.field.choices_on()
        for name in ("visits", "actions"):
            if not getattr(open_work, name):
                del self.fields[name]

    @classmethod
    def reopened(cls, text: UnsavedText, **details: Any) -> Self:
        """Not with what the unsaved text saw: the page that opens shows what is open now."""
        form = super().reopened(text, **details)
        form.data["fingerprint"] = form.open_work.fingerprint
        return form

    def closing(self) -> dict[str, Any]:
        """The arguments of `supervision.workbook_closures.services.close` besides the reason's words."""
        data = self.cleaned_data
        return {
            "reason": data["closed_reason"],
            "no_final_because": data["no_final_because"],
            "care_because": data["care_because"],
            "call_off": data.get("visits") == END,
            "withdraw": data.get("actions") == END,
            "fingerprint": data["fingerprint"],
        }


class CloseWorkbookForm(CloseWorkbookFields):
    saw_field = "fingerprint"
    decision_because = forms.CharField(
        label="Your reasons",
        help_text="What was reached and what goes on, in your own words.",
        max_length=4000,
        widget=Narrative(rows=4),
        error_messages={"required": "Give the reason for closing the Workbook."},
    )

    field_order = ["closed_reason", "decision_because", "care_because", "no_final_because", "visits", "actions"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_reason"].required = True
        self.fields["closed_reason"].error_messages["required"] = "Choose why the Workbook closes."

    def given(self, at: datetime) -> dict[str, Any]:
        return self.closing() | {"because": self.cleaned_data["decision_because"]}
