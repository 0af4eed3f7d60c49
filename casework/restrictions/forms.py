from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import WritingForm
from casework.forms.widgets import Checkboxes, Narrative
from casework.naming.forms import ColleagueField, ColleaguesField
from casework.users.models import User


class RestrictForm(WritingForm):
    because = forms.CharField(
        label="Why is the family restricted?",
        help_text="Such as: a parent works here. Those on the list read it.",
        max_length=300,
        widget=Narrative(rows=2),
        error_messages={"required": "Say why the family is restricted."},
    )
    readers = ColleaguesField(
        None,
        label="Who may find it?",
        help_text="You are on the list. Whoever is not on it finds nothing, whatever their team or grade.",
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, users: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = users


class ReaderForm(WritingForm):
    user = ColleagueField(None, label="Put on the list", empty_label="Choose who")

    def __init__(self, *args: Any, users: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users
