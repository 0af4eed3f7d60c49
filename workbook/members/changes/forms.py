"""The form on which a member of the family comes into its Workbook."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from casework.acts.forms import WritingForm
from casework.people.models import Person
from workbook.one_workbook.forms import OneWorkbookFields
from workbook.one_workbook.presenters import InAnotherWorkbook


class IntoWorkbookForm(OneWorkbookFields, WritingForm):
    """Asks only where the person is part of another family's open Workbook (A1.16)."""

    def __init__(self, *args: Any, person: Person, elsewhere: Sequence[InAnotherWorkbook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.add_questions_of(elsewhere)

    def clean(self) -> dict[str, Any] | None:
        self.clean_choices([self.person])
        return super().clean()

    def given(self, at: datetime) -> dict[str, Any]:
        return {"choices": self.choices()}
