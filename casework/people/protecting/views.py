"""Protecting, what else to protect, who may read, settling, asking to read, and ending."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import FingerprintForm, WritingForm
from casework.acts.views import FamilyActView, call
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.naming.presenters import colleagues_apart
from casework.people.contact_details import presenters as contact_presenters
from casework.people.contact_details.models import ContactDetail
from casework.people.contact_details.queries import possible_readers
from casework.people.contact_details.views import ContactView
from casework.people.protecting import forms, presenters, queries, services
from casework.protections import services as protections
from casework.protections.models import Protection
from casework.protections.presenters import whom_to_ask
from casework.protections.queries import (
    fingerprint_of_protection,
    names,
    protections_in,
    readers_of,
    readers_with_access,
    reads,
    unreasoned_readers,
)


def protection_in(family: Family, protection_id: int) -> Protection:
    """One that keeps the place of somebody of this family; Http404 for any other."""
    return get_object_or_404(protections_in(family), pk=protection_id)


def protection(request: SignedInRequest, family_id: int, protection_id: int) -> HttpResponse:
    """To everybody who reads the family whom to ask and how; to its readers what it keeps, and why."""
    family = open_family(request, family_id)
    row = protection_in(family, protection_id)
    named, own = reads(request.user, row), family.pk == row.family_id
    context = {
        "heading": f"Protected: where {presenters.whose_places(row, family)} can be found",
        "page": presenters.protection_text(row, family),
        "named": named,
        "lasts": row.ended_at is None,
        "may_record": own and family.access.can(Can.RECORD),
        "may_lead": own and family.access.can(Can.LEAD),
        "may_settle": own and family.access.can(Can.DECIDE) and not row.settled_at,
        "may_take_over": own and family.access.can(Can.DECIDE) and not readers_with_access(row),
        **(presenters.reading_context(row, family) if named else {}),
    }
    return render(request, "casework/people/protection.html", family_page(family, "people", **context))


class ProtectContact(ContactView):
    """Protect it, with what else tells where it is; of a protected one say anew who may read it."""

    template_name = "casework/people/contact_form.html"

    @property
    def form_class(self) -> type[WritingForm]:
        return forms.ReadersForm if self.masked.protected else forms.ProtectForm

    @property
    def heading(self) -> str:
        return f"Who may read {self.what}" if self.masked.protected else f"Protect {self.what}"

    @property
    def submit_label(self) -> str:
        return "Save who may read it" if self.masked.protected else "Protect it"

    def act(self, form: PageForm) -> ContactDetail | Protection:
        service = protections.change_readers if self.masked.protected else services.protect_contact
        return call(service, *self.subjects(), form=form, by=self.request.user)

    def subjects(self) -> tuple[Any, ...]:
        return (self.row.protection,) if self.masked.protected else super().subjects()

    def saw(self) -> str:
        return fingerprint_of_protection(self.row.protection) if self.masked.protected else super().saw()

    def find(self, contact_id: int) -> None:
        super().find(contact_id)
        self.locating = queries.what_locates(self.request.user, self.row, timezone.localdate())

    def details(self) -> dict[str, Any]:
        also = [user.pk for user in self.masked.readers]
        today = timezone.localdate()
        whose = [self.row.person_id, *(self.row.protection.people if self.row.protection else ())]
        details = {
            "users": possible_readers(self.family, today, besides=self.request.user, also=also),
            "kept_from": queries.people_to_keep_from(self.family, whose),
        }
        return details if self.masked.protected else details | {"locating": self.locating}

    def initial(self) -> dict[str, Any]:
        if not self.masked.protected:
            return _all_ticked(self.locating)
        from_whom = self.row.protection.from_whom
        return {"readers": self.masked.readers, "because": self.masked.because, "from_whom": from_whom}

    def message(self, result: ContactDetail | Protection) -> str:
        return f"{self.what} is shown only to those named."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": contact_presenters.PROTECTING, "protected": True}


def _all_ticked(locating: queries.Locating) -> dict[str, Any]:
    return {
        "people": locating.people,
        "contacts": [row.pk for row in locating.contacts if row.pk in locating.likely],
        "key_contacts": locating.key_contacts,
    }


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
        return {"consequences": contact_presenters.UNPROTECTING, "dangerous": True}


class TakeOverContact(ContactView):
    """For the manager, where none of those named may read the family's record any more."""

    right = Can.DECIDE
    form_class = forms.TakeOverForm
    service = staticmethod(protections.take_over)
    submit_label = "Name us as the readers"
    success = "You are named now among those who may read it."

    def check_may(self) -> None:
        if self.row.protection is None:
            raise PermissionDenied("It is not protected.")
        if readers_with_access(self.row.protection):
            raise PermissionDenied(f"{self.masked.ask}.")

    def subjects(self) -> tuple[Any, ...]:
        return (self.row.protection,)

    def details(self) -> dict[str, Any]:
        return {"users": possible_readers(self.family, timezone.localdate(), besides=self.request.user)}

    @property
    def heading(self) -> str:
        return f"Read {self.person}’s protected {self.masked.label.lower()}"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": contact_presenters.taking_over(self.masked), "dangerous": True}


