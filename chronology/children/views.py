from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.families.models import CHILDREN, Family, FamilyMember
from casework.family_page.presenters import family_page
from casework.people.queries import latest_membership
from chronology.children import presenters


def child_of(family: Family, child_id: int) -> FamilyMember:
    """The latest membership of a child who is or was in the family; Http404 for anybody else."""
    member = latest_membership(family, child_id)
    if member is None or member.role not in CHILDREN:
        raise Http404
    return member


@require_safe
def child(request: SignedInRequest, family_id: int, child_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = presenters.child_context(family, child_of(family, child_id), request.user, timezone.now())
    return render(request, "chronology/children/child.html", family_page(family, "people", **context))
