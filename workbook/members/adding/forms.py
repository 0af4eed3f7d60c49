from django import forms

from casework.people.forms import PersonForm

SAME_PERSON = (
    "Somebody like this is known here already. Choose them below, or say that none of them is the person whom you are "
    "entering."
)


class AddPersonForm(PersonForm):
    """Asks once more where somebody is known already who may be the same person."""

    nobody_known = forms.BooleanField(label="None of these is the person: begin a new record", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asks = False

    def goes_on(self, matches):
        """Whether the person may be entered; where not, the form says what to do and offers the choice."""
        self.asks = bool(matches)
        if matches and not self.cleaned_data["nobody_known"]:
            self.add_error("nobody_known", SAME_PERSON)
        return self.is_valid()

    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "nobody_known"}
