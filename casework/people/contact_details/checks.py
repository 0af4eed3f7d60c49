"""What a contact detail may say, and who may be named to read it."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from casework.access import Can, access_of
from casework.families.models import Family
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.contact_details.queries import readers_of
from casework.refusal import Refusal
from casework.users.models import User


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


def check_because(because: str) -> None:
    if not because.strip():
        raise Refusal("Say why it is protected.", "because")


def check_may_read(contact: ContactDetail, user: User) -> None:
    if contact.protected and user not in readers_of(contact):
        raise Refusal("This is protected, and you are not among those named. Ask one of them.")


def check_readers(family: Family, users: Iterable[User], today: date) -> None:
    for user in users:
        if not access_of(user, family, today=today).can(Can.READ):
            raise Refusal(f"{user} may not read this family’s record. Choose somebody who does.", "readers")
