from django.shortcuts import render
from django.utils import timezone

from casework.access import Can, families_for
from casework.notifications.reading import shown_to
from casework.people.reading import to_ask
from casework.transfers.reading import waiting_for
from supervision.mywork import beside
from supervision.mywork.beside import MOST
from supervision.mywork.calls import calls_of
from supervision.mywork.covering import covering_of
from supervision.mywork.dues import dues_of
from supervision.mywork.exceptions import exceptions_of

NEWS = 5


def my_work(request):
    user, now = request.user, timezone.now()
    families = families_for(user)
    context = {
        "heading": "My work",
        "calls": calls_of(user, now, timezone.localdate(now)),
        "offered": waiting_for(user, timezone.localdate(now)),
        "exceptions": exceptions_of(user, now),
        "groups": dues_of(user, families, now),
        "covering": covering_of(user, families, now),
        "to_prepare": beside.to_prepare(user, now),
        "families": beside.families_of(user, families),
        "unsaved": beside.unsaved_of(user, families),
        "visits": beside.planned_by(user, families),
        "unfinished": beside.unfinished_of(user, families),
        "to_ask": to_ask(user, families_for(user, Can.RECORD))[:MOST],
        "news": shown_to(user)[:NEWS],
    }
    return render(request, "supervision/mywork/my_work.html", context)
