"""Whom a programme is about."""

from collections.abc import Sequence
from typing import Any

from casework.acts.forms import FingerprintForm, MergingForm
from casework.forms.widgets import Checkboxes
from casework.naming.forms import PeopleField
from casework.people.models import Person

NOBODY = "Choose whom the programme is about: at least one child."


def children_field(**values: Any) -> PeopleField:
    return PeopleField(
        None,
        label="Which children is it about?",
        help_text="Module 4, what is missing and the completed assessment are of these children.",
        widget=Checkboxes,
        error_messages={"required": NOBODY},
        **values,
    )


class ChildrenForm(MergingForm, FingerprintForm):
    """Of a programme that is open: it carries whom it was about when its writer opened the page."""

    children = children_field()

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].queryset = Person.objects.filter(pk__in=[child.pk for child in people])
