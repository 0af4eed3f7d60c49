"""Agreed actions as rows that one can type down: each with an owner and a date, or it is refused (A6.7, A7.8)."""

from django import forms

from casework.forms.base import PageForm
from casework.forms.fields import DateField
from casework.forms.rows import Rows, rows_of

AGENCY = "agency"
PREFIX = "actions"


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

    def __init__(self, *args, owners, children, **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = {key: row for group in owners.values() for key, row in group.items()}
        self.children = {str(child.pk): child for child in children}
        self.fields["owner"].choices = _owner_choices(owners)
        self.fields["child"].choices = [
            ("", "The whole family"),
            *((k, str(child)) for k, child in self.children.items()),
        ]

    def clean(self):
        if self.cleaned_data.get("owner") == AGENCY and not self.cleaned_data.get("owner_agency"):
            self.add_error("owner_agency", "Name the agency that does it.")
        elif self.cleaned_data.get("owner_agency") and self.cleaned_data.get("owner") not in (AGENCY, None):
            self.add_error("owner", "Choose ‘Another agency’, or empty the name of the agency.")
        return super().clean()

    def action(self):
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


def _owner_choices(owners):
    groups = [(label, [(key, str(row)) for key, row in group.items()]) for label, group in owners.items() if group]
    return [("", "Choose"), *groups, ("Somebody else", [(AGENCY, "Another agency (name it)")])]


class ActionRows(Rows):
    def agreed(self):
        """The actions that were typed, by the number of their row; only of valid rows."""
        return {number: form.action() for number, form in enumerate(self.forms) if form.has_changed()}


BLANK_ROWS, MOST_ROWS = 3, 50


def action_rows(data=None, *, owners, children, kept=None):
    """The rows of a page: as they were sent, as they were kept unsaved (`kept`, fields by name), or blank."""
    return rows_of(
        ActionRow, ActionRows, prefix=PREFIX, blank=BLANK_ROWS, most=MOST_ROWS, data=data, kept=kept, owners=owners,
        children=children,
    )  # fmt: skip


def owners_of(expected, people):
    """Who may own an action, by group: those expected at the meeting, then the persons of the family."""
    return {
        "Workers and managers": {f"user:{user.pk}": user for user in expected},
        "The family": {f"person:{person.pk}": person for person in people if not person.unborn and not person.died},
    }
