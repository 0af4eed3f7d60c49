from django import forms

from casework.forms.base import PageForm
from casework.forms.fields import DateField
from casework.forms.widgets import Radios

ENDED, WRONG = "ended", "wrong"


class EndForm(PageForm):
    how = forms.ChoiceField(
        label="What is it?",
        choices=[(ENDED, "It was so, and is so no more"), (WRONG, "It never was so: it was recorded wrongly")],
        widget=Radios(hints={WRONG: "It goes from every page; the history keeps it with your name."}),
        error_messages={"required": "Choose one."},
    )
    ended_on = DateField(label="Until when?", help_text="Only if it was so.", required=False)
    because = forms.CharField(
        label="Why?",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="Needed if it was recorded wrongly.",
    )

    def clean(self):
        undated = "ended_on" not in self.errors and not self.cleaned_data.get("ended_on")
        if self.cleaned_data.get("how") == ENDED and undated:
            self.add_error("ended_on", "Give the last day on which it was so.")
        return super().clean()

    @property
    def was_wrong(self):
        return self.cleaned_data["how"] == WRONG
