"""Families that are linked to each other: recorded once, read on the file of both; a link opens nothing (A1.16)."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, families_to_find, require
from casework.access.grants.models import LASTING
from casework.families.models import Family
from casework.links.models import FamilyLink
from casework.links.queries import links_between, links_of
from casework.people.models import Person
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User


@service
def add_link(
    family: Family, other: Family, *, because: str, by: User, at: datetime, person: Person | None = None,
) -> FamilyLink:  # fmt: skip
    """Link `family` to `other`, perhaps through `person` of this family."""
    require(by, family, Can.LEAD)
    family = lock(family)
    if other == family:
        raise Refusal("A family is linked to another family. Choose another one.", "other")
    if not families_to_find(by, grants=LASTING).filter(pk=other.pk).exists():
        raise Refusal("Choose a family from those that you may find.", "other")
    if person and not family.members_now().filter(person=person).exists():
        raise Refusal("Choose somebody who belongs to this family.", "person")
    if not because.strip():
        raise Refusal("Say what links the families.", "because")
    if links_between(family, other).filter(person=person).exists():
        raise Refusal(f"They are linked already: {family} and {other}. End that link first, if it is wrong.", "other")
    return _link(family, other, person, because, timezone.localdate(at))


@in_service
def link_through(family: Family, other: Family, person: Person, *, because: str, at: datetime) -> FamilyLink:
    """The link that says in whose Workbook `person` is. An earlier one ends."""
    today = timezone.localdate(at)
    for earlier in links_between(family, other).filter(person=person):
        change(earlier, until_date=today, ended_because="Said anew.")
    return _link(family, other, person, because, today)


def _link(family: Family, other: Family, person: Person | None, because: str, today: date) -> FamilyLink:
    return FamilyLink.objects.create(
        family=family, other=other, person=person, because=because.strip(), from_date=today
    )


@service
def end_link(family: Family, link: FamilyLink, *, because: str, by: User, at: datetime) -> FamilyLink:
    """Either family's people may end it, with the reason; both files keep it as what was."""
    require(by, family, Can.LEAD)
    lock(family)
    link = lock(links_of(family, by).get(pk=link.pk))
    if link.until_date:
        raise Conflict("This link was ended already. Nothing was changed.")
    if not because.strip():
        raise Refusal("Say why they are not linked any more.", "because")
    change(link, until_date=timezone.localdate(at), ended_because=because.strip())
    return link
