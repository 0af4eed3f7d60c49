from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.widgets import Narrative
from casework.naming.forms import ColleagueField
from casework.users.models import User


def because_field(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="What is the conflict?",
        help_text=help_text,
        max_length=300,
        widget=Narrative(rows=2),
        error_messages={"required": "Say what the conflict is."},
    )


class DeclareForm(WritingForm):
    because = because_field("Such as: the mother is my sister. The family's managers read it.")


class DeclareOfForm(WritingForm):
    user = ColleagueField(None, label="Whose?", empty_label="Choose who", error_messages={"required": "Say whose."})
    because = because_field("Such as: they live next door. The family's managers read it.")

    def __init__(self, *args: Any, users: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users
