"""The form of the sign-off: the decision, what follows from it, and where it is filed."""

from django import forms

from casework.acts.forms import VersionedForm
from casework.forms.fields import DateTimeField
from casework.forms.widgets import Narrative, Radios
from supervision.group_supervisions.models import Decision
from supervision.workbook_closures.forms import CloseWorkbookFields


class SignOffForm(CloseWorkbookFields, VersionedForm):
    """The decision, what follows from it, and a field `left-out-<id>` for each child of the episode.

    `standing` is what is open in the Workbook, and ends where it closes; `seen` is what of it the page showed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(label="Decision", choices=Decision.choices, widget=Radios)
    next_planned_for = DateTimeField(
        label="Next supervision",
        required=False,
        help_text="Needed if the work continues. It is due a calendar month after this one was held.",
    )
    decision_because = forms.CharField(
        label="Your reasons",
        required=False,
        max_length=4000,
        widget=Narrative(rows=3),
        help_text="What was reached and what goes on, in your own words.",
    )

    def __init__(self, *args, children, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(standing)
        self.children = children
        for child in children:
            self.fields[f"left-out-{child.pk}"] = forms.CharField(
                label=f"Leave it out of {child}'s file, because …",
                required=False,
                max_length=2000,
                help_text=f"Leave empty to file it on {child}.",
            )

    def closing_fields(self):
        """What is asked only where the Workbook closes."""
        names = ("closed_reason", "decision_because", "no_final_because", "visits", "actions")
        return [self[name] for name in names if name in self.fields]

    def filing_fields(self):
        return [self[f"left-out-{child.pk}"] for child in self.children]

    def left_out(self):
        """The reason by the child's id, of those who are left out."""
        reasons = {child.pk: self.cleaned_data[f"left-out-{child.pk}"] for child in self.children}
        return {pk: reason for pk, reason in reasons.items() if reason}

    def decided(self):
        """What `sign_off` is called with; what is said of closing only where the Workbook closes."""
        names = ("decision", "decision_because", "next_planned_for")
        decided = {name: self.cleaned_data[name] for name in names}
        if decided["decision"] != Decision.CLOSE:
            return decided
        closing = self.closing()
        return decided | {"closed_reason": closing.pop("reason"), "seen": self.cleaned_data["seen"]} | closing

    def renew(self, version):
        """With what is open now, so that closing once more is possible, and deliberate."""
        super().renew(version)
        self.data[self.add_prefix("seen")] = self.standing.seen
