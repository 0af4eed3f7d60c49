"""The form of the sign-off: the decision, what follows from it, and where it is filed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField

from casework import practice
from casework.acts.forms import VersionedForm
from casework.forms.fields import DateTimeField
from casework.forms.widgets import Narrative, Radios
from casework.people.models import Person
from supervision.group_supervisions.models import Decision
from supervision.workbook_closures.forms import CloseWorkbookFields
from workbook.summaries.forms import NewRedFields


class SignOffForm(NewRedFields, CloseWorkbookFields, VersionedForm):
    """The decision, what follows from it, and a field `left-out-<id>` for each child of the episode."""

    decision = forms.ChoiceField(label="Decision", choices=Decision.choices, widget=Radios)
    next_planned_for = DateTimeField(
        label="Next supervision",
        required=False,
        help_text=(
            "Needed if the work continues. It is due a calendar month after this one was held; "
            "suggested is that day, or the last working day before it."
        ),
    )
    decision_because = forms.CharField(
        label="Your reasons",
        required=False,
        max_length=4000,
        widget=Narrative(rows=3),
        help_text="What was reached and what goes on, in your own words.",
    )

    def __init__(self, *args: Any, children: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        for child in children:
            self.fields[f"left-out-{child.pk}"] = forms.CharField(
                label=f"Leave it out of {child}'s file, because …",
                required=False,
                max_length=2000,
                help_text=f"Leave empty to file it on {child}.",
            )

    def closing_fields(self) -> list[BoundField]:
        """What is asked only where the Workbook closes."""
        names = ("closed_reason", "decision_because", "care_because", "no_final_because", "visits", "actions")
        return [self[name] for name in names if name in self.fields]

    def filing_fields(self) -> list[BoundField]:
        return [self[f"left-out-{child.pk}"] for child in self.children]

    def left_out(self) -> dict[int, str]:
        """The reason by the child's id, of those who are left out."""
        reasons = {child.pk: self.cleaned_data[f"left-out-{child.pk}"] for child in self.children}
        return {pk: reason for pk, reason in reasons.items() if reason}

    def decided(self) -> dict[str, Any]:
        """The decision; what is asked about closing only where the Workbook closes."""
        names = ("decision", "decision_because", "next_planned_for")
        decided = {name: self.cleaned_data[name] for name in names}
        if decided["decision"] != Decision.CLOSE:
            return decided
        closing = self.closing()
        return decided | {"closed_reason": closing.pop("reason")} | closing

    def given(self, at: datetime) -> dict[str, Any]:
        return {
            **self.strategy(),
            **self.decided(),
            "left_out": self.left_out(),
            "sections": practice.current().supervision_sections,
            "version": self.cleaned_data["version"],
        }

    def renew(self, saw: object) -> None:
        """With what is open now, so that closing once more is possible, and deliberate."""
        super().renew(saw)
        self.data[self.add_prefix("fingerprint")] = self.open_work.fingerprint
