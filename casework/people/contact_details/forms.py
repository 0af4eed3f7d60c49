"""The forms of a contact detail. What is typed may be protected, so it is kept for its writer alone."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.people.contact_details.models import ContactKind
from casework.people.forms import text
from casework.people.models import Person
from casework.people.protecting.forms import PROTECTION_FIELDS, ProtectionFields
from casework.users.models import User


def value_field() -> forms.CharField:
    return forms.CharField(
        label="Address, number or e-mail", max_length=300, widget=forms.Textarea({"rows": 3, "cols": False})
    )


def remark_field() -> forms.CharField:
    return text("Remark", longest=200, help_text="Such as ‘after 17:00’, or ‘leave no message’.")


class ContactForm(WritingForm):
    """Of somebody whose place is protected already."""

    kind = forms.ChoiceField(label="What is it?", choices=ContactKind, widget=Radios)
    value = value_field()
    remark = remark_field()
    from_date = DateField(label="From when does it hold?")


class NewContactForm(ProtectionFields, ContactForm):
    """What is protected is never saved unprotected first."""

    protect = forms.BooleanField(label="Protect it: show it only to those named here", required=False)

    field_order = ["kind", "value", "remark", "from_date", "protect", *PROTECTION_FIELDS]

    def __init__(self, *args: Any, users: QuerySet[User], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, users=users, kept_from=people, **kwargs)
        self.fields["because"].required = False

    def clean(self) -> dict[str, Any] | None:
        protect, because = self.cleaned_data.get("protect"), self.cleaned_data.get("because")
        if protect and not because:
            self.add_error("because", "Say why it is protected.")
        if not protect and any(self.cleaned_data.get(name) for name in PROTECTION_FIELDS):
            self.add_error("protect", "Tick ‘Protect it’, or clear who may read it, from whom it is kept and why.")
        return super().clean()

    def given(self, at: datetime) -> dict[str, Any]:
        """Readers and reason only where it is protected."""
        protected = self.cleaned_data["protect"]
        left_out = {"protect"} if protected else {"protect", *PROTECTION_FIELDS}
        return {name: value for name, value in super().given(at).items() if name not in left_out}


class ChangeContactForm(MergingForm, FingerprintForm):
    value = value_field()
    remark = remark_field()
    from_date = DateField(label="From when does it hold?")
    until_date = DateField(label="Until when did it hold?", required=False, help_text="Leave it open while it holds.")
