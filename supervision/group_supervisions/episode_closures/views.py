"""Closing the episode for supervision, reopening it, and asking those who are waited for."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.access import Can, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.refusal import Refusal
from supervision.group_supervisions.episode_closures import services
from supervision.group_supervisions.episode_closures.forms import CloseEpisodeForm
from supervision.group_supervisions.episode_closures.presenters import not_written_up, still_to_do, summary_gaps
from supervision.group_supervisions.forms import ReasonForm
from supervision.group_supervisions.views import conflict_page, episode_of
from workbook.episodes.states import EPISODE_STATES, EpisodeState
from workbook.summaries.states import SummaryState


def close(request, family_id, episode_id):
    family = open_family(request, family_id, Can.LEAD)
    episode = episode_of(family, episode_id)
    if request.method == "GET" and not EPISODE_STATES.may(episode.state, EpisodeState.CLOSED):
        return conflict_page(
            request, f"This episode is {episode.get_state_display()}, so it cannot be closed now.", family
        )
    form = CloseEpisodeForm(sent(request), waiting=_waiting(episode, request.POST))
    close_it = partial(services.close_for_supervision, episode, by=request.user, at=timezone.now())
    if supervision := done(form, lambda: close_it(without=form.without())):
        messages.success(request, "The episode is closed for supervision. Business support has been told.")
        return redirect("supervision", family.pk, supervision.pk)
    return render(request, "supervision/group_supervisions/close.html", _close_page(request, family, episode, form))


def _waiting(episode, typed):
    """What each worker who has not finalised has still to do, by their summary.

    With those for whom a reason was typed while another moved things on: it must not be lost.
    """
    summaries = episode.summaries.wholes().select_related("worker", "allocation", "part_of")
    return {
        summary: still_to_do(summary) if summary.state == SummaryState.OPEN else ""
        for summary in summaries
        if summary.state == SummaryState.OPEN or typed.get(f"without-{summary.pk}")
    }


def _close_page(request, family, episode, form):
    return family_page(
        family,
        "family-supervisions",
        heading="Close for supervision",
        episode=episode,
        form=form,
        gaps=summary_gaps(episode, request.user, family.access),
        unwritten=not_written_up(family),
        cancel_url=reverse("family-supervisions", args=[family.pk]),
    )


def reopen(request, family_id, episode_id):
    family = open_family(request, family_id, Can.LEAD)
    episode = episode_of(family, episode_id)
    if request.method == "GET" and not EPISODE_STATES.may(episode.state, EpisodeState.REOPENED):
        return conflict_page(
            request, f"This episode is {episode.get_state_display()}, so it cannot be reopened.", family
        )
    form = ReasonForm(request.POST or None, label="Why it is reopened")
    if done(form, lambda: services.reopen(episode, by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, "The episode is open again. Close it once more before the supervision.")
        return redirect("family-supervisions", family.pk)
    context = {"heading": "Reopen the episode", "form": form, "submit_label": "Reopen the episode"}
    context["cancel_url"] = reverse("family-supervisions", args=[family.pk])
    return render(
        request, "supervision/group_supervisions/reopen.html", family_page(family, "family-supervisions", **context)
    )


@require_POST
def ask(request, family_id, summary_id):
    family = open_family(request, family_id, Can.LEAD)
    summary = get_object_or_404(family.interventionsummary_set.select_related("worker", "episode"), pk=summary_id)
    try:
        services.ask_for_summary(summary, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{summary.worker} has been asked to finalise their summary.")
    return redirect("episode-close", family.pk, summary.episode_id)
