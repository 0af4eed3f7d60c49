"""What a contact detail may say, and to which family it can be reached."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from casework.families.models import Family
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.queries import entries_here
from casework.refusal import Refusal


def check_value(kind: str, value: str) -> str:
    """The value without spaces around it; raises Refusal where it cannot be of this kind."""
    value = value.strip()
    if not value:
        raise Refusal("Give the address, the number or the e-mail.", "value")
    if kind == ContactKind.TELEPHONE and not any(sign.isdigit() for sign in value):
        raise Refusal("A telephone number has digits. Check what you typed.", "value")
    if kind == ContactKind.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            raise Refusal("An e-mail address looks like name@example.org. Check what you typed.", "value") from None
    return value


def check_kind(kind: str) -> None:
    if kind not in ContactKind.values:
        raise Refusal("Choose whether it is an address, a telephone number or an e-mail.", "kind")


def check_place(family: Family, place: ContactDetail | None) -> None:
    """A place to which something of the family refers is that of somebody in it."""
    if place is None:
        return
    if place.family_id != family.pk and place.person_id not in entries_here(family):
        raise Refusal("Choose the address of somebody who belongs to this family now.", "place")


def check_family(family: Family, contact: ContactDetail) -> None:
    """Any family of the person may add to it and correct it; one that they have left only what it wrote itself."""
    if contact.family_id != family.pk and contact.person_id not in entries_here(family):
        raise Refusal("Choose somebody who belongs to this family now.")
