"""Adding and changing how to reach a person. What is typed here may be protected."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.acts.forms import WritingForm
from casework.acts.views import call
from casework.forms.base import PageForm
from casework.people.contact_details import presenters, queries, services
from casework.people.contact_details.forms import ChangeContactForm, ContactForm, NewContactForm
from casework.people.contact_details.models import ContactDetail
from casework.people.protecting.presenters import whats_next
from casework.people.protecting.queries import people_to_keep_from
from casework.people.views import AboutPersonView, MemberView
from casework.protections.queries import protections_of


class AddContact(MemberView):
    """It can be protected on the same form; of somebody whose place is protected it is."""

    changed_on = "contact-change"
    not_asked_there = {"protect"}
    private = True
    submit_label = "Add it"

    @property
    def already(self) -> bool:
        return protections_of([self.person.pk], self.family).exists()

    @property
    def form_class(self) -> type[WritingForm]:
        return ContactForm if self.already else NewContactForm

    @property
    def heading(self) -> str:
        return f"Add how to reach {self.person}"

    def details(self) -> dict[str, Any]:
        if self.already:
            return {}
        return {
            "users": queries.possible_readers(self.family, timezone.localdate(), besides=self.request.user),
            "people": people_to_keep_from(self.family, [self.person.pk]),
        }

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def act(self, form: PageForm) -> ContactDetail:
        protected = form.cleaned_data.get("protect")
        service = services.add_protected_contact if protected else services.add_contact
        return call(service, *self.subjects(), form=form, by=self.request.user)

    def message(self, result: ContactDetail) -> str:
        protected = " It is shown only to those named." if result.protection else ""
        return f"How to reach {self.person} was added.{protected}"

    def next_url(self, result: ContactDetail) -> str:
        return whats_next(self.family, self.person, result, self.request.user, timezone.localdate())

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.who_will_read(self.already)}


class ContactView(AboutPersonView):
    """One contact detail: `row` for the service, `masked` what the user may see of it."""

    private = True

    def find(self, contact_id: int) -> None:
        rows = queries.contacts_in(self.request.user, self.family).defer("value", "remark")
        self.row = get_object_or_404(rows.select_related("person__merged_into", "protection"), pk=contact_id)
        self.person = self.row.person
        contacts = presenters.contacts_for(self.request.user, self.family)
        self.masked = next(contact for contact in contacts if contact.pk == self.row.pk)
        self.check_may()

    def check_may(self) -> None:
        """PermissionDenied where it is protected and the user is not named."""
        if not self.masked.readable:
            raise PermissionDenied(f"{self.masked.ask}.")

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.row

    def saw(self) -> str:
        return queries.fingerprint_of_contact(self.row)

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    @property
    def what(self) -> str:
        """'Ann’s address'."""
        return f"{self.person}’s {self.masked.label.lower()}"


class ChangeContact(ContactView):
    template_name = "casework/people/contact_form.html"
    form_class = ChangeContactForm
    service = staticmethod(services.change_contact)
    submit_label = "Save it"

    @property
    def heading(self) -> str:
        return f"Change {self.what}"

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.masked, name) for name in ("value", "remark", "from_date", "until_date")}

    def message(self, result: ContactDetail) -> str:
        return f"{self.what} was saved."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"protected": self.masked.protected}
