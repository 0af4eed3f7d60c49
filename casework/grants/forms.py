from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.access.grants.models import GrantKind
from casework.acts.forms import WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Narrative, Radios
from casework.naming.forms import ColleagueField, PersonField
from casework.people.models import Person
from casework.users.models import User


class GrantForm(WritingForm):
    user = ColleagueField(None, label="To whom?", empty_label="Choose who", error_messages={"required": "Say to whom."})
    kind = forms.ChoiceField(label="What for?", widget=Radios, error_messages={"required": "Say what for."})
    child = PersonField(
        None,
        label="For which child?",
        help_text="Only for somebody who works with a linked family.",
        required=False,
        empty_label="Nobody in particular",
    )
    because = forms.CharField(
        label="Why do they need to open this family?",
        max_length=300,
        widget=Narrative(rows=2),
        error_messages={"required": "Say why the family is opened to them."},
    )
    from_date = DateField(label="From when?", error_messages={"required": "Give the first day."})
    until_date = DateField(label="Until when?", error_messages={"required": "Give the last day."})

    def __init__(
        self, *args: Any, users: QuerySet[User], kinds: list[GrantKind], children: QuerySet[Person], days: int,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["child"].queryset = children
        self.fields["until_date"].help_text = f"The last day on which they may: {days} days at most."
