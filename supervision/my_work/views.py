from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.access import Can, SignedInRequest, families_for
from casework.families.models import Family
from casework.people.asked_items.presenters import questions_to_ask
from casework.transfers.queries import offered_to
from casework.users.models import User
from supervision.my_work import presenters
from supervision.my_work.calls.presenters import calls_of
from supervision.my_work.due_dates.presenters import unseen_lines
from supervision.my_work.exceptions.presenters import exceptions_of
from supervision.my_work.presenters import MOST, cover_sections
from supervision.my_work.team.presenters import families_of_team, looked_through, team_of


def my_work(request: SignedInRequest) -> HttpResponse:
    user, now = request.user, timezone.now()
    families, today = families_for(user), timezone.localdate(now)
    exceptions = exceptions_of(user, now)
    lacking = {each.family for each in exceptions.incomplete} if exceptions else set()
    context = {
        "heading": "My work",
        **_families(user, families, now),
        "calls": calls_of(user, now, today),
        "offered": offered_to(user, today),
        "exceptions": exceptions,
        "risk_dates": presenters.risk_dates(user, now),
        "work": presenters.work_of(user, families, lacking, now),
        "covering": cover_sections(user, families, now),
        "to_prepare": presenters.supervisions_to_prepare(user, now),
        "to_audit": presenters.to_audit(user, today),
        "unsaved": presenters.unsaved_texts(user, now),
        "to_ask": questions_to_ask(user, families_for(user, Can.RECORD), today)[:MOST],
    }
    return render(request, "supervision/my_work/my_work.html", context | {"waiting": presenters.waiting(context)})


def _families(user: User, families: QuerySet[Family], now: datetime) -> dict[str, Any]:
    """The user's own, and those of the teams that they manage, with what is asked once of all of them."""
    today = timezone.localdate(now)
    heading, listed = presenters.listed_families(user, families, today)
    of_team, here = families_of_team(user, today), {family.pk for family in listed[:MOST]}
    # Whoever only reads families, or manages more than can be looked through, has no child to see.
    to_see = looked_through(of_team) | (here if heading == presenters.MINE else set())
    known = presenters.known_of(here, to_see, today)
    mine = presenters.my_families(user, heading, listed, known, now)
    return {
        "families": mine,
        "unseen": unseen_lines(mine.unseen, mine.names, "note-plan", now),
        "team": None if of_team is None else team_of(user, of_team, known.seen, known.highest, now),
    }
