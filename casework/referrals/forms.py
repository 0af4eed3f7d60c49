"""The forms of a referral: as it arrives, a check made later, the decision for each child."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from casework.acts.forms import WritingForm
from casework.calls.models import SafetyCall
from casework.forms.base import PageForm
from casework.forms.fields import DateField, DateTimeField, NarrativeField
from casework.forms.rows import RowFormSet, build_rows
from casework.forms.widgets import Checkboxes, Narrative
from casework.naming.forms import person_choices
from casework.people.models import Person
from casework.referrals.checks import AgencyCheck, InvolvementDetails
from casework.referrals.models import CheckKind, Involvement, Referral
from casework.words import say_when

PREFIX = "checks"
BLANK_ROWS, MOST_ROWS = 2, 20


class AgencyCheckRows(RowFormSet):
    def checks(self) -> list[AgencyCheck]:
        """What was typed; only of valid rows."""
        return [AgencyCheck(**form.cleaned_data) for form in self.forms if form.has_changed()]


def agency_check_rows(data: QueryDict | None = None, kept: Mapping[str, Any] | None = None) -> AgencyCheckRows:
    """As they were sent, as they were kept unsaved (`kept`, fields by name), or blank."""
    return build_rows(
        AgencyCheckRow, AgencyCheckRows, prefix=PREFIX, blank=BLANK_ROWS, most=MOST_ROWS, data=data, kept=kept
    )


NOT_PART = ("", "Not part of this referral")
NOT_YET = ("", "Not decided yet")
NEED_MISSING = "You gave factors or alleged harm. Choose {child}'s need too, or clear them."


class CallField(forms.ModelChoiceField):
    def label_from_instance(self, call: SafetyCall) -> str:
        return f"{say_when(call.taken_at)}, about {call.child_name}"


class ReferralForm(WritingForm):
    """With three fields for each child: the need (or that it is no part of this referral), factors, alleged harm.

    `rows` are the checks typed on the same page.
    """

    rows: AgencyCheckRows

    call = CallField(None, label="Which call led to it?", empty_label="No call", required=False)
    address_of = forms.ChoiceField(
        label="Whose address was given in the call?",
        help_text="It becomes theirs, and the call refers to it.",
        required=False,
    )
    caller = forms.ChoiceField(
        label="Was the caller one of the family?",
        help_text="Then the address and the number that the caller gave become theirs.",
        required=False,
    )
    received_on = DateField(label="Received on")
    source = forms.ChoiceField(
        label="Who referred the family?", error_messages={"required": "Choose who referred the family."}
    )
    reason = NarrativeField(
        label="Why was the family referred?",
        help_text="What was said, by whom, about whom.",
        error_messages={"required": "Say why the family was referred."},
    )
    protection_status = forms.CharField(
        label="Child protection status",
        help_text="Whether a child has, or has had, a child protection plan, here or elsewhere: whom you asked, and "
        "what they answered. Needed where there are welfare concerns.",
        max_length=300,
        required=False,
        widget=Narrative(rows=2),
    )
    no_checks_because = forms.CharField(
        label="If no check was made: why?", max_length=300, required=False, widget=Narrative(rows=2)
    )

    def __init__(
        self, *args: Any, children: Sequence[Person], calls: QuerySet[SafetyCall], people: Sequence[Person],
        today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.children = children
        self.fields["source"].choices = [("", "Choose who referred"), *Referral.source.field.choices_on(today)]
        self.fields["call"].queryset = calls
        self.people = {str(person.pk): person for person in people}
        offered = person_choices(self.people.values())
        self.fields["address_of"].choices = [("", "Nobody’s: it is not known where the child is"), *offered]
        self.fields["caller"].choices = [("", "No"), *offered]
        if not calls:
            for name in ("call", "address_of", "caller"):
                del self.fields[name]
        for child in children:
            self._add_child(child, today)

    def _add_child(self, child: Person, today: date) -> None:
        self.fields[f"need-{child.pk}"] = forms.ChoiceField(
            label=f"{child}'s need", choices=[NOT_PART, *Involvement.need.field.choices_on(today)], required=False
        )
        self.fields[f"harm-{child.pk}"] = DateTimeField(
            label=f"If somebody alleges deliberate harm to {child}: when was it said?",
            help_text="From then the child is to be seen within the time, or the reason recorded why not.",
            required=False,
        )
        self.fields[f"factors-{child.pk}"] = forms.MultipleChoiceField(
            label=f"{child}'s factors",
            choices=Involvement.factors.field.choices_on(today),
            required=False,
            widget=Checkboxes({"class": "govuk-checkboxes--small"}),
        )

    def is_valid(self) -> bool:
        # Both are asked, so that each shows its own errors.
        return all([super().is_valid(), self.rows.is_valid()])

    def clean(self) -> dict[str, Any] | None:
        for child in self.children:
            given = self.cleaned_data.get(f"factors-{child.pk}") or self.cleaned_data.get(f"harm-{child.pk}")
            if given and not self.cleaned_data.get(f"need-{child.pk}"):
                self.add_error(f"need-{child.pk}", NEED_MISSING.format(child=child))
        return super().clean()

    def child_fields(self) -> Iterator[dict[str, Any]]:
        """For the template: each child with its bound fields."""
        for child in self.children:
            factors = self[f"factors-{child.pk}"]
            yield {
                "child": child,
                "fields": [self[f"need-{child.pk}"], self[f"harm-{child.pk}"]],
                "factors": factors,
                "open": bool(factors.value() or factors.errors),
            }

    def given(self, at: datetime) -> dict[str, Any]:
        names = ("received_on", "source", "reason", "protection_status", "no_checks_because")
        chosen = [child for child in self.children if self.cleaned_data[f"need-{child.pk}"]]
        return {name: self.cleaned_data[name] for name in names} | {
            "call": self.cleaned_data.get("call"),
            "address_of": self._person("address_of"),
            "caller": self._person("caller"),
            "details": {child: self._details(child) for child in chosen},
            "checks": self.rows.checks(),
        }

    def _person(self, name: str) -> Person | None:
        chosen = self.cleaned_data.get("call") and self.cleaned_data.get(name)
        return self.people.get(chosen) if chosen else None

    def _details(self, child: Person) -> InvolvementDetails:
        need, factors, harm = (self.cleaned_data[f"{name}-{child.pk}"] for name in ("need", "factors", "harm"))
        return InvolvementDetails(need, tuple(factors), harm)


class AgencyCheckFields(forms.Form):
    """One check; a row of the referral's page, and the whole of the page on which one is added later."""

    kind = forms.ChoiceField(
        label="With whom",
        choices=[("", "Choose"), *CheckKind.choices],
        error_messages={"required": "Choose with whom the check was made."},
    )
    made_on = DateField(label="On", error_messages={"required": "Give the day on which the check was made."})
    outcome = forms.CharField(
        label="What came of it, and what was decided on it",
        widget=forms.Textarea({"rows": 2, "cols": False}),
        error_messages={"required": "Say what came of the check."},
    )


