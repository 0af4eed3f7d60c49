"""The page of a family's people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.family_page.presenters import family_page
from workbook.members import presenters


@require_safe
def people(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = presenters.people_page(family, request.user, timezone.localdate())
    return render(request, "workbook/members/people.html", family_page(family, "people", **context))
