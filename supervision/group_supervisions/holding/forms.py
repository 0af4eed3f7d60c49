"""The form with which somebody says that the group met."""

from casework.acts.forms import VersionedForm
from casework.forms.fields import DateTimeField


class HoldForm(VersionedForm):
    held_at = DateTimeField(
        label="When it was held", error_messages={"required": "Give the day and time at which it was held."}
    )
