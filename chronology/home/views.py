from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import open_family
from casework.family_page.presenters import family_page
from casework.identity_bar.presenters import family_frame
from chronology.home import people, work
from chronology.sources import entries

LATEST = 10


@require_safe
def home(request, family_id):
    family = open_family(request, family_id)
    now, today = timezone.now(), timezone.localdate()
    children, adults = people.members(family, today)
    period = work.this_period(family)
    context = {
        "heading": "Overview",
        "children": children,
        "adults": adults,
        **people.around(family, today),
        "briefs": work.in_brief(family, [member.person for member in (*children, *adults)]),
        "period": period,
        "summaries": work.summaries(period),
        "supervision": work.last_supervision(family),
        "actions": work.open_actions(family),
        "dues": work.due(family, now, request.user),
        "latest": entries(family, limit=LATEST),
        "today": today,
        "frame": family_frame(family, today),
    }
    return render(request, "chronology/home/home.html", family_page(family, "family", **context))
