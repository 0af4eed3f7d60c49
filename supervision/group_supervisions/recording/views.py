"""Recording what the group thought and agreed."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.actions.forms import action_rows
from casework.actions.presenters import meeting_owner_options
from casework.acts.keys import key_of
from casework.acts.views import done, opened, saved, writing_page
from casework.family_page.presenters import family_page
from casework.passages.queries import people_ever
from casework.refusal import Refusal
from supervision.group_supervisions import presenters as group_supervisions_presenters
from supervision.group_supervisions import queries as group_supervisions_queries
from supervision.group_supervisions.checks import why_over
from supervision.group_supervisions.forms import ReasonForm
from supervision.group_supervisions.presenters import heading_of
from supervision.group_supervisions.recording import services
from supervision.group_supervisions.recording.forms import RecordForm
from supervision.group_supervisions.summaries.presenters import supervision_summaries
from supervision.group_supervisions.views import conflict_page, open_for_recording, supervision_of


def record(request, family_id, supervision_id):
    family = open_for_recording(request, family_id)
    supervision = supervision_of(family, supervision_id)
    if request.method == "GET" and (over := why_over(supervision)):
        return conflict_page(request, over, family)
    form, rows = _forms(request, family, supervision)
    if request.method == "POST" and _recorded(request, supervision, form, rows):
        messages.success(request, "The supervision is recorded. Sign it off when all is there.")
        return redirect("supervision", family.pk, supervision.pk)
    page = _record_page(family, supervision, form, rows)
    return render(request, "supervision/group_supervisions/record.html", page, status=form.status)


def _forms(request, family, supervision):
    """The form and its rows of actions, both with the unsaved text that is restored into them, if there is any."""
    people = family.people_now()
    form = opened(
        request,
        RecordForm,
        key_of("supervision", supervision),
        initial=_initial(supervision),
        sections=practice.current().supervision_sections,
        people=people,
        passages=supervision.passages.all(),
    )
    return form, _rows(request, family, people, form.restored)


def _rows(request, family, people, restored=None):
    return action_rows(
        request.POST or None,
        owners=meeting_owner_options(group_supervisions_queries.expected_at(family, timezone.localdate()), people),
        children=[person for person in people if person.is_child],
        kept=restored.fields if restored else None,
    )


def _initial(supervision):
    planned = supervision.episode.supervision_planned_for
    names = ("version", "overall_rag", "rationale", "dissent", "relationships_checked")
    return {
        "held_at": supervision.held_at or min(planned, timezone.now()),
        **{name: getattr(supervision, name) for name in names},
    }


def _recorded(request, supervision, form, rows):
    form.rows = rows
    if not rows.is_valid():
        return None
    return saved(request, form, lambda: _record(supervision, form, rows, request.user), supervision)


def _record(supervision, form, rows, by):
    return services.record_meeting(
        supervision,
        written=form.written(),
        agreed=rows.agreed(),
        version=form.cleaned_data["version"],
        by=by,
        at=timezone.now(),
        **form.recorded(),
    )


def _record_page(family, supervision, form, rows):
    return writing_page(
        family,
        "family-supervisions",
        form,
        heading=f"Record: {heading_of(supervision)}",
        supervision=supervision,
        formset=rows,
        cards=supervision_summaries(supervision, people_ever(family)),
        saved_now=group_supervisions_presenters.thoughts_of(supervision, form.people) if form.conflict else [],
        to_review=group_supervisions_presenters.actions_to_review(supervision, may_report=True),
        actions=group_supervisions_presenters.actions_of(supervision, editable=True),
        **group_supervisions_presenters.relationships_check(supervision),
        cancel_url=reverse("supervision", args=[family.pk, supervision.pk]),
    )


def actions(request, family_id, supervision_id):
    """More actions, after the meeting was recorded and before it is signed off."""
    family = open_for_recording(request, family_id)
    supervision = supervision_of(family, supervision_id)
    if request.method == "GET" and (over := why_over(supervision)):
        return conflict_page(request, over, family)
    rows = _rows(request, family, family.people_now())
    refused = ""
    if request.method == "POST" and rows.is_valid():
        try:
            services.agree_actions(supervision, rows.agreed(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refused = "" if rows.refuse(refusal) else refusal.sentence
        else:
            messages.success(request, "The actions are agreed.")
            return redirect("supervision", family.pk, supervision.pk)
    page = _actions_page(family, supervision, rows, refused)
    return render(request, "supervision/group_supervisions/actions.html", page, status=409 if refused else 200)


def _actions_page(family, supervision, rows, refused):
    return family_page(
        family,
        "family-supervisions",
        heading="Actions agreed in the supervision",
        formset=rows,
        refused=refused,
        actions=group_supervisions_presenters.actions_of(supervision, editable=True),
        cancel_url=reverse("supervision", args=[family.pk, supervision.pk]),
    )


def drop_action(request, family_id, supervision_id, action_id):
    family = open_for_recording(request, family_id)
    supervision = supervision_of(family, supervision_id)
    line = get_object_or_404(supervision.action_lines.select_related("action"), action=action_id)
    form = ReasonForm(request.POST or None, label="Why it is taken back")
    drop = partial(services.drop_action, supervision, line.action, by=request.user, at=timezone.now())
    if done(form, lambda: drop(**form.cleaned_data)):
        messages.success(request, "The action is taken back.")
        return redirect("supervision", family.pk, supervision.pk)
    return render(request, "layouts/form_page.html", _drop_page(family, supervision, line.action, form))


def _drop_page(family, supervision, action, form):
    return family_page(
        family,
        "family-supervisions",
        heading="Take back an action",
        intro=f"‘{action.what}’, agreed for {action.owner}. It leaves the supervision and stays in the history.",
        form=form,
        submit_label="Take back the action",
        cancel_url=reverse("supervision", args=[family.pk, supervision.pk]),
    )
