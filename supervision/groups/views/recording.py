"""Recording what the group thought and agreed."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, may_take, open_family
from casework.actions.rows import action_rows, owners_of
from casework.acts.keys import key_of
from casework.acts.views import done, opened, saved, writing_page
from casework.family_page.presenters import family_page
from casework.passages.reading import people_of
from casework.refusal import Refusal
from supervision.groups import reading
from supervision.groups import services as groups
from supervision.groups.cards import cards_of
from supervision.groups.checks import why_over
from supervision.groups.forms import ReasonForm, RecordForm
from supervision.groups.views.closing import cannot
from supervision.groups.views.meetings import heading_of, supervision_of


def open_for_meeting(request, family_id):
    """The family, for those of the grade that records and signs off its supervisions."""
    family = open_family(request, family_id, Can.DECIDE)
    if not may_take(family.access, "sign_off_supervision"):
        raise PermissionDenied("Recording and signing off a supervision needs a higher grade.")
    return family


def record(request, family_id, supervision_id):
    family = open_for_meeting(request, family_id)
    supervision = supervision_of(family, supervision_id)
    if request.method == "GET" and (over := why_over(supervision)):
        return cannot(request, over, family)
    form, rows = _forms(request, family, supervision)
    if request.method == "POST" and _recorded(request, supervision, form, rows):
        messages.success(request, "The supervision is recorded. Sign it off when all is there.")
        return redirect("supervision", family.pk, supervision.pk)
    page = _record_page(family, supervision, form, rows)
    return render(request, "supervision/groups/record.html", page, status=form.status)


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
        owners=owners_of(reading.expected_at(family, timezone.localdate()), people),
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
    return groups.record_meeting(
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
        cards=cards_of(supervision, people_of(family)),
        saved_now=reading.thoughts_of(supervision, form.people) if form.conflict else [],
        to_review=reading.actions_to_review(supervision, may_report=True),
        actions=reading.actions_of(supervision, editable=True),
        **reading.relationships_check(supervision),
        cancel_url=reverse("supervision", args=[family.pk, supervision.pk]),
    )


def actions(request, family_id, supervision_id):
    """More actions, after the meeting was recorded and before it is signed off."""
    family = open_for_meeting(request, family_id)
    supervision = supervision_of(family, supervision_id)
    if request.method == "GET" and (over := why_over(supervision)):
        return cannot(request, over, family)
    rows = _rows(request, family, family.people_now())
    refused = ""
    if request.method == "POST" and rows.is_valid():
        try:
            groups.agree_actions(supervision, rows.agreed(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refused = "" if rows.refuse(refusal) else refusal.sentence
        else:
            messages.success(request, "The actions are agreed.")
            return redirect("supervision", family.pk, supervision.pk)
    page = _actions_page(family, supervision, rows, refused)
    return render(request, "supervision/groups/actions.html", page, status=409 if refused else 200)


def _actions_page(family, supervision, rows, refused):
    return family_page(
        family,
        "family-supervisions",
        heading="Actions agreed in the supervision",
        formset=rows,
        refused=refused,
        actions=reading.actions_of(supervision, editable=True),
        cancel_url=reverse("supervision", args=[family.pk, supervision.pk]),
    )


def drop_action(request, family_id, supervision_id, action_id):
    family = open_for_meeting(request, family_id)
    supervision = supervision_of(family, supervision_id)
    line = get_object_or_404(supervision.action_lines.select_related("action"), action=action_id)
    form = ReasonForm(request.POST or None, label="Why it is taken back")
    drop = partial(groups.drop_action, supervision, line.action, by=request.user, at=timezone.now())
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
