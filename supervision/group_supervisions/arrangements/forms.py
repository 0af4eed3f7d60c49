"""Moving the date; place and attendance."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.acts.merging import Passage
from casework.forms.fields import DateTimeField
from casework.forms.widgets import Narrative, Radios
from casework.users.models import User
from supervision.group_supervisions.models import Came


class MoveSupervisionForm(WritingForm):
    planned_for = DateTimeField(label="New date and time")
    because = forms.CharField(label="Why it moves", max_length=2000, widget=Narrative(rows=3))


class LogisticsForm(MergingForm, FingerprintForm):
    """Place, others, and the fields `came-<id>` and `because-<id>` of each who is expected."""

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
            self.fields[f"because-{user.pk}"] = forms.CharField(
                label=f"Why {user} was not there",
                required=False,
                max_length=2000,
                help_text="Asked before the sign-off, of whoever sent apologies or was absent.",
            )

    def passages(self) -> list[Passage]:
        """Whether somebody came and why not are one."""
        pairs = [(f"came-{user.pk}", f"because-{user.pk}") for user in self.expected]
        paired = {name for pair in pairs for name in pair}
        return [*pairs, *(each for each in super().passages() if paired.isdisjoint(each))]

    def came(self) -> dict[User, str]:
        """The value of `Came` by user, of those for whom one was chosen."""
        chosen = {user: self.cleaned_data[f"came-{user.pk}"] for user in self.expected}
        return {user: value for user, value in chosen.items() if value}

    def given(self, at: datetime) -> dict[str, Any]:
        names = ("place", "others_present", "fingerprint")
        because = {user: self.cleaned_data[f"because-{user.pk}"] for user in self.came()}
        return {name: self.cleaned_data[name] for name in names} | {"came": self.came(), "because": because}
