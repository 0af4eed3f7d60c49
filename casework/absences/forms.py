from typing import Any

from django import forms
from django.db.models import QuerySet

from casework import practice
from casework.acts.forms import WritingForm
from casework.forms.fields import DateField
from casework.naming.forms import ColleagueField
from casework.users.models import User


class AbsenceForm(WritingForm):
    user = ColleagueField(None, label="Who is away?", empty_label="Choose who is away")
    from_date = DateField(label="First day away", error_messages={"required": "Give the first day away."})
    until_date = DateField(label="Last day away", error_messages={"required": "Give the last day away."})
    cover = ColleagueField(
        None,
        label="Who covers?",
        help_text="A colleague of the same team. On these days they may do with the families what the one who is away "
        "may do, and see what is due. The managers of the families are told, and the history says in whose place "
        "each change was made.",
        empty_label="Choose who covers",
    )
    because = forms.CharField(
        label="What for?",
        help_text="Such as leave or training. Nothing of one's health.",
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, users: QuerySet[User], covers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = practice.current().settings.cover_days
        self.fields[
            "until_date"
        ].help_text = f"At most {most} days in a row; a manager says again what goes on for longer."
        self.fields["user"].queryset = users
        self.fields["cover"].queryset = covers
