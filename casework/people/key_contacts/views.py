"""The professionals around the family's children."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.people.key_contacts import queries, services
from casework.people.key_contacts.forms import ChangeKeyContactForm, KeyContactForm
from casework.people.models import Person
from casework.people.queries import latest_membership
from casework.people.views import AboutPersonView

FIELDS = ("profession", "name", "organisation", "telephone", "email", "about", "from_date", "until_date")


class KeyContactView(AboutPersonView):
    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}


class AddKeyContact(KeyContactView):
    changed_on = "key-contact"
    form_class = KeyContactForm
    service = staticmethod(services.add_key_contact)
    heading = "Add a key contact"
    submit_label = "Add the key contact"
    success = "The key contact was added."

    def find(self) -> None:
        """The person whom the address names ('?about=…'), if it names one."""
        asked_for = self.request.GET.get("about", "")
        if asked_for.isdecimal():
            self.person = self._person(int(asked_for))

    def _person(self, pk: int) -> Person:
        member = latest_membership(self.family, pk)
        if member is None:
            raise Http404
        return member.person

    def initial(self) -> dict[str, Any]:
        return {"about": [self.person] if self.person else [], "from_date": timezone.localdate()}


class ChangeKeyContact(KeyContactView):
    form_class = ChangeKeyContactForm
    service = staticmethod(services.change_key_contact)
    heading = "Change a key contact"
    submit_label = "Save the key contact"
    success = "The key contact was saved."

    def find(self, key_contact_id: int) -> None:
        self.row = get_object_or_404(self.family.keycontact_set, pk=key_contact_id)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in FIELDS}

    def saw(self) -> str:
        return queries.fingerprint_of_key_contact(self.row)
