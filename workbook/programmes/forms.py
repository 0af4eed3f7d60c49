"""The forms of opening a Family Programme, and of with whom it is shared."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Checkboxes, Narrative
from casework.naming.forms import PeopleField
from casework.people.models import Person
from workbook.programmes.children.forms import children_field
from workbook.programmes.sharing.forms import HintedPeopleField


class ParentsChoiceForm(WritingForm):
    parents = HintedPeopleField(
        None,
        label="Who works through the programme?",
        help_text="Parents and carers. What is written in it is shared with them.",
        widget=Checkboxes,
        error_messages={"required": "Choose who works through the programme: at least one parent or carer."},
    )

    def __init__(self, *args: Any, people: Sequence[Person], hints: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parents"].queryset = _among(people)
        self.fields["parents"].hints = hints


class ParentsForm(MergingForm, FingerprintForm, ParentsChoiceForm):
    """Of a programme that is open: it carries with whom it was shared when its writer opened the page."""


def _among(people: Sequence[Person]) -> Any:
    return Person.objects.filter(pk__in=[person.pk for person in people])


class OpenForm(ParentsChoiceForm):
    """Of the first, or of the only one."""

    children = children_field()

    def __init__(self, *args: Any, children: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].queryset = _among(children)


class OpenApartForm(OpenForm):
    """Of a second programme, while one is open (A5.6)."""

    apart_because = NarrativeField(
        label="Why is it kept apart from the programme that is open?",
        help_text="In the words of who works through the new one. It is read in their own programme alone. Leave it "
        "empty where it is recorded already who does not share with whom.",
        required=False,
        widget=Narrative(rows=4),
    )
    kept_apart = PeopleField(
        None,
        label="Whose direct work stays with the first programme alone?",
        help_text="The direct work with every other child is read and written in both.",
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, in_the_first: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_apart"].queryset = _among(in_the_first)
