from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import open_family
from casework.family_page.presenters import family_page
from casework.identity_bar.presenters import family_frame
from chronology.overview import presenters, queries
from chronology.timeline.presenters import entries

LATEST = 10


@require_safe
def overview(request, family_id):
    family = open_family(request, family_id)
    now, today = timezone.now(), timezone.localdate()
    children, adults = presenters.members_of(family, today)
    period = queries.running_episode(family)
    context = {
        "heading": "Overview",
        "children": children,
        "adults": adults,
        **presenters.workers_and_professionals(family, today),
        "briefs": presenters.case_summary_briefs(family, [member.person for member in (*children, *adults)]),
        "period": period,
        "summaries": queries.summaries_of(period),
        "supervision": queries.last_signed_off(family),
        "actions": queries.open_actions(family),
        "dues": presenters.due_lines(family, now, request.user),
        "latest": entries(family, limit=LATEST),
        "today": today,
        "frame": family_frame(family, today),
    }
    return render(request, "chronology/overview/home.html", family_page(family, "family", **context))
