from django import forms

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.people.forms import text
from casework.people.safe_contacts.models import Voicemail


class SafeContactForm(WritingForm):
    when = text("When is it safe?", longest=200, help_text="Such as ‘weekdays while he is at work’.")
    how = text("How is it safe?", longest=300, help_text="Such as ‘a text from a number that says school’. No address.")
    voicemail = forms.ChoiceField(label="Voicemail", choices=Voicemail, widget=Radios)
    post_read_by = text("Who else reads their post?", longest=200)
    code_word = text(
        "Code word",
        longest=60,
        help_text="Shown to those who record on this family, on its pages alone: on no paper, mail or history line.",
    )
    from_date = DateField(label="Since when?")


class ChangeSafeContactForm(MergingForm, SafeContactForm, FingerprintForm):
    until_date = DateField(label="Until when?", required=False, help_text="Leave it open while it holds.")
