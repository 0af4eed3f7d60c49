"""Recording how somebody may be reached safely. The code word that is typed here is a secret."""

from typing import Any

from django.utils import timezone

from casework.people.safe_contacts import forms, queries, services
from casework.people.safe_contacts.models import SafeContact
from casework.people.views import MemberView, OneRowView


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


class ChangeSafeContact(OneRowView):
    rows_of = staticmethod(queries.safe_contacts_of)
    fingerprint = staticmethod(queries.fingerprint_of_safe_contact)
    about = "person"
    fields = ("when", "how", "voicemail", "post_read_by", "code_word", "from_date", "until_date")
    private = True
    form_class = forms.ChangeSafeContactForm
    service = staticmethod(services.change_safe_contact)
    submit_label = "Save it"
    success = "How to reach them safely was saved."

    @property
    def heading(self) -> str:
        return f"Change how {self.row.person} may be reached safely"
