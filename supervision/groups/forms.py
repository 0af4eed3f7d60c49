"""Forms of the month's meeting, from closing the episode to the sign-off."""

from django import forms

from casework import practice
from casework.acts.forms import VersionedForm
from casework.families.models import Rag
from casework.forms.base import PageForm
from casework.forms.fields import MomentField, NarrativeField
from casework.forms.widgets import Narrative, Radios, RagRadios
from casework.passages.forms import PassagesForm
from supervision.closings.forms import ClosingFields
from supervision.groups.models import Came, Decision


class CloseForm(PageForm):
    """A field `without-<id>` for each summary that is not finalised."""

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        for summary, missing in waiting.items():
            self.fields[f"without-{summary.pk}"] = forms.CharField(
                label=f"Close without {summary.worker}, because …",
                help_text=f"{summary.worker} has still to do this: {missing}" if missing else "",
                required=False,
                widget=Narrative(rows=2),
            )

    def without(self):
        """The reason by the summary's id, of those who have not finalised."""
        open_now = [summary for summary, missing in self.waiting.items() if missing]
        return {summary.pk: self.cleaned_data[f"without-{summary.pk}"] for summary in open_now}


class ReasonForm(PageForm):
    """One reason, under the label that the page gives it."""

    because = forms.CharField(max_length=2000, widget=Narrative(rows=3))

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].label = label


class MoveForm(PageForm):
    planned_for = MomentField(label="New date and time")
    because = forms.CharField(label="Why it moves", max_length=2000, widget=Narrative(rows=3))


class LogisticsForm(PageForm):
    """Place, others, and a field `came-<id>` for each who is expected."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(label="Place", max_length=120, required=False, help_text="A room, or 'by video'.")
    others_present = forms.CharField(
        label="Who else takes part",
        max_length=300,
        required=False,
        help_text="Name and role of everyone who is not listed below.",
    )

    def __init__(self, *args, expected, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = expected
        for user in expected:
            self.fields[f"came-{user.pk}"] = forms.ChoiceField(
                label=str(user),
                required=False,
                choices=[*Came.choices, ("", "Not noted")],
                widget=Radios({"class": "govuk-radios--inline govuk-radios--small"}),
            )

    def came(self):
        """The value of `Came` by user, of those for whom one was chosen."""
        chosen = {user: self.cleaned_data[f"came-{user.pk}"] for user in self.expected}
        return {user: value for user, value in chosen.items() if value}


class RecordForm(PassagesForm, VersionedForm):
    """What the group thought, rated and checked; the headings come from the practice file.

    `rows` are the actions typed on the same page: a refusal that names one of them is shown there.
    """

    rows = None
    held_at = MomentField(label="When it was held")
    overall_rag = forms.ChoiceField(label="Overall RAG", choices=Rag.choices, required=False)
    rationale = NarrativeField(label="Why this rating", required=False)
    dissent = NarrativeField(
        label="Who disagrees, and why",
        required=False,
        help_text="Leave empty if everybody agreed.",
    )
    relationships_checked = forms.BooleanField(label="We checked the relationships", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meanings = practice.current().rag.model_dump()
        self.fields["overall_rag"].widget = RagRadios(choices=Rag.choices, hints=meanings)

    def refuse(self, refusal):
        if not (self.rows and self.rows.refuse(refusal)):
            super().refuse(refusal)

    def recorded(self):
        """The values of the service `record` but for its passages and version."""
        names = ("held_at", "overall_rag", "rationale", "dissent", "relationships_checked")
        return {name: self.cleaned_data[name] for name in names}


class SignOffForm(ClosingFields, VersionedForm):
    """The decision, what follows from it, and a field `left-out-<id>` for each child of the episode.

    `standing` is what is open in the Workbook, and ends where it closes; `seen` is what of it the page showed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(label="Decision", choices=Decision.choices, widget=Radios)
    next_planned_for = MomentField(
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
