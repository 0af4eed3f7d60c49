from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.access import Can, SignedInRequest, families_for
from casework.notifications.queries import notifications_for
from casework.notifications.registry import shown
from casework.people.asked_items.presenters import questions_to_ask
from casework.transfers.queries import offered_to
from supervision.my_work import presenters
from supervision.my_work.calls.presenters import calls_of
from supervision.my_work.due_dates.presenters import due_groups
from supervision.my_work.exceptions.presenters import exceptions_of
from supervision.my_work.presenters import MOST, cover_sections

NEWS = 5


def my_work(request: SignedInRequest) -> HttpResponse:
    user, now = request.user, timezone.now()
    families = families_for(user)
    context = {
        "heading": "My work",
        "calls": calls_of(user, now, timezone.localdate(now)),
        "offered": offered_to(user, timezone.localdate(now)),
        "exceptions": exceptions_of(user, now),
        "risk_dates": presenters.risk_dates(user, now),
        "groups": due_groups(user, families, now),
        "covering": cover_sections(user, families, now),
        "to_prepare": presenters.supervisions_to_prepare(user, now),
        "families": presenters.my_families(user, families),
        "unsaved": presenters.unsaved_texts(user, now),
        "visits": presenters.planned_notes(user, families),
        "unfinished": presenters.unfinished_notes(user, families),
        "to_ask": questions_to_ask(user, families_for(user, Can.RECORD), timezone.localdate(now))[:MOST],
        "news": shown(notifications_for(user)[:NEWS], user),
    }
    return render(request, "supervision/my_work/my_work.html", context)
