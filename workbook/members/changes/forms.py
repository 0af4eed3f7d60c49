"""The form on which a member of the family comes into its Workbook."""

from casework.forms.base import PageForm
from workbook.one_workbook.forms import OneWorkbookFields


class IntoWorkbookForm(OneWorkbookFields, PageForm):
    """Asks only where the person is part of another family's open Workbook (A1.16)."""

    def __init__(self, *args, person, elsewhere, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.add_ties(elsewhere)

    def clean(self):
        self.clean_ties([self.person])
        return super().clean()

    def decided(self, typed):
        """What the service is called with besides the person; only of a valid form."""
        return {"decided": self.given_ties(), "by": typed["by"], "at": typed["at"]}
