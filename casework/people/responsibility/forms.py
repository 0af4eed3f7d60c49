from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import DateField
from casework.naming.forms import PersonField
from casework.people.forms import text
from casework.people.models import Person
from casework.people.responsibility.models import Ground


class ResponsibilityFields(WritingForm):
    holder = PersonField(None, label="Who holds it?", required=False, empty_label="An authority, named below")
    authority = text("Or which authority?", longest=120, help_text="Such as the council that has a care order.")
    ground = forms.ChoiceField(
        label="Why do they hold it?", choices=[("", "Choose"), *Ground.choices],
        error_messages={"required": "Choose why they hold it."},
    )  # fmt: skip
    from_date = DateField(
        label="Since when?", required=False, help_text="Leave it empty if they hold it since the birth."
    )
    ends_on = DateField(
        label="When does the order end?",
        required=False,
        help_text="Only for an order with a day on which it ends. The lead is told before it.",
    )
    remark = text("More about it", longest=200, help_text="Such as the court, or what document you saw.")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = people


class ResponsibilityForm(ResponsibilityFields):
    pass


class CorrectResponsibilityForm(MergingForm, ResponsibilityFields, FingerprintForm):
    together = (("holder", "authority", "ground"),)


class EndResponsibilityForm(FingerprintForm):
    ended_on = DateField(label="When did it end?", error_messages={"required": "Give the day on which it ended."})
    because = text("Why did it end?", longest=300, required=True, help_text="Such as the order that ended it.")
