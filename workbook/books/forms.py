from django import forms

from casework.forms.fields import MomentField, NarrativeField
from casework.forms.widgets import Checkboxes, Narrative, Radios
from casework.unsaved.writing import WritingForm
from casework.words import say_age
from workbook.ties.forms import TieFields

OPEN, NOT_OPEN = "open", "not_open"
DECISIONS = [(OPEN, "Open a Workbook"), (NOT_OPEN, "Do not open a Workbook")]


def _with_age(person, today):
    age = say_age(person, today)
    return f"{person}, {age}" if age else str(person)


class DecisionForm(TieFields, WritingForm):
    """Open a Workbook or not, and why; where it opens, for whom, and when it is first supervised.

    `elsewhere` are those of the people who are open in another family's Workbook (A1.16).
    """

    decision = forms.ChoiceField(label="Your decision", choices=DECISIONS, widget=Radios)
    reason = NarrativeField(label="The reason", widget=Narrative(rows=4))
    people = forms.ModelMultipleChoiceField(
        None,
        label="Who is part of it",
        help_text="At least one child and one adult.",
        required=False,
        widget=Checkboxes,
    )
    index_child = forms.ModelChoiceField(None, label="Index child", widget=Radios, empty_label=None, required=False)
    supervision_planned_for = MomentField(label="First group supervision planned for", required=False)

    def __init__(self, *args, people, today, elsewhere=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.add_ties(elsewhere)
        self.fields["people"].queryset = people
        self.fields["index_child"].queryset = people.filter(is_child=True)
        for name in ("people", "index_child"):
            self.fields[name].label_from_instance = lambda person: _with_age(person, today)

    @property
    def opens(self):
        return self.cleaned_data["decision"] == OPEN

    def clean(self):
        if self.cleaned_data.get("decision") == OPEN:
            self._require("people", "Choose who is part of the Workbook: at least one child and one adult.")
            self._require("index_child", "Choose the index child.")
            self._require("supervision_planned_for", "Give the date and time of the first group supervision.")
            self.clean_ties(self.cleaned_data.get("people") or ())
        return super().clean()

    def _require(self, name, sentence):
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def opening(self):
        """What `open_workbook` needs besides the reason; only of a valid form that opens one."""
        return {
            "index_child": self.cleaned_data["index_child"],
            "people": list(self.cleaned_data["people"]),
            "supervision_planned_for": self.cleaned_data["supervision_planned_for"],
            "decided": self.given_ties(),
        }
