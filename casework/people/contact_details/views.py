"""Adding, changing and protecting how to reach a person. What is typed here may be protected."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.access import Can
from casework.acts.forms import FingerprintForm, WritingForm
from casework.acts.views import call
from casework.forms.base import PageForm
from casework.people.contact_details import presenters, queries, services
from casework.people.contact_details.forms import ChangeContactForm, ContactForm, NewContactForm, ProtectForm
from casework.people.contact_details.models import ContactDetail
from casework.people.views import AboutPersonView, MemberView


class AddContact(MemberView):
    """Whoever may protect a contact detail protects it on the same form."""

    changed_on = "contact-change"
    not_asked_there = {"protect"}
    private = True
    submit_label = "Add it"

    @property
    def may_protect(self) -> bool:
        return self.family.access.can(Can.LEAD)

    @property
    def form_class(self) -> type[WritingForm]:
        return NewContactForm if self.may_protect else ContactForm

    @property
    def heading(self) -> str:
        return f"Add how to reach {self.person}"

    def details(self) -> dict[str, Any]:
        if not self.may_protect:
            return {}
        return {"users": queries.possible_readers(self.family, timezone.localdate(), besides=self.request.user)}

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate()}

    def act(self, form: PageForm) -> ContactDetail:
        protected = form.cleaned_data.get("protect")
        service = services.add_protected_contact if protected else services.add_contact
        return call(service, *self.subjects(), form=form, by=self.request.user)

    def message(self, result: ContactDetail) -> str:
        return f"How to reach {self.person} was added."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.who_will_read(self.family)}


class ContactView(AboutPersonView):
    """One contact detail: `row` for the service, `masked` what the user may see of it."""

    private = True

    def find(self, contact_id: int) -> None:
        rows = self.family.contactdetail_set.defer("value", "remark", "protected_because")
        self.row = get_object_or_404(rows, pk=contact_id)
        self.person = self.row.person
        contacts = presenters.contacts_for(self.request.user, self.family)
        self.masked = next(contact for contact in contacts if contact.pk == self.row.pk)
        self.check_may()

    def check_may(self) -> None:
        """PermissionDenied where it is protected and the user is not named."""
        if not self.masked.readable:
            raise PermissionDenied(f"{self.masked.ask}.")

    def saw(self) -> str:
        return queries.fingerprint_of_contact(self.row)

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


class ProtectContact(ContactView):
    template_name = "casework/people/contact_form.html"
    form_class = ProtectForm
    service = staticmethod(services.protect_contact)

    def check_may(self) -> None:
        super().check_may()
        if not (self.masked.protected or self.family.access.can(Can.LEAD)):
            raise PermissionDenied("The lead worker or a manager protects it.")

    @property
    def heading(self) -> str:
        return f"Who may read {self.what}" if self.masked.protected else f"Protect {self.what}"

    @property
    def submit_label(self) -> str:
        return "Save who may read it" if self.masked.protected else "Protect it"

    def details(self) -> dict[str, Any]:
        also = [user.pk for user in self.masked.readers]
        today = timezone.localdate()
        return {"users": queries.possible_readers(self.family, today, besides=self.request.user, also=also)}

    def initial(self) -> dict[str, Any]:
        return {"readers": self.masked.readers, "because": self.masked.because}

    def message(self, result: ContactDetail) -> str:
        return f"{self.what} is shown only to those named."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.PROTECTING, "protected": self.masked.protected}


class UnprotectContact(ContactView):
    right = Can.LEAD
    form_class = FingerprintForm
    service = staticmethod(services.unprotect_contact)
    submit_label = "Stop protecting it"

    @property
    def heading(self) -> str:
        return f"Stop protecting {self.what}"

    def message(self, result: ContactDetail) -> str:
        return f"{self.what} is not protected any more."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": presenters.UNPROTECTING, "dangerous": True}


class TakeOverContact(ContactView):
    """For the manager, where none of those named may read the family's record any more."""

    right = Can.DECIDE
    form_class = WritingForm
    service = staticmethod(services.take_over_contact)
    submit_label = "Name me as the reader"
    success = "You are named now as the one who may read it."

    def check_may(self) -> None:
        if not self.masked.protected:
            raise PermissionDenied("It is not protected.")
        if queries.readers_with_access(self.row):
            raise PermissionDenied(f"{self.masked.ask}.")

    @property
    def heading(self) -> str:
        return f"Read {self.person}’s protected {self.masked.label.lower()}"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": presenters.taking_over(self.masked), "dangerous": True}
