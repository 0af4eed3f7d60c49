"""The page 'Who has looked'."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.viewings import presenters, queries
from casework.access import Can, SignedInRequest, open_family
from casework.acts.paging import page_by_key
from casework.family_page.presenters import family_page

LINES = 50


@require_safe
def viewings(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.INSPECT)
    page = page_by_key(queries.viewings_of(family), ("-pk",), request.GET.dict(), size=LINES)
    context = {
        "heading": "Who has looked",
        "viewings": presenters.viewing_lines(page.rows),
        "first_url": "?" if page.previous_url else "",
        "next_url": page.next_url,
    }
    return render(request, "audit/viewings/viewings.html", family_page(family, "history", **context))
