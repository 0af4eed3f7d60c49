from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.acts.forms import FingerprintForm, MergingForm, WritingForm
from casework.forms.fields import DateField
from casework.forms.widgets import Radios
from casework.naming.forms import PersonField
from casework.people.family_time.models import Supervision
from casework.people.forms import text
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person


class PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, contact: KeyContact) -> str:
        if contact.protection_id:
            return "A protected place"
        return ", ".join(filter(None, (contact.name, contact.organisation)))


class FamilyTimeFields(WritingForm):
    with_person = PersonField(None, label="With whom?", required=False, empty_label="Somebody else, named below")
    with_whom = text("Or who is it?", longest=120, help_text="If they are not among the people of this family.")
    supervision = forms.ChoiceField(
        label="How does it take place?", choices=Supervision, widget=Radios,
        error_messages={"required": "Choose how the family time takes place."},
    )  # fmt: skip
    supervised_by = text("Supervised or supported by whom?", longest=200)
    how_often = text("How often and how long?", longest=200, help_text="Such as ‘Saturdays, 10 to 12’.")
    place = PlaceField(None, label="Where?", required=False, empty_label="No key contact")
    where = text("Or where, in words?", longest=200, help_text="Never an address: all who read the family see it.")
    decided_by = text("Decided by whom?", longest=200, required=True, help_text="Such as the court and its date.")
    not_allowed = text("What is not allowed?", longest=300)
    from_date = DateField(label="From when?", error_messages={"required": "Give the first day of it."})

    def __init__(self, *args: Any, people: QuerySet[Person], places: QuerySet[KeyContact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_person"].queryset = people
        self.fields["place"].queryset = places


class FamilyTimeForm(FamilyTimeFields):
    pass


class ChangeFamilyTimeForm(MergingForm, FamilyTimeFields, FingerprintForm):
    together = (("with_person", "with_whom"), ("supervision", "supervised_by"))

    until_date = DateField(label="Until when?", required=False, help_text="Leave it empty while it goes on.")
