from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.actions import presenters, queries, services
from casework.actions.forms import ActionForm, ReportForm
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, saved, writing_page
from casework.family_page.presenters import family_page
from casework.people.queries import people_in
from casework.words import london_date, say_date


def actions(request, family_id):
    family = open_family(request, family_id)
    still_open, done = queries.actions_of(family, request.GET.get("page"))
    context = {
        "heading": "Agreed actions",
        "still_open": still_open,
        "done": done,
        "previous_url": f"?page={done.previous_page_number()}" if done.has_previous() else "",
        "next_url": f"?page={done.next_page_number()}" if done.has_next() else "",
        "today": timezone.localdate(),
        "may_record": family.access.can(Can.RECORD),
    }
    return render(request, "casework/actions/actions.html", family_page(family, "family", **context))


def add(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    note = _note_asked_for(family, request.GET.get("note"))
    today = timezone.localdate()
    details = {"owners": presenters.owner_options(family, today), "children": people_in(family).filter(is_child=True)}
    form = opened(request, ActionForm, blank_key(request), **details)
    if request.method == "POST" and saved(request, form, lambda: _agree(request, family, form, note, today)):
        messages.success(request, "The action was added.")
        return redirect(_back(family, note))
    context = {
        "heading": "Add an action",
        "intro": f"Agreed in the note of {say_date(note.at)}." if note else "",
        "submit_label": "Add the action",
        "cancel_url": _back(family, note),
    }
    return render(request, "acts/form_page.html", writing_page(family, "family", form, **context))


def _note_asked_for(family, typed):
    """The note in which the action was agreed, or None where no note is named."""
    if not typed:
        return None
    if not typed.isdecimal():
        raise Http404
    return get_object_or_404(family.casenote_set.filter(withdrawal=None), pk=typed)


def _agree(request, family, form, note, today):
    agreed_on = london_date(note.at) if note and note.took_place_at else today
    return services.agree_once(family, by=request.user, agreed_on=agreed_on, note=note, **form.details())


def _back(family, note):
    return reverse("note", args=[family.pk, note.pk]) if note else reverse("actions", args=[family.pk])


def report(request, family_id, action_id):
    family = open_family(request, family_id, Can.RECORD)
    action = get_object_or_404(family.agreedaction_set.not_withdrawn(), pk=action_id)
    today = timezone.localdate()
    form = opened(request, ReportForm, key_of("report", action), initial={"done_on": today}, today=today)
    if request.method == "POST" and saved(request, form, lambda: _report(request, action, form)):
        messages.success(request, "The result was recorded.")
        return redirect("actions", family.pk)
    context = {
        "heading": "Report the result of an action",
        "action": action,
        "submit_label": "Record the result",
        "cancel_url": reverse("actions", args=[family.pk]),
    }
    page = writing_page(family, "family", form, **context)
    return render(request, "casework/actions/report.html", page, status=form.status)


def _report(request, action, form):
    details = {name: form.cleaned_data[name] for name in ("result", "done_on")}
    return services.report(action, by=request.user, **details)
