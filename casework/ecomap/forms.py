from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from casework.acts.forms import MergingForm, VersionedForm, WritingForm
from casework.ecomap.models import TieFlow, TieKind, TieStrength
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.naming.forms import person_choices
from casework.people.models import Person

WHOLE_FAMILY = "The family as a whole"
STRENGTHS: dict[str, str] = {
    TieStrength.STRONG: "Close and reliable. Drawn as a thick line.",
    TieStrength.WEAK: "Thin or uncertain. Drawn as a broken line of dashes.",
    TieStrength.STRESSFUL: "It costs nerves, or there is quarrel. Drawn as a zigzag.",
    TieStrength.BROKEN: "There was a tie, and they no longer speak. Drawn with two strokes across.",
}
FLOWS: dict[str, str] = {
    TieFlow.TO: "It gives time, care, money or strength. The arrow points to the family.",
    TieFlow.FROM: "It takes them. The arrow points away from the family.",
    TieFlow.BOTH: "Each gives to the other. An arrow at both ends.",
}


class TieForm(WritingForm):
    """One tie; `people` are those of the family who may have it."""

    person = forms.ChoiceField(label="Whose tie is it?", required=False)
    with_whom = forms.CharField(
        label="With whom, or with what", max_length=120, help_text="Gran, the school, the mosque, the football club …"
    )
    kind = forms.ChoiceField(label="Where it belongs", choices=[("", "Choose"), *TieKind.choices])
    strength = forms.ChoiceField(label="How is it?", choices=TieStrength.choices, widget=Radios(hints=STRENGTHS))
    flow = forms.ChoiceField(label="Which way does it go?", choices=TieFlow.choices, widget=Radios(hints=FLOWS))
    about = forms.CharField(
        label="What is to be said of it",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="In the family’s own words where you can. It stands in the table, not in the picture.",
    )
    from_date = DateField(label="Since when", help_text="Where nobody knows, the day on which you were told.")

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = person_choices(self.people.values())
        self.fields["person"].choices = [("", WHOLE_FAMILY), *choices]

    def details(self) -> dict[str, Any]:
        names = ("with_whom", "kind", "strength", "flow", "about", "from_date")
        chosen = {name: self.cleaned_data[name] for name in names}
        return chosen | {"person": self.people.get(self.cleaned_data["person"])}

    def given(self, at: datetime) -> dict[str, Any]:
        return self.details()


class ChangeTieForm(MergingForm, VersionedForm, TieForm):
    """Of a tie with a protected key contact with whom it is is not asked again."""

    def __init__(self, *args: Any, of_key_contact: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_key_contact:
            self.fields["with_whom"].required = False
            self.fields["with_whom"].help_text = "A protected key contact. Leave it empty while the tie is with it."

    def given(self, at: datetime) -> dict[str, Any]:
        return self.details() | {"version": self.cleaned_data["version"]}


class EndTieForm(VersionedForm):
    ended_on = DateField(label="Until when?", help_text="The last day on which there was such a tie.")
    because = forms.CharField(
        label="Why did it end?", required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )
