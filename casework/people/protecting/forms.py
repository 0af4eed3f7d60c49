"""The forms of protecting: who may read, from whom it is kept and why, and what else tells where somebody is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelMultipleChoiceField

from casework.acts.forms import FingerprintForm, WritingForm
from casework.forms.widgets import Checkboxes, InlineCheckboxes
from casework.naming.forms import ColleaguesField, PeopleField
from casework.people.contact_details.models import ContactDetail
from casework.people.forms import text
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.people.protecting.queries import Locating
from casework.users.models import User

PROTECTION_FIELDS = ("from_whom", "readers", "readers_because", "because")
SMALL = {"class": "govuk-checkboxes--small"}


class ReadersField(ColleaguesField):
    widget = Checkboxes(SMALL)

    def label_from_instance(self, user: User) -> str:
        return f"{user.name}, {user.job_title}" if user.job_title else user.name


class ProtectionFields(WritingForm):
    from_whom = PeopleField(
        None, label="From whom is it kept?", required=False, widget=InlineCheckboxes,
        help_text="Nobody ticked means somebody who is not recorded here.",
    )  # fmt: skip
    readers = ReadersField(
        None, label="Who may read it, besides you?", required=False,
        help_text="At least one other. Nobody else sees it, managers included.",
    )  # fmt: skip
    readers_because = text(
        "If one of them works with those from whom it is kept: why may they read it?", longest=300,
        help_text="Only a manager may name them.",
    )  # fmt: skip
    because = text("Why is it protected?", longest=300, required=True)

    def __init__(self, *args: Any, users: QuerySet[User], kept_from: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = users
        self.fields["from_whom"].queryset = kept_from


class ReadersForm(ProtectionFields, FingerprintForm):
    pass


class ContactsField(ModelMultipleChoiceField):
    widget = Checkboxes(SMALL)

    def label_from_instance(self, row: ContactDetail) -> str:
        return f"{row.person}’s {row.get_kind_display().lower()}: {row.value}"


class KeyContactsField(ModelMultipleChoiceField):
    widget = Checkboxes(SMALL)

    def label_from_instance(self, row: KeyContact) -> str:
        who = ", ".join(filter(None, (row.name, row.organisation)))
        return f"{row.get_profession_display()}: {who}"


class LocatingFields(WritingForm):
    """What is ticked is protected with the address; what there is nothing of is not asked."""

    people = PeopleField(
        None, label="Who else lives there?", required=False, widget=InlineCheckboxes,
        help_text="What is added of them later is protected too.",
    )  # fmt: skip
    contacts = ContactsField(
        None, label="How to reach them", required=False, help_text="Protect what tells where they live."
    )
    key_contacts = KeyContactsField(
        None, label="Where else they can be found", required=False,
        help_text="A nursery or a GP tells where somebody lives as surely as the address.",
    )  # fmt: skip

    def __init__(self, *args: Any, locating: Locating, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, tuple[type[Any], Iterable[Any]]] = {
            "people": (Person, locating.people),
            "contacts": (ContactDetail, locating.contacts),
            "key_contacts": (KeyContact, locating.key_contacts),
        }
        for name, (model, rows) in offered.items():
            ids = [row.pk for row in rows]
            self.fields[name].queryset = model.objects.filter(pk__in=ids)
            if not ids:
                del self.fields[name]


class ProtectForm(LocatingFields, ProtectionFields, FingerprintForm):
    field_order = [*PROTECTION_FIELDS, "people", "contacts", "key_contacts"]


class MoreForm(LocatingFields, FingerprintForm):
    pass


class SettleForm(WritingForm):
    readers_because = text("Why may they read it?", longest=300)

    def __init__(self, *args: Any, working: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = " and ".join(map(str, working))
        if not names:
            del self.fields["readers_because"]
            return
        self.fields["readers_because"].label = f"{names} works with those from whom it is kept. Why may they read it?"


class TakeOverForm(WritingForm):
    readers = ReadersField(None, label="Who may read it, besides you?", help_text="At least one other.")

    def __init__(self, *args: Any, users: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = users


class AskForm(WritingForm):
    because = forms.CharField(
        label="Why do you need to know?", max_length=300, widget=forms.Textarea({"rows": 2, "cols": False}),
        error_messages={"required": "Say why you need to know."},
    )  # fmt: skip