class AgencyCheckRow(AgencyCheckFields, PageForm):
    pass


class AgencyCheckForm(AgencyCheckFields, WritingForm):
    """A check that is added later."""


class DecisionForm(WritingForm):
    """For each child who waits for a decision the outcome and why; those left open are decided later."""

    def __init__(self, *args: Any, waiting: Sequence[Involvement], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        for involvement in waiting:
            child = involvement.child
            self.fields[f"outcome-{involvement.pk}"] = forms.ChoiceField(
                label=f"Outcome for {child}",
                choices=[NOT_YET, *Involvement.decision.field.choices_on(today)],
                required=False,
            )
            self.fields[f"because-{involvement.pk}"] = NarrativeField(
                label=f"Why, for {child}", required=False, widget=Narrative(rows=3)
            )

    def clean(self) -> dict[str, Any] | None:
        for involvement in self.waiting:
            outcome, because = f"outcome-{involvement.pk}", f"because-{involvement.pk}"
            if self.cleaned_data.get(because) and not self.cleaned_data.get(outcome):
                self.add_error(outcome, f"You gave a reason. Choose the outcome for {involvement.child}, or clear it.")
        return super().clean()

    def given(self, at: datetime) -> dict[str, Any]:
        names = [(each, f"outcome-{each.pk}", f"because-{each.pk}") for each in self.waiting]
        return {
            "decisions": {
                each: (self.cleaned_data[outcome], self.cleaned_data[because])
                for each, outcome, because in names
                if self.cleaned_data[outcome]
            }
        }


class EarlyHelpForm(WritingForm):
    decision = NarrativeField(
        label="What early help decided on the request",
        widget=Narrative(rows=3),
        error_messages={"required": "Say what early help decided."},
    )


class HarmForm(WritingForm):
    alleged_at = DateTimeField(
        label="When was it alleged?",
        help_text="What was alleged, and by whom, you record in a note.",
        error_messages={"required": "Give the day and the time at which it was alleged."},
    )


def initial_of_referral(call: SafetyCall | None, people: Sequence[Person], today: date) -> dict[str, Any]:
    """With what the form of a referral opens, after a call or without one."""
    if call is None:
        return {"received_on": today}
    # Never the address: it may have to be protected, and stands of the child.
    reason = f"Call taken by {call.taken_by}, {say_when(call.taken_at)}, about {call.child_name}:"
    return {
        "call": call.pk,
        "address_of": _whose_address(call, people),
        "received_on": timezone.localdate(call.taken_at),
        "reason": f"{reason}\n\n{call.concern}",
    }


def _whose_address(call: SafetyCall, people: Sequence[Person]) -> int | str:
    """The person who is called as the child in the call, where what was said is an address: it has a number."""
    if not any(sign.isdigit() for sign in call.child_address):
        return ""
    named = call.child_name.casefold()
    alike = [person.pk for person in people if named in (person.name.casefold(), str(person).casefold())]
    return alike[0] if len(alike) == 1 else ""
