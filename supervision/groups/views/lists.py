"""Supervisions over all families, and those of one."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, families_for, open_family
from casework.family_page.presenters import family_page
from supervision.groups.calendar import by_week, entry_of, to_sign_off, upcoming
from supervision.packs.reading import line_of
from workbook.books.services import open_workbook_of
from workbook.episodes.states import EPISODE_STATES, EpisodeState

ON_A_PAGE = 25
MOST_TO_SIGN_OFF = 25


def supervisions(request):
    families = families_for(request.user)
    now = timezone.now()
    page = Paginator(upcoming(families), ON_A_PAGE).get_page(request.GET.get("page"))
    entries = [entry_of(episode, now) for episode in page]
    context = {
        "heading": "Supervision",
        "weeks": by_week(entries, timezone.localdate(now)),
        "to_sign_off": to_sign_off(families)[:MOST_TO_SIGN_OFF] if page.number == 1 else [],
        **neighbours(page),
    }
    return render(request, "supervision/groups/supervisions.html", context)


def neighbours(page):
    """The addresses of the pages before and after this one."""
    return {
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }


def family_supervisions(request, family_id):
    family = open_family(request, family_id)
    held = family.groupsupervision_set.select_related("episode__workbook").order_by("-episode__begun_at")
    held = held.prefetch_related("packs", "episode__summaries__worker")
    page = Paginator(held, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Supervision",
        "rows": [(supervision, line_of(supervision)) for supervision in page],
        "next": next_of(family),
        **neighbours(page),
    }
    return render(
        request, "supervision/groups/family_supervisions.html", family_page(family, "family-supervisions", **context)
    )


def next_of(family):
    """The episode whose supervision is to come, with what this reader may do about it; None without a Workbook."""
    workbook = open_workbook_of(family)
    episodes = workbook.episodes.exclude(state__in=[EpisodeState.SUPERVISED, EpisodeState.ENDED]) if workbook else None
    episode = episodes.order_by("number").first() if workbook else None
    if episode is None:
        return None
    args = [family.pk, episode.pk]
    may_close = family.access.can(Can.LEAD) and EPISODE_STATES.may(episode.state, EpisodeState.CLOSED)
    return {
        "episode": episode,
        "moves": episode.moves.select_related("by"),
        "close_url": reverse("episode-close", args=args) if may_close else "",
        "move_url": reverse("supervision-move", args=args) if family.access.can(Can.ARRANGE) else "",
        "waits_for_lead": not may_close and EPISODE_STATES.may(episode.state, EpisodeState.CLOSED),
    }
