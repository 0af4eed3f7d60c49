"""The page 'Who has looked'."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.viewings import presenters, queries
from casework.access import Can, open_family
from casework.family_page.presenters import family_page

LINES = 50


def id_from(typed):
    """The id from which a list goes on; None where the address bears none."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None


@require_safe
def viewings(request, family_id):
    family = open_family(request, family_id, Can.INSPECT)
    before = id_from(request.GET.get("before"))
    found = queries.viewings_of(family, before=before, limit=LINES + 1)
    shown = found[:LINES]
    context = {
        "heading": "Who has looked",
        "looks": [presenters.viewing_line(viewing) for viewing in shown],
        "first_url": "?" if before else "",
        "next_url": f"?before={shown[-1].pk}" if len(found) > LINES else "",
    }
    return render(request, "audit/viewings/viewings.html", family_page(family, "history", **context))
