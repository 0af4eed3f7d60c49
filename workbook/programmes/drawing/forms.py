"""The forms of drawing a passage into a module, and of taking one out."""

from collections.abc import Sequence
from typing import Any

from django import forms

from casework.acts.forms import WritingForm
from casework.forms.widgets import Radios
from casework.practice.schema import Section
from workbook.summaries.models import SummaryPassage


class RemoveDrawnForm(WritingForm):
    """The reason is one line."""

    because = forms.CharField(label="Why is it taken out?", max_length=300)


class DrawForm(WritingForm):
    """`offered` are the passages of finalised summaries that are not in the module yet."""

    section = forms.ChoiceField(label="Under which heading does it stand?", widget=Radios)
    chosen = forms.TypedMultipleChoiceField(
        label="Passages", coerce=int, error_messages={"required": "Choose at least one passage."}
    )

    def __init__(
        self, *args: Any, sections: Sequence[Section], offered: Sequence[SummaryPassage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(section.key, section.heading) for section in sections]
        self.fields["chosen"].choices = [(passage.pk, passage.pk) for passage in offered]
