"""The reason that several acts on a supervision ask for."""

from django import forms

from casework.forms.base import PageForm
from casework.forms.widgets import Narrative


class ReasonForm(PageForm):
    """One reason, under the label that the page gives it."""

    because = forms.CharField(max_length=2000, widget=Narrative(rows=3))

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].label = label
