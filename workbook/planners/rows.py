"""Visits as rows that one can type down: when, who comes, and what for."""

from django import forms

from casework.forms.base import PageForm
from casework.forms.fields import MomentField
from casework.forms.rows import Rows, rows_of

PREFIX = "visits"
BLANK_ROWS, MOST_ROWS = 3, 50


class VisitRow(PageForm):
    planned_for = MomentField(
        label="When", error_messages={"required": "Give the day and the time, or empty this row."}
    )
    kind = forms.ChoiceField(label="What kind")
    worker = forms.ChoiceField(label="Who comes", error_messages={"required": "Choose who comes."})
    purpose = forms.CharField(
        label="What it is for",
        max_length=200,
        widget=forms.Textarea({"rows": 2, "cols": False}),
        error_messages={"required": "Say what the visit is for. The parents read it."},
    )
    where = forms.CharField(label="Where", max_length=120, required=False)
    module = forms.ChoiceField(label="For which module", required=False)

    def __init__(self, *args, kinds, workers, modules, usual, **kwargs):
        """`kinds` of notes by key; `usual` gives what most rows say: the first of the kinds, and who types."""
        super().__init__(*args, **kwargs)
        self.workers = {str(user.pk): user for user in workers}
        self.fields["kind"].choices = [(key, kind.label) for key, kind in kinds.items()]
        self.fields["worker"].choices = [("", "Choose"), *((pk, str(user)) for pk, user in self.workers.items())]
        self.fields["module"].choices = [
            ("", "None in particular"),
            *((module.key, f"{module.number}: {module.title}") for module in modules),
        ]
        self.usual = usual
        for name, value in usual.items():
            self.fields[name].initial = value

    def has_changed(self):
        """A row in which nothing is typed and nothing chosen otherwise than usual is empty."""
        return any(name not in self.usual or self[name].data for name in self.changed_data)

    def visit(self):
        """The values of one visit, as the service takes them."""
        return self.cleaned_data | {"worker": self.workers[self.cleaned_data["worker"]]}


class VisitRows(Rows):
    def visits(self):
        """What was typed, by the number of its row; only of valid rows."""
        return {number: form.visit() for number, form in enumerate(self.forms) if form.has_changed()}


def visit_rows(data=None, *, kept=None, **details):
    """The rows of a page: as they were sent, as they were kept unsaved (`kept`, fields by name), or blank."""
    return rows_of(
        VisitRow, VisitRows, prefix=PREFIX, blank=BLANK_ROWS, most=MOST_ROWS, data=data, kept=kept, **details
    )
