"""What a contact detail may say, and who may be named to read it."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from casework.access import Can, access_of
from casework.people.contact_details.models import ContactKind
from casework.refusal import Refusal


def check_value(kind, value):
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


def check_because(because):
    if not because.strip():
        raise Refusal("Say why it is protected.", "because")


def check_readers(family, users, today):
    for user in users:
        if not access_of(user, family, today=today).can(Can.READ):
            raise Refusal(f"{user} may not read this family’s record. Choose somebody who does.", "readers")