class ProtectionView(FamilyActView):
    """An act on a protection; it leads back to its page."""

    section = "people"
    private = True
    readers_only = True

    def find(self, protection_id: int) -> None:
        self.row = protection_in(self.family, protection_id)
        if self.readers_only and not names(self.request.user, self.row):
            readers = colleagues_apart(readers_of(self.row), timezone.localdate())
            raise PermissionDenied(f"This is protected: {whom_to_ask(readers)}.")

    def saw(self) -> str:
        return fingerprint_of_protection(self.row)

    def closed(self) -> HttpResponse | None:
        if self.row.ended_at:
            raise Http404
        return None

    def next_url(self, result: Any) -> str:
        return reverse("protection", args=[self.family.pk, self.row.pk])

    def cancel_url(self) -> str:
        return reverse("protection", args=[self.family.pk, self.row.pk])

    @property
    def whose(self) -> str:
        return presenters.whose_places(self.row, self.family)


class ProtectMore(ProtectionView):
    template_name = "casework/people/contact_form.html"
    form_class = forms.MoreForm
    service = staticmethod(services.protect_more)
    submit_label = "Protect what is ticked"
    success = "What was ticked is protected too."

    @property
    def heading(self) -> str:
        return f"What else tells where {self.whose} can be found?"

    def find(self, protection_id: int) -> None:
        super().find(protection_id)
        self.locating = queries.locating_of(self.request.user, self.row, timezone.localdate())

    def details(self) -> dict[str, Any]:
        return {"locating": self.locating}

    def initial(self) -> dict[str, Any]:
        return _all_ticked(self.locating)

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.MORE, "protected": True}


class SettleProtection(ProtectionView):
    """A manager settles it without reading what it keeps."""

    right = Can.DECIDE
    readers_only = False
    recorded_once = True
    template_name = "casework/people/settle.html"
    form_class = forms.SettleForm
    service = staticmethod(protections.settle)
    submit_label = "Settle it so"
    success = "The protection is settled."

    @property
    def heading(self) -> str:
        return f"Settle who may know where {self.whose} can be found"

    def details(self) -> dict[str, Any]:
        return {"working": unreasoned_readers(self.row, timezone.localdate())}

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": presenters.SETTLING, "page": presenters.protection_text(self.row, self.family)}


class AskToRead(ProtectionView):
    right = Can.READ
    readers_only = False
    form_class = forms.AskForm
    service = staticmethod(protections.ask_to_read)
    submit_label = "Ask them"
    success = "Those who may read it and the managers were told that you ask."

    def subjects(self) -> tuple[Any, ...]:
        return self.row, self.family

    @property
    def heading(self) -> str:
        return f"Ask where {self.whose} can be found"

    def context(self, form: PageForm) -> dict[str, Any]:
        page = presenters.protection_text(self.row, self.family)
        return {"intro": f"In office hours {page.ask}. {page.out_of_hours} {presenters.ASKING}"}


class EndProtection(ProtectionView):
    right = Can.LEAD
    form_class = FingerprintForm
    service = staticmethod(services.end_protection)
    submit_label = "Stop protecting all of it"
    success = "It is not protected any more."

    @property
    def heading(self) -> str:
        return f"Stop protecting where {self.whose} can be found"

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": contact_presenters.UNPROTECTING, "dangerous": True}
