"""Adding and changing the professionals around the family's children (A9.20)."""

from casework.access import Can, require
from casework.families.models import Family
from casework.people.key_contacts.checks import checked_values
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.queries import fingerprint_of_key_contact
from casework.trail.acting import service
from casework.trail.rows import change, check_fingerprint


@service
def add_key_contact(family, *, profession, from_date, by, form_key=None, **values):
    """A professional around the children (A9.20); a second submission of the same form gives the same one."""
    require(by, family, Can.RECORD)
    # A form sent twice at one moment waits here for itself.
    Family.objects.select_for_update(no_key=True).get(pk=family.pk)
    if form_key and (row := KeyContact.objects.filter(form_key=form_key, family=family).first()):
        return row
    values = checked_values(family, profession=profession, from_date=from_date, **values)
    return KeyContact.objects.create(family=family, form_key=form_key, **values)


@service
def change_key_contact(row, *, seen, profession, from_date, by, **values):
    """Put a key contact right, or say until when they were one."""
    row = KeyContact.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=row.pk)
    require(by, row.family, Can.RECORD)
    check_fingerprint(seen, fingerprint_of_key_contact(row))
    change(row, **checked_values(row.family, profession=profession, from_date=from_date, **values))
    return row
