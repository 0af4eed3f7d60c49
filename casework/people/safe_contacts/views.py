"""Recording how somebody may be reached safely. The code word that is typed here is a secret."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.people.safe_contacts import forms, queries, services
from casework.people.safe_contacts.models import SafeContact
from casework.people.views import AboutPersonView, MemberView

FIELDS = ("when", "how", "voicemail", "post_read_by", "code_word", "from_date", "until_date")


class AddSafeContact(MemberView):
    private = True
    changed_on = "safe-contact"
    form_class = forms.SafeContactForm
    service = staticmethod(services.add)
    submit_label = "Record it"
    success = "How to reach them safely was recorded."

    @property
    def heading(self) -> str:
        return f"How may {self.person} be reached safely?"

    def initial(self) -> dict[str, Any]:
        return {"from_date": timezone.localdate(), "voicemail": "not_known"}

    def place_of(self, subject: SafeContact) -> tuple[int, ...]:
        return self.family.pk, subject.pk


class ChangeSafeContact(AboutPersonView):
    private = True
    form_class = forms.ChangeSafeContactForm
    service = staticmethod(services.change_safe_contact)
    submit_label = "Save it"
    success = "How to reach them safely was saved."

    def find(self, safe_contact_id: int) -> None:
        family, today = self.family, timezone.localdate()
        rows = queries.safe_contacts_of(family, family.people_ever(), self.request.user, today)
        self.row = get_object_or_404(rows, pk=safe_contact_id)
        self.person = family.people_ever().filter(pk__in=self.row.person.all_ids).first()

    @property
    def heading(self) -> str:
        return f"Change how {self.row.person} may be reached safely"

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.row

    def saw(self) -> str:
        return queries.fingerprint_of_safe_contact(self.row)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in FIELDS}
