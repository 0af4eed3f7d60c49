from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import open_family
from casework.acts.keys import key_of
from casework.acts.views import opened, saved, writing_page
from casework.family_page.presenters import family_page
from casework.people.queries import people_in
from casework.words import say_when
from workbook.episodes.queries import a_month_after
from workbook.one_workbook.presenters import in_another_workbook
from workbook.summaries.presenters import episode_cards
from workbook.workbooks import checks, presenters, queries, services
from workbook.workbooks.forms import OPEN, DecisionForm
from workbook.workbooks.presenters import pending_context, pending_decision


def workbook(request, family_id):
    family = open_family(request, family_id)
    versions = presenters.versions_of(family)
    latest = versions[0] if versions else None
    context = {
        "heading": "Workbook",
        "page": presenters.version_context(latest, family.access, request.user) if latest else None,
        "earlier": versions[1:],
        "refused": queries.decisions_of(family, opened=False),
        "asked": pending_context(family, latest),
    }
    return render(request, "workbook/workbooks/workbook.html", family_page(family, "workbook", **context))


def episode(request, family_id, episode_id):
    family = open_family(request, family_id)
    episode = get_object_or_404(family.workbookepisode_set.select_related("workbook", "closed_by"), pk=episode_id)
    context = {
        "heading": f"Workbook episode {episode.number}",
        "caption": f"Workbook version {episode.workbook.version}",
        "episode": episode,
        "members": episode.members.select_related("person"),
        "cards": episode_cards(episode, family.people_ever()),
    }
    return render(request, "workbook/workbooks/episode.html", family_page(family, "workbook", **context))


def decide(request, family_id, referral_id):
    family = open_family(request, family_id)
    if not queries.may_record_decision(family.access):
        raise PermissionDenied("The decision on a Workbook needs another grade. Ask the family's team manager.")
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    if request.method == "GET" and (sentence := checks.why_not_decided_on(referral)):
        return _not_now(request, family, sentence)
    form = _decision_form(request, referral, people_in(family), family.access)
    if request.method == "POST" and saved(request, form, lambda: _decide(request, referral, form)):
        messages.success(request, _success_message(form))
        return redirect("workbook", family.pk)
    return _decision_page(request, family, referral, form)


def _decision_page(request, family, referral, form):
    for_another = queries.may_open_for_manager(family.access)
    context = {
        "heading": "Open the Workbook that a manager decided on" if for_another else "Decide on a Workbook",
        "referral": referral,
        "question": pending_decision(referral),
        "submit_label": "Open the Workbook" if for_another else "Record the decision",
        "cancel_url": reverse("workbook", args=[family.pk]),
    }
    return render(request, "workbook/workbooks/decide.html", writing_page(family, "workbook", form, **context))


def _not_now(request, family, sentence):
    url = reverse("workbook", args=[family.pk])
    context = {"sentence": sentence, "url": url, "link": "Go to the Workbook"}
    return render(request, "409.html", context, status=409)


def _decision_form(request, referral, people, standing):
    """All but the decision itself is prefilled: that is the manager's to choose."""
    now = timezone.now()
    key, today = key_of("decide", referral), timezone.localdate(now)
    found = in_another_workbook(referral.family, people, request.user, today)
    free = [person for person in people if person not in {row.person for row in found}]
    index_child = queries.preselected_index_child(free)
    prefilled = {
        "decision": OPEN if queries.may_open_for_manager(standing) else "",
        "people": [person.pk for person in people if person.died is None],
        "index_child": index_child.pk if index_child else None,
        "supervision_planned_for": a_month_after(now),
    }
    deciders = queries.deciders_of(referral.family, today) if queries.may_open_for_manager(standing) else None
    return opened(
        request, DecisionForm, key, initial=prefilled, people=people, today=today, elsewhere=found, deciders=deciders
    )


def _decide(request, referral, form):
    by_whom = {"by": request.user, "at": timezone.now()}
    if form.opens:
        return services.open_workbook(referral, **form.deciding(), **form.opening(), **by_whom)
    return services.decide_not_to_open(referral, **form.deciding(), **by_whom)


def _success_message(form):
    if not form.opens:
        return "The decision not to open a Workbook was recorded."
    planned = say_when(form.cleaned_data["supervision_planned_for"])
    return f"The Workbook is open, each allocated worker has a summary, and supervision is planned for {planned}."
