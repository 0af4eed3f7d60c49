from django import forms

from casework.acts.forms import VersionedForm, WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Checkboxes, Narrative


class WithRows(WritingForm):
    """A form with rows of visits and of actions below it (`visits`, `actions`), valid if all of them are."""

    visits = actions = None

    def is_valid(self):
        return all([super().is_valid(), self.visits.is_valid(), self.actions.is_valid()])

    def refuse(self, refusal):
        """At the row that it names, or as every form does."""
        if not (self.visits.refuse(refusal) or self.actions.refuse(refusal)):
            super().refuse(refusal)

    def typed(self):
        return {
            "visits": self.visits.visits(),
            "agreed": self.actions.agreed(),
            "form_key": self.cleaned_data["form_key"],
        }

    def given(self, at):
        return self.typed()


class FactsForm(VersionedForm):
    """When, with whom and why; `parents` are the persons who may be named."""

    agreed_on = DateField(label="Agreed on")
    agreed_with = forms.TypedMultipleChoiceField(label="Agreed with", coerce=int, widget=Checkboxes())
    why_involved = NarrativeField(
        label="Why we are involved",
        widget=Narrative(rows=4),
        help_text="In the words that you used with the parents. They read it on paper.",
    )

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed_with"].choices = [(person.pk, str(person)) for person in parents]


class AgreeForm(WithRows, FactsForm):
    def given(self, at):
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"} | self.typed()
