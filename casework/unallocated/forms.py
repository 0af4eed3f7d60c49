from datetime import date
from typing import Any

from django import forms

from casework.forms.base import PageForm


class MonthForm(PageForm):
    """`months` are the days at whose end one may report, by the month's key ('2026-11')."""

    month = forms.ChoiceField(label="As at the end of")

    def __init__(self, *args: Any, months: dict[str, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(key, f"{as_at:%B %Y}") for key, as_at in months.items()]
        self.fields["month"].initial = next(iter(months))
