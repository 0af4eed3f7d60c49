"""What has changed within the family."""

from django.utils import timezone

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative


class SignificantChangeForm(WritingForm):
    what = NarrativeField(label="What has changed?", widget=Narrative(rows=5))
    happened_on = DateField(label="When did it happen?", initial=timezone.localdate)
