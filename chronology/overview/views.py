from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.families.models import Family, FamilyRole
from casework.families.queries import current_members
from casework.family_page.presenters import family_page
from casework.identity_bar.presenters import family_frame
from casework.naming.presenters import with_colleagues_apart
from casework.people.contact_details.queries import open_details
from casework.people.key_contacts.presenters import key_contacts_of
from casework.people.responsibility.presenters import holders_of
from casework.people.safe_contacts.presenters import safe_contact_lines
from casework.risk_dates.presenters import dates_ahead
from casework.users.models import User
from chronology.overview import presenters, queries
from chronology.overview.card.presenters import People, card_of
from chronology.timeline.presenters import entries
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.queries import episode_to_supervise

LATEST = 5


@require_safe
def overview(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    now, today = timezone.now(), timezone.localdate()
    supervision = queries.last_signed_off(family)
    context = {
        "heading": "Overview",
        **_people(request.user, family, supervision, now),
        **_period(family, today),
        "supervision": supervision,
        "actions": with_colleagues_apart(queries.open_actions(family), today, "owner_user"),
        **presenters.due_context(family, now, request.user),
        "latest": entries(family, limit=LATEST),
        "today": today,
        "on_card": True,
        "frame": family_frame(family, request.user, today),
    }
    return render(request, "chronology/overview/home.html", family_page(family, "family", **context))


def _people(user: User, family: Family, supervision: GroupSupervision | None, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    members = [member.person for member in current_members(family)]
    details = open_details(user, family, today, members)
    children, adults = presenters.members_of(family, details, today)
    people = [member.person for member in (*children, *adults)]
    ours = [child.person for child in children if child.role == FamilyRole.CHILD]
    holders = holders_of(family, ours, user, today)
    safe_contact = safe_contact_lines(family, people, user, today)
    summaries = queries.latest_completed_case_summaries(family)
    return {
        "card": card_of(
            family, People(children, adults, holders, safe_contact), details=details, supervision=supervision,
            now=now,
        ),
        "children": children,
        "adults": adults,
        "briefs": presenters.case_summary_briefs(summaries, (*children, *adults)),
        "workers": with_colleagues_apart(queries.workers_of(family, today), today, "worker"),
        "professionals": key_contacts_of(family, today, known=people),
        "risk_dates": dates_ahead(family, user, today, people),
        "may_record": family.access.can(Can.RECORD),
    }  # fmt: skip


def _period(family: Family, today: date) -> dict[str, Any]:
    episode = episode_to_supervise(family)
    return {"period": episode, "summaries": with_colleagues_apart(queries.summaries_of(episode), today, "worker")}
