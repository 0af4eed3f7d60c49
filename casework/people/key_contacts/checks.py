"""What is needed of a key contact: who it is, how to reach them, and for whom of the family."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.families.models import Family
from casework.people.checks import check_dates_in_order
from casework.people.key_contacts.models import Profession
from casework.people.models import Person
from casework.refusal import Refusal


def checked_values(
    family: Family, *, profession: str, from_date: date, name: str = "", organisation: str = "", telephone: str = "",
    email: str = "", about: Iterable[Person] = (), until_date: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The values of the columns, stripped; raises Refusal at the field that is wrong."""
    if profession not in Profession.values:
        raise Refusal("Choose who it is from those offered.", "profession")
    if not (name.strip() or organisation.strip()):
        raise Refusal("Give the name of the person or of the organisation.", "name")
    if not (telephone.strip() or email.strip()):
        raise Refusal("Give a telephone number or an e-mail address.", "telephone")
    check_dates_in_order(from_date, until_date)
    members = set(family.familymember_set.order_by().values_list("person_id", flat=True))
    if not members.issuperset(person.pk for person in about):
        raise Refusal("Choose people of this family.", "about")
    return {
        "profession": profession, "name": name.strip(), "organisation": organisation.strip(),
        "telephone": telephone.strip(), "email": email.strip(), "about": sorted(person.pk for person in about),
        "from_date": from_date, "until_date": until_date,
    }  # fmt: skip
