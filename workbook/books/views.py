from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, saved, writing_page
from casework.families.services import people_of
from casework.family_page.presenters import family_page
from casework.words import say_when
from workbook.books import openers, reading, services, vulnerability_services
from workbook.books.asked import asked_of, question_of
from workbook.books.cards import cards_of
from workbook.books.forms import OPEN, DecisionForm, VulnerabilityForm
from workbook.episodes.services import a_month_after
from workbook.ties.reading import elsewhere


def workbook(request, family_id):
    family = open_family(request, family_id)
    versions = reading.versions_of(family)
    latest = versions[0] if versions else None
    context = {
        "heading": "Workbook",
        "page": reading.page_of(latest, family.access, request.user) if latest else None,
        "earlier": versions[1:],
        "refused": reading.decisions_of(family, opened=False),
        "asked": asked_of(family, latest),
    }
    return render(request, "workbook/books/workbook.html", family_page(family, "workbook", **context))


def episode(request, family_id, episode_id):
    family = open_family(request, family_id)
    episode = get_object_or_404(family.workbookepisode_set.select_related("workbook", "closed_by"), pk=episode_id)
    context = {
        "heading": f"Workbook episode {episode.number}",
        "caption": f"Workbook version {episode.workbook.version}",
        "episode": episode,
        "members": episode.members.select_related("person"),
        "cards": cards_of(episode, family.people_ever()),
    }
    return render(request, "workbook/books/episode.html", family_page(family, "workbook", **context))


def decide(request, family_id, referral_id):
    family = open_family(request, family_id)
    if not openers.may_record(family.access):
        raise PermissionDenied("The decision on a Workbook needs another grade. Ask the family's team manager.")
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    if request.method == "GET" and (sentence := services.why_not_now(referral)):
        return _not_now(request, family, sentence)
    form = _decision_form(request, referral, people_of(family), family.access)
    if request.method == "POST" and saved(request, form, lambda: _decide(request, referral, form)):
        messages.success(request, _said(form))
        return redirect("workbook", family.pk)
    return _decision_page(request, family, referral, form)


def _decision_page(request, family, referral, form):
    for_another = openers.opens_for_another(family.access)
    context = {
        "heading": "Open the Workbook that a manager decided on" if for_another else "Decide on a Workbook",
        "referral": referral,
        "question": question_of(referral),
        "submit_label": "Open the Workbook" if for_another else "Record the decision",
        "cancel_url": reverse("workbook", args=[family.pk]),
    }
    return render(request, "workbook/books/decide.html", writing_page(family, "workbook", form, **context))


def _not_now(request, family, sentence):
    url = reverse("workbook", args=[family.pk])
    context = {"sentence": sentence, "url": url, "link": "Go to the Workbook"}
    return render(request, "409.html", context, status=409)


def _decision_form(request, referral, people, standing):
    """All but the decision itself is prefilled: that is the manager's to choose."""
    now = timezone.now()
    key, today = key_of("decide", referral), timezone.localdate(now)
    found = elsewhere(referral.family, people, request.user, today)
    free = [person for person in people if person not in {row.person for row in found}]
    index_child = services.preselected_index_child(free)
    prefilled = {
        "decision": OPEN if openers.opens_for_another(standing) else "",
        "people": [person.pk for person in people if person.died is None],
        "index_child": index_child.pk if index_child else None,
        "supervision_planned_for": a_month_after(now),
    }
    deciders = openers.deciders_of(referral.family, today) if openers.opens_for_another(standing) else None
    return opened(
        request, DecisionForm, key, initial=prefilled, people=people, today=today, elsewhere=found, deciders=deciders
    )


def _decide(request, referral, form):
    by_whom = {"by": request.user, "at": timezone.now()}
    if form.opens:
        return services.open_workbook(referral, **form.deciding(), **form.opening(), **by_whom)
    return services.decide_not_to_open(referral, **form.deciding(), **by_whom)


def _said(form):
    if not form.opens:
        return "The decision not to open a Workbook was recorded."
    planned = say_when(form.cleaned_data["supervision_planned_for"])
    return f"The Workbook is open, each allocated worker has a summary, and supervision is planned for {planned}."


def vulnerability(request, family_id, referral_id):
    family = open_family(request, family_id, Can.RECORD)
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    form = opened(request, VulnerabilityForm, blank_key(request), initial={"noticed_on": timezone.localdate()})
    if carried_out(request, form, partial(vulnerability_services.say_emerged, referral)):
        messages.success(request, "It is recorded, and the managers were asked to decide on a Workbook.")
        return redirect("workbook", family.pk)
    context = {
        "heading": "A vulnerability has emerged",
        "intro": "The team's managers are told, and decide again within the time whether a Workbook is opened.",
        "submit_label": "Record it and ask for a decision",
        "cancel_url": reverse("workbook", args=[family.pk]),
    }
    return render(request, "acts/form_page.html", writing_page(family, "workbook", form, **context))
