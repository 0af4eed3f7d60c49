from datetime import datetime
from typing import Any

from django import forms

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField


class DeathForm(WritingForm):
    died = DateField(label="On which day?", error_messages={"required": "Give the day of the death."})


class PutRightDeathForm(WritingForm):
    died = DateField(label="Day of the death", required=False)
    lives = forms.BooleanField(label="This was recorded wrongly: the person lives", required=False)

    def clean(self) -> dict[str, Any] | None:
        died, lives = self.cleaned_data.get("died"), self.cleaned_data.get("lives")
        if lives:
            self.cleaned_data["died"] = None
        elif died is None and "died" not in self.errors:
            self.add_error("died", "Give the day of the death, or tick that it was recorded wrongly.")
        return super().clean()

    def given(self, at: datetime) -> dict[str, Any]:
        return {"died": self.cleaned_data["died"]}
