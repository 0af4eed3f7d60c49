from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.families.models import Family, FamilyRole
from casework.family_page.presenters import family_page
from casework.identity_bar.presenters import family_frame
from casework.naming.presenters import with_colleagues_apart
from casework.people.key_contacts.presenters import key_contacts_of
from casework.people.responsibility.presenters import holders_of
from casework.people.safe_contacts.presenters import safe_contact_lines
from casework.risk_dates.presenters import dates_ahead
from casework.users.models import User
from chronology.overview import presenters, queries
from chronology.timeline.presenters import entries
from supervision.group_supervisions.queries import episode_to_supervise

LATEST = 10


@require_safe
def overview(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    now, today = timezone.now(), timezone.localdate()
    context = {
        "heading": "Overview",
        **_people(request.user, family, today),
        **_period(family, today),
        "supervision": queries.last_signed_off(family),
        "actions": with_colleagues_apart(queries.open_actions(family), today, "owner_user"),
        **presenters.due_context(family, now, request.user),
        "latest": entries(family, limit=LATEST),
        "today": today,
        "frame": family_frame(family, request.user, today),
    }
    return render(request, "chronology/overview/home.html", family_page(family, "family", **context))


def _people(user: User, family: Family, today: date) -> dict[str, Any]:
    children, adults = presenters.members_of(user, family, today)
    people = [member.person for member in (*children, *adults)]
    ours = [child.person for child in children if child.role == FamilyRole.CHILD]
    return {
        "children": children,
        "adults": adults,
        "briefs": presenters.case_summary_briefs(family, (*children, *adults)),
        "workers": with_colleagues_apart(queries.workers_of(family, today), today, "worker"),
        "professionals": key_contacts_of(family, today, known=people),
        "holders": holders_of(family, ours, user, today),
        "safe_contact": safe_contact_lines(family, people, user, today),
        "risk_dates": dates_ahead(family, user, today, people),
        "may_record": family.access.can(Can.RECORD),
    }


def _period(family: Family, today: date) -> dict[str, Any]:
    episode = episode_to_supervise(family)
    return {"period": episode, "summaries": with_colleagues_apart(queries.summaries_of(episode), today, "worker")}
