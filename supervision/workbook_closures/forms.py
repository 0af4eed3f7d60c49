"""What a manager says when the Workbook closes."""

from django import forms

from casework import practice
from casework.acts.forms import WritingForm
from casework.forms.base import PageForm
from casework.forms.widgets import Narrative, Radios
from workbook.workbooks import queries

KEEP, END = "keep", "end"
FINAL_FIRST = "A final Family Programme is completed first."
REVIEW_FIRST = "At the first review, and not while the plan is to return home."


def _hints():
    """What each reason asks for."""
    found = practice.current().workbook_closure_reasons.items()
    asked = {key: [(reason.care, REVIEW_FIRST), (reason.final_programme, FINAL_FIRST)] for key, reason in found}
    return {key: " ".join(hint for so, hint in of if so) for key, of in asked.items() if any(so for so, _ in of)}


class CloseWorkbookFields(PageForm):
    """The fields of closing a Workbook, for the page of its own and for the sign-off; `standing` is what is open."""

    closed_reason = forms.ChoiceField(label="Why the Workbook closes", required=False)
    no_final_because = forms.CharField(
        label="Why there is no final Family Programme",
        help_text="Only if the reason asks for one and there is none.",
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

    def offer(self, standing):
        """Ask only about what is there."""
        self.standing = standing
        self.fields["closed_reason"].widget = Radios(hints=_hints())
        self.fields["closed_reason"].choices = queries.closure_reason_choices()
        for name in ("visits", "actions"):
            if not getattr(standing, name):
                del self.fields[name]

    def closing(self):
        """The arguments of `supervision.workbook_closures.services.close` besides the reason's words."""
        data = self.cleaned_data
        return {
            "reason": data["closed_reason"],
            "no_final_because": data["no_final_because"],
            "call_off": data.get("visits") == END,
            "withdraw": data.get("actions") == END,
        }


class CloseWorkbookForm(CloseWorkbookFields, WritingForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    decision_because = forms.CharField(
        label="Your reasons",
        help_text="What was reached and what goes on, in your own words.",
        max_length=4000,
        widget=Narrative(rows=4),
        error_messages={"required": "Give the reason for closing the Workbook."},
    )

    field_order = ["closed_reason", "decision_because", "no_final_because", "visits", "actions"]

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(standing)
        self.fields["closed_reason"].required = True
        self.fields["closed_reason"].error_messages["required"] = "Choose why the Workbook closes."

    def renew(self, seen):
        """Carry what is open now, so that closing once more is possible, and deliberate."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen
