from django import forms

from audit.history.names.presenters import PARTS_OF_THE_RECORD, ROW_NAMES
from casework.forms.base import PageForm


class HistoryFilterForm(PageForm):
    """Whose changes, and of what part of the record."""

    who = forms.ModelChoiceField(None, label="Changed by", required=False, empty_label="Anybody")
    part = forms.ChoiceField(
        label="Part of the record", required=False, choices=[("", "All"), *PARTS_OF_THE_RECORD.items()]
    )

    def __init__(self, data, *, people):
        super().__init__(data)
        self.fields["who"].queryset = people

    def clean_part(self):
        """The models of the chosen part; none means all."""
        part = self.cleaned_data["part"]
        return [model for model, told in ROW_NAMES.items() if told.group == part]
