"""The forms of agreed actions, one by itself or in rows: each with an owner and a date (A6.7, A7.8)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from casework.actions.models import AgreedAction, Outcome
from casework.actions.presenters import OwnerOptions, owner_labels
from casework.acts.forms import WritingForm
from casework.forms.base import PageForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.rows import RowFormSet, build_rows
from casework.forms.widgets import Narrative
from casework.naming.forms import PersonField, person_choices
from casework.naming.presenters import colleagues_told_apart
from casework.people.models import Person
from casework.users.models import User

AGENCY = "agency"


class ActionForm(WritingForm):
    """`owners` gives each user or person who may own an action by the value of the form; an agency is typed instead.

    Unsaved text holds these values, `user-1`: they differ from those of `ActionRow`, `user:1`, and stay so.
    """

    what = NarrativeField(
        label="What is to be done?",
        widget=Narrative(rows=3),
        error_messages={"required": "Say what is to be done."},
    )
    owner = forms.ChoiceField(
        label="Who will do it?", error_messages={"required": "Choose who will do it: an action needs an owner."}
    )
    owner_agency = forms.CharField(
        label="Name of the agency",
        help_text="Where another agency will do it, such as the school.",
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    due_on = DateField(
        label="By when?", error_messages={"required": "Give the date by which it is to be done: an action needs one."}
    )
    child = PersonField(None, label="For which child?", empty_label="The whole family", required=False)
    desired_outcome = NarrativeField(label="What should it bring about?", required=False, widget=Narrative(rows=3))
    review_on = DateField(
        label="When do we look at it again?",
        help_text="If it takes longer, or is agreed with the family.",
        required=False,
    )
    supported_by = forms.ChoiceField(
        label="Who supports it?",
        help_text="Of what somebody of the family takes on: a worker who helps with it and looks at it again.",
        required=False,
    )

    def __init__(self, *args: Any, owners: OwnerOptions, children: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {value: owner for group in owners.values() for value, owner in group.items()}
        self.fields["owner"].choices = [
            ("", "Choose who"),
            *_owner_groups(owners),
            (AGENCY, "Another agency"),
        ]
        workers: dict[str, User | Person] = {key: row for key, row in self.owners.items() if isinstance(row, User)}
        labels = owner_labels({"": workers}, timezone.localdate())
        self.fields["supported_by"].choices = [("", "Whoever leads the work"), *labels.items()]
        self.fields["child"].queryset = children

    def clean(self) -> dict[str, Any] | None:
        chosen, agency = self.cleaned_data.get("owner"), self.cleaned_data.get("owner_agency")
        if chosen == AGENCY and not agency:
            self.add_error("owner_agency", "Name the agency that will do it.")
        if chosen not in (AGENCY, None) and agency:
            self.add_error("owner", "Choose ‘Another agency’, or empty the name of the agency.")
        return super().clean()

    def given(self, at: datetime) -> dict[str, Any]:
        chosen = self.cleaned_data["owner"]
        owner = self.owners.get(chosen)
        names = ("what", "owner_agency", "due_on", "child", "desired_outcome", "review_on")
        supports = self.owners.get(self.cleaned_data["supported_by"]) if chosen.startswith("person-") else None
        return {name: self.cleaned_data[name] for name in names} | {
            "owner_user": owner if chosen.startswith("user-") else None,
            "owner_person": owner if chosen.startswith("person-") else None,
            "supported_by": supports,
        }


class ReportForm(WritingForm):
    outcome = forms.ChoiceField(
        label="Did it bring about what it was to?", choices=Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was met, partly met or not met."},
    )  # fmt: skip
    result = NarrativeField(
        label="What came of it?",
        help_text="What was done, and what changed by it. Where it was not met or only partly, say why.",
        error_messages={"required": "Say what came of it."},
    )
    done_on = DateField(
        label="On which day?", error_messages={"required": "Give the day on which it was done or ended."}
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_done_on(self) -> date:
        if self.cleaned_data["done_on"] > self.today:
            raise forms.ValidationError("It cannot have been done in the future. Give the day on which it was done.")
        return self.cleaned_data["done_on"]


class ProgressForm(WritingForm):
    progress = NarrativeField(
        label="What was done so far?", help_text="The action stays open. What was noted before stays in the history.",
        error_messages={"required": "Say what was done so far."},
    )  # fmt: skip


class HandOverForm(WritingForm):
    to = forms.ModelChoiceField(
        None,
        label="Who has it from now on?",
        empty_label="Choose who",
        error_messages={"required": "Choose who has it."},
    )
    because = NarrativeField(
        label="Why does it go to somebody else?", widget=Narrative(rows=3),
        error_messages={"required": "Say why it goes to somebody else."},
    )  # fmt: skip

    def __init__(self, *args: Any, workers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.queryset = workers
        labels = colleagues_told_apart(workers, timezone.localdate())
        field.label_from_instance = lambda user: labels[user.pk]


PREFIX = "actions"
# By what a row that was sent is known as one that is saved: the same words come again, on other days.
SAVED_AS = ("what", "due_on")


def saved_rows(actions: Iterable[AgreedAction]) -> set[tuple[str, ...]]:
    """The values of SAVED_AS, as a browser sends them."""
    return {(action.what, action.due_on.isoformat()) for action in actions}


class ActionRow(PageForm):
    what = forms.CharField(
        label="What is to be done",
        widget=forms.Textarea({"rows": 2, "cols": False}),
        error_messages={"required": "Say what is to be done, or empty this row."},
    )
    owner = forms.ChoiceField(
        label="Who does it", error_messages={"required": "Choose who does it: an action needs an owner."}
    )
    owner_agency = forms.CharField(label="Name of the agency", required=False, max_length=80)
    due_on = DateField(
        label="By when", error_messages={"required": "Give the date by which it is to be done: an action needs one."}
    )
    child = forms.ChoiceField(label="For which child", required=False)
    desired_outcome = forms.CharField(
        label="What it is to achieve", required=False, widget=forms.Textarea({"rows": 2, "cols": False})
    )

    def __init__(self, *args: Any, owners: OwnerOptions, children: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {key: row for group in owners.values() for key, row in group.items()}
        self.children = {str(child.pk): child for child in children}
        self.fields["owner"].choices = _owner_choices(owners)
        self.fields["child"].choices = [
            ("", "The whole family"),
            *person_choices(self.children.values()),
        ]

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("owner") == AGENCY and not self.cleaned_data.get("owner_agency"):
            self.add_error("owner_agency", "Name the agency that does it.")
        elif self.cleaned_data.get("owner_agency") and self.cleaned_data.get("owner") not in (AGENCY, None):
            self.add_error("owner", "Choose ‘Another agency’, or empty the name of the agency.")
        return super().clean()

    def action(self) -> dict[str, Any]:
        """The values of the service `agree`."""
        data = self.cleaned_data
        kind = data["owner"].partition(":")[0]
        return {
            "what": data["what"],
            "due_on": data["due_on"],
            "desired_outcome": data["desired_outcome"],
            "child": self.children.get(data["child"]),
            "owner_user": self.owners[data["owner"]] if kind == "user" else None,
            "owner_person": self.owners[data["owner"]] if kind == "person" else None,
            "owner_agency": data["owner_agency"] if kind == AGENCY else "",
        }


def _owner_choices(owners: OwnerOptions) -> list[tuple[str, Any]]:
    return [("", "Choose"), *_owner_groups(owners), ("Somebody else", [(AGENCY, "Another agency (name it)")])]


def _owner_groups(owners: OwnerOptions) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each group with the labels of its owners, that of nobody in it like another's."""
    labels = owner_labels(owners, timezone.localdate())
    return [(label, [(key, labels[key]) for key in group]) for label, group in owners.items() if group]


class ActionRows(RowFormSet):
    def agreed(self) -> dict[int, dict[str, Any]]:
        """The actions that were typed, by the number of their row; only of valid rows."""
        return {number: form.action() for number, form in enumerate(self.forms) if form.has_changed()}


BLANK_ROWS, MOST_ROWS = 3, 50


def action_rows(
    data: Mapping[str, Any] | None = None, *, owners: OwnerOptions, children: Iterable[Person],
    kept: Mapping[str, Any] | None = None,
) -> ActionRows:  # fmt: skip
    """The rows of a page: as they were submitted, as they are in unsaved text (`kept`, fields by name), or blank."""
    return build_rows(
        ActionRow, ActionRows, prefix=PREFIX, blank=BLANK_ROWS, most=MOST_ROWS, data=data, kept=kept, owners=owners,
        children=children,
    )  # fmt: skip
