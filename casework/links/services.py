"""Families that are linked to each other: said once, read on the file of both; a link opens nothing (A1.16)."""

from django.db.models import Q
from django.utils import timezone

from casework.access import Can, families_to_find, require
from casework.links.models import FamilyLink
from casework.links.queries import links_between
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock


@service
def add_link(family, other, *, because, by, at, person=None, form_key=None):
    """Link `family` to `other`, perhaps through `person` of this family; a second submission gives the same link."""
    require(by, family, Can.LEAD)
    family = lock(family)
    if form_key and (said := family.familylink_set.filter(form_key=form_key).first()):
        return said
    if other == family:
        raise Refusal("A family is linked to another family. Choose another one.", "other")
    if not families_to_find(by).filter(pk=other.pk).exists():
        raise Refusal("Choose a family from those that you may find.", "other")
    if person and not family.members_now().filter(person=person).exists():
        raise Refusal("Choose somebody who belongs to this family.", "person")
    if not because.strip():
        raise Refusal("Say what links the families.", "because")
    if links_between(family, other).filter(person=person).exists():
        raise Refusal(f"They are linked already: {family} and {other}. End that link first, if it is wrong.", "other")
    return _link(family, other, person, because, timezone.localdate(at), form_key)


def link_through(family, other, person, *, because, at):
    """Within a caller's transaction: the link that says in whose Workbook `person` is. An earlier one ends."""
    today = timezone.localdate(at)
    for earlier in links_between(family, other).filter(person=person):
        change(earlier, until_date=today, ended_because="Said anew.")
    return _link(family, other, person, because, today, None)


def _link(family, other, person, because, today, form_key):
    return FamilyLink.objects.create(
        family=family, other=other, person=person, because=because.strip(), from_date=today, form_key=form_key
    )


@service
def end_link(family, link, *, because, by, at):
    """Either family's people may end it, with the reason; both files keep it as what was."""
    require(by, family, Can.LEAD)
    lock(family)
    link = FamilyLink.objects.select_for_update(no_key=True).get(Q(family=family) | Q(other=family), pk=link.pk)
    if link.until_date:
        return link
    if not because.strip():
        raise Refusal("Say why they are not linked any more.", "because")
    change(link, until_date=timezone.localdate(at), ended_because=because.strip())
    return link
