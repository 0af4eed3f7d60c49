"""The fingerprint of what the page of a key contact showed."""

from casework.trail.rows import fingerprint


def fingerprint_of_key_contact(row):
    return fingerprint(
        row.profession, row.name, row.organisation, row.telephone, row.email, row.about, row.from_date, row.until_date
    )
