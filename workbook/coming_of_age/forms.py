"""The form that asks what becomes of the work with a child who turns 18."""

from casework.acts.forms import WritingForm
from casework.forms.fields import NarrativeField
from casework.forms.widgets import Narrative
from workbook.coming_of_age.services import QUESTIONS


def _asked(name: str, label: str, help_text: str) -> NarrativeField:
    return NarrativeField(
        label=label, help_text=help_text, widget=Narrative(rows=3), error_messages={"required": QUESTIONS[name]}
    )


class ComingOfAgeForm(WritingForm):
    the_case = _asked("the_case", "What becomes of the case?", "It ends on the birthday, or who goes on, and as what.")
    the_summary = _asked("the_summary", "What becomes of the case summary?", "Who completes the last one, and by when.")
    direct_work = _asked("direct_work", "What becomes of direct work?", "How it ends, or who goes on with it.")
