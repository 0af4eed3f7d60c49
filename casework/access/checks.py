"""What is required before an act: a right with the family, or the grade that a decision needs (C27)."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from casework import practice
from casework.access.apart import know_of
from casework.access.grants.models import GrantKind
from casework.access.queries import FamilyAccess, access_of
from casework.access.rights import Can
from casework.families.models import Family
from casework.masks.queries import wear
from casework.refusal import Refusal
from casework.sent import LARGEST_ID
from casework.trail.models import Viewing
from casework.users.models import User
from casework.users.roles import Role, grades_from


class SignedInRequest(HttpRequest):
    """The request of a page. LoginRequiredMiddleware lets only users come to one; `viewing` is written afterwards."""

    method: str
    user: User
    viewing: Viewing


def require(user: User, family: Family, can: Can, *, today: date | None = None) -> FamilyAccess:
    """What `user` is to `family`; raises a Refusal unless they may do `can` with it."""
    access = access_of(user, family, today=today)
    if access.restricted:
        know_of(family)
    if not access.can(can):
        raise Refusal(f"You may not {can.value}. Ask the family's team manager.")
    return access


def open_family(request: SignedInRequest, pk: int, can: Can = Can.READ) -> Family:
    """Fetch the family for this request: Http404 for what one may not see, PermissionDenied for what one may not do.

    The viewing is left on the request; `ViewingMiddleware` writes it, refusals included.
    """
    if pk > LARGEST_ID:
        raise Http404
    viewing = Viewing(user=request.user, asked_for=pk, method=request.method, page=request.path[:300])
    request.viewing = viewing
    wear(request.user.pk, pk)
    family = Family.objects.select_related("headline__team", "headline__lead").filter(pk=pk).first()
    if family is None:
        raise Http404
    family.access = access_of(request.user, family)
    if not family.access.can(Can.READ):
        raise Http404
    viewing.family = family
    viewing.covering_for = list(family.access.covering_for) or None
    viewing.through = family.access.through
    if family.access.restricted:
        know_of(family)
    if not family.access.can(can):
        raise PermissionDenied(f"You may not {can.value}.")
    return family


def refuse_copy(access: FamilyAccess) -> None:
    """Raise PermissionDenied for whoever reads the family only because they opened it in an emergency."""
    if access.through == GrantKind.BREAK_GLASS:
        raise PermissionDenied("What is open to you in an emergency is read here: no file of it can be downloaded.")


def may_take(access: FamilyAccess, decision: str) -> bool:
    """Whether somebody with this access has the grade for `decision` (a key of the practice file)."""
    lowest = getattr(practice.current().decisions, decision)
    return bool(access.roles.intersection(grades_from(lowest)))


def require_grade(user: User, family: Family, decision: str) -> FamilyAccess:
    """What `user` is to `family`; raises a Refusal unless they have the grade that the decision needs."""
    access = access_of(user, family)
    if not may_take(access, decision):
        lowest = Role(getattr(practice.current().decisions, decision))
        raise Refusal(f"This decision needs the {lowest.label.lower()} or a higher grade of the family's own team.")
    return access
