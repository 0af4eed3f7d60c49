"""Moving the date; place and attendance."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import DateTimeField
from casework.forms.widgets import Narrative, Radios
from casework.users.models import User
from supervision.group_supervisions.models import Came


class MoveSupervisionForm(WritingForm):
    planned_for = DateTimeField(label="New date and time")
    because = forms.CharField(label="Why it moves", max_length=2000, widget=Narrative(rows=3))


class LogisticsForm(MergingForm, FingerprintForm):
    """Place, others, and a field `came-<id>` for each who is expected."""

    place = forms.CharField(label="Place", max_length=120, required=False, help_text="A room, or 'by video'.")
    others_present = forms.CharField(
        label="Who else takes part",
        max_length=2000,
        required=False,
        widget=Narrative(rows=2),
        help_text="Name and role of everyone who is not listed below.",
    )

    def __init__(self, *args: Any, expected: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        for user in expected:
            self.fields[f"came-{user.pk}"] = forms.ChoiceField(
                label=str(user),
                required=False,
                choices=[*Came.choices, ("", "Not noted")],
                widget=Radios({"class": "govuk-radios--inline govuk-radios--small"}),
            )

    def came(self) -> dict[User, str]:
        """The value of `Came` by user, of those for whom one was chosen."""
        chosen = {user: self.cleaned_data[f"came-{user.pk}"] for user in self.expected}
        return {user: value for user, value in chosen.items() if value}

    def given(self, at: datetime) -> dict[str, Any]:
        names = ("place", "others_present", "fingerprint")
        return {name: self.cleaned_data[name] for name in names} | {"came": self.came()}
