"""The fields that ask, of each person who is open in another family's Workbook, in which one they are to be."""

from collections.abc import Collection, Sequence

from django import forms
from django.forms import BoundField, Field

from casework.forms.widgets import Radios
from casework.links.presenters import OtherFamily
from casework.people.models import Person
from workbook.one_workbook.models import Ground, WorkbookChoice
from workbook.one_workbook.presenters import InAnotherWorkbook

STAYS, COMES = "stays", "comes"


class OneWorkbookFields(forms.BaseForm):
    """Mixed into a form, which calls `add_questions_of` when it is made and `clean_choices` in `clean`."""

    asked_about: Sequence[InAnotherWorkbook] = ()

    def add_questions_of(self, found: Sequence[InAnotherWorkbook]) -> None:
        """A person who is in the Workbooks of two other families is asked about once."""
        self.asked_about = list({row.person.pk: row for row in found}.values())
        for row in self.asked_about:
            self.fields.update(_fields_of(row, {other.other for other in found if other.person == row.person}))

    def question_groups(self) -> list[tuple[InAnotherWorkbook, list[BoundField]]]:
        """For the template: each person with the three fields."""
        return [(row, [self[name] for name in _names(row.person)]) for row in self.asked_about]

    def clean_choices(self, people: Collection[Person]) -> None:
        """Every question about one of `people` must be answered."""
        for row in self.asked_about:
            for name in _names(row.person) if row.person in people else ():
                if name not in self.errors and not self.cleaned_data.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])

    def choices(self) -> dict[int, WorkbookChoice]:
        """By the person's id, for the service; only of a valid form."""
        return {row.person.pk: self._choice(row.person) for row in self.asked_about}

    def _choice(self, person: Person) -> WorkbookChoice:
        which, ground, because = (self.cleaned_data[name] for name in _names(person))
        return WorkbookChoice(which == COMES, ground, because)


def _names(person: Person) -> tuple[str, str, str]:
    return f"tie-{person.pk}", f"ground-{person.pk}", f"because-{person.pk}"


def _fields_of(row: InAnotherWorkbook, others: set[OtherFamily]) -> dict[str, Field]:
    person = row.person
    comes = [(COMES, f"{person} comes into this one")] if all(other.may_open for other in others) else []
    where = " and ".join(sorted(other.name for other in others))
    asks = "" if comes else f"You may not open that family. If {person} should come into this one, {row.other.ask}."
    which, ground, because = _names(person)
    return {
        which: forms.ChoiceField(
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


def _grounds(person: Person) -> list[tuple[str, str]]:
    return [
        (Ground.LIVES, f"with which {person} lives"),
        (Ground.INVOLVED, f"with which {person} is most involved"),
        (Ground.RISK, "where the level of risk is highest"),
    ]
