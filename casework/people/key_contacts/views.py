"""The professionals around the family's children."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.forms.base import PageForm
from casework.naming.presenters import colleagues_apart
from casework.people.key_contacts import queries, services
from casework.people.key_contacts.forms import ChangeKeyContactForm, KeyContactForm
from casework.people.key_contacts.models import KeyContact
from casework.people.models import Person
from casework.people.queries import latest_membership
from casework.people.views import AboutPersonView
from casework.protections.presenters import whom_to_ask
from casework.protections.queries import names, readers_of
from casework.sent import id_in

FIELDS = ("profession", "name", "organisation", "telephone", "email", "about", "from_date", "until_date")


class KeyContactView(AboutPersonView):
    private = True  # a nursery may be one that is to be protected
    template_name = "casework/people/contact_form.html"

    def details(self) -> dict[str, Any]:
        return {"people": self.family.people_ever()}


class AddKeyContact(KeyContactView):
    changed_on = "key-contact"
    form_class = KeyContactForm
    service = staticmethod(services.add_key_contact)
    heading = "Add a key contact"
    submit_label = "Add the key contact"

    def find(self) -> None:
        """The person whom the address names ('?about=…'), if it names one."""
        asked_for = id_in(self.request.GET.get("about", ""))
        if asked_for is not None:
            self.person = self._person(asked_for)

    def _person(self, pk: int) -> Person:
        member = latest_membership(self.family, pk)
        if member is None:
            raise Http404
        return member.person

    def message(self, result: KeyContact) -> str:
        protected = " It is shown only to those named." if result.protection else ""
        return f"The key contact was added.{protected}"

    def initial(self) -> dict[str, Any]:
        return {"about": [self.person] if self.person else [], "from_date": timezone.localdate()}


class ChangeKeyContact(KeyContactView):
    form_class = ChangeKeyContactForm
    service = staticmethod(services.change_key_contact)
    heading = "Change a key contact"
    submit_label = "Save the key contact"
    success = "The key contact was saved."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"protected": self.row.protection is not None}

    def find(self, key_contact_id: int) -> None:
        self.row = get_object_or_404(self.family.keycontact_set.select_related("protection"), pk=key_contact_id)
        if self.row.protection and not names(self.request.user, self.row.protection):
            readers = colleagues_apart(readers_of(self.row.protection), timezone.localdate())
            raise PermissionDenied(f"This is protected: {whom_to_ask(readers)}.")

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in FIELDS}

    def saw(self) -> str:
        return queries.fingerprint_of_key_contact(self.row)
