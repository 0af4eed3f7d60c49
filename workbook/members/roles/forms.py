"""The forms of another role in the family."""

from django import forms

from casework.acts.forms import FingerprintForm
from casework.forms.fields import DateField
from casework.people.forms import role_field


class RoleForm(FingerprintForm):
    role = role_field()
    because = forms.CharField(
        label="Why?", max_length=300, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why the role is another one."},
    )  # fmt: skip


class ChangeRoleForm(RoleForm):
    from_date = DateField(label="From which day?", error_messages={"required": "Give the first day of the new role."})

    field_order = ("role", "from_date", "because")
