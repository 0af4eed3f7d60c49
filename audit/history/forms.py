from collections.abc import Mapping

from django import forms
from django.db.models import Model, QuerySet

from audit.history.names.presenters import PARTS_OF_THE_RECORD, ROW_NAMES
from casework.forms.base import PageForm
from casework.naming.forms import ColleagueField
from casework.users.models import User


class HistoryFilterForm(PageForm):
    """Whose changes, and of what part of the record."""

    who = ColleagueField(None, label="Changed by", required=False, empty_label="Anybody")
    part = forms.ChoiceField(
        label="Part of the record", required=False, choices=[("", "All"), *PARTS_OF_THE_RECORD.items()]
    )

    def __init__(self, data: Mapping[str, str], *, people: QuerySet[User]) -> None:
        super().__init__(data)
        self.fields["who"].queryset = people

    def clean_part(self) -> list[type[Model]]:
        """The models of the chosen part; none means all."""
        part = self.cleaned_data["part"]
        return [model for model, row_name in ROW_NAMES.items() if row_name.part == part]
