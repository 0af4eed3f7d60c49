"""The fields that ask, of each person who is open in another family's Workbook, in which one they are to be."""

from collections.abc import Sequence

from django import forms

from casework.forms.widgets import Radios
from workbook.one_workbook.states import Ground, WorkbookChoice

STAYS, COMES = "stays", "comes"


class OneWorkbookFields(forms.BaseForm):
    """Mixed into a form by `add_ties`; `chosen_people` says which of the persons the form is about as sent."""

    ties: Sequence = ()

    def add_ties(self, found):
        """`found` are Elsewhere rows; a person in two others' Workbooks is asked about once."""
        self.ties = list({row.person.pk: row for row in found}.values())
        for row in self.ties:
            self.fields.update(_fields_of(row, {other.other for other in found if other.person == row.person}))

    def tie_groups(self):
        """For the page: each person with the three fields."""
        return [(row, [self[name] for name in _names(row.person)]) for row in self.ties]

    def clean_ties(self, people):
        """Every question about one of `people` must be answered."""
        for row in self.ties:
            for name in _names(row.person) if row.person in people else ():
                if name not in self.errors and not self.cleaned_data.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])

    def given_ties(self):
        """Ties by the person's id, for the service; only of a valid form."""
        return {row.person.pk: self._tie(row.person) for row in self.ties}

    def _tie(self, person):
        tie, ground, because = (self.cleaned_data[name] for name in _names(person))
        return WorkbookChoice(tie == COMES, ground, because)


def _names(person):
    return f"tie-{person.pk}", f"ground-{person.pk}", f"because-{person.pk}"


def _fields_of(row, others):
    person = row.person
    comes = [(COMES, f"{person} comes into this one")] if all(other.may_open for other in others) else []
    where = " and ".join(sorted(other.name for other in others))
    asks = "" if comes else f"You may not open that family. If {person} should come into this one, {row.other.ask}."
    tie, ground, because = _names(person)
    return {
        tie: forms.ChoiceField(
            label=f"{person} is open in another Workbook: in which one is {person} to be?",
            choices=[(STAYS, f"{person} stays in the Workbook of {where}"), *comes],
            help_text=asks, required=False, widget=Radios,
            error_messages={"required": f"Choose in which Workbook {person} is to be."},
        ),
        ground: forms.ChoiceField(
            label="Because that is the family", choices=_grounds(person), required=False, widget=Radios,
            error_messages={"required": f"Choose the ground for {person}."},
        ),
        because: forms.CharField(
            label=f"What led to this for {person}?", help_text="Both families' files show it.", required=False,
            max_length=2000, widget=forms.Textarea({"rows": 3}),
            error_messages={"required": f"Say what led to this for {person}."},
        ),
    }  # fmt: skip


def _grounds(person):
    return [
        (Ground.LIVES, f"with which {person} lives"),
        (Ground.INVOLVED, f"with which {person} is most involved"),
        (Ground.RISK, "where the level of risk is highest"),
    ]
