"""Signing off: the decision, and what follows from it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.acts.keys import key_of
from casework.acts.views import opened, saved, writing_page
from casework.relationships.checks import locking_is_practised
from casework.words import say_when
from supervision.group_supervisions.checks import why_over
from supervision.group_supervisions.models import Decision
from supervision.group_supervisions.presenters import heading_of
from supervision.group_supervisions.views import conflict_page, open_for_recording, supervision_of
from supervision.sign_offs import checks, services
from supervision.sign_offs.forms import SignOffForm
from supervision.workbook_closures.presenters import closing_conditions, open_kinds
from supervision.workbook_closures.queries import open_in_workbook
from workbook.episodes.queries import a_month_after, children_ever
from workbook.episodes.states import EpisodeState


def sign_off(request, family_id, supervision_id):
    family = open_for_recording(request, family_id)
    supervision = supervision_of(family, supervision_id)
    if request.method == "GET" and (over := why_over(supervision)):
        return conflict_page(request, over, family)
    form = _form(request, supervision)
    if request.method == "POST" and saved(request, form, lambda: _sign(supervision, form, request.user), supervision):
        messages.success(request, _done(supervision, form.cleaned_data["decision"]))
        return redirect("supervision", family.pk, supervision.pk)
    page = _sign_off_page(family, supervision, form) | _closing(supervision, form)
    return render(request, "supervision/group_supervisions/sign_off.html", page, status=form.status)


def _form(request, supervision):
    key, now = key_of("sign-off", supervision), timezone.now()
    standing = open_in_workbook(supervision.episode.workbook, at=now, but_key=str(key))
    form = opened(
        request,
        SignOffForm,
        key,
        initial={"version": supervision.version, "next_planned_for": _next_planned(supervision, now)},
        children=children_ever(supervision.episode),
        standing=standing,
    )
    # Not what an unsaved text saw: the page that opens shows how it stands now.
    form.initial["seen"] = standing.seen
    return form


def _next_planned(supervision, now):
    """The date that was arranged for the next episode already; otherwise a month after this was held."""
    ahead = supervision.episode.workbook.episodes.filter(state=EpisodeState.BEGUN).first()
    if ahead and ahead.moves.exists():
        return ahead.supervision_planned_for
    planned = a_month_after(supervision.held_at or now)
    return planned if planned > now else a_month_after(now)


def _sign(supervision, form, by):
    return services.sign_off(
        supervision,
        **form.decided(),
        left_out=form.left_out(),
        sections=practice.current().supervision_sections,
        version=form.cleaned_data["version"],
        by=by,
        at=timezone.now(),
    )


def _done(supervision, decision):
    if decision == Decision.CLOSE:
        return "The supervision is signed off and the Workbook is closed."
    return "The supervision is signed off, and the next Workbook episode is open."


def _sign_off_page(family, supervision, form):
    return writing_page(
        family,
        "family-supervisions",
        form,
        heading=f"Sign off: {heading_of(supervision)}",
        supervision=supervision,
        missing=list(checks.missing_for_sign_off(supervision, practice.current().supervision_sections)),
        consequences=_consequences(family, supervision, form.children),
        record_url=reverse("supervision-record", args=[family.pk, supervision.pk]),
        cancel_url=reverse("supervision", args=[family.pk, supervision.pk]),
    )


def _closing(supervision, form):
    """What ends where the Workbook closes, and what some reasons for it ask for."""
    return {"kinds": open_kinds(form.standing), "asked": list(closing_conditions(supervision.episode.workbook))}


def _consequences(family, supervision, children):
    workers = [str(allocation.worker) for allocation in family.allocation_set.on(timezone.localdate())]
    return [
        "What the group recorded, and the actions, do not change any more.",
        f"It is filed on each child of the episode: {', '.join(map(str, children))}.",
        f"If you continue, the next Workbook episode opens with a summary for {', '.join(workers) or 'nobody yet'}.",
        "If you close the Workbook, what is listed below as still open ends; the case itself stays open.",
        *_locked_again(),
        *_recorded(supervision),
    ]


def _locked_again():
    if locking_is_practised():
        yield "With the next summaries relationships are locked again, until the next supervision."


def _recorded(supervision):
    """Nothing before the meeting: the page says what is missing instead."""
    if supervision.held_at:
        rag = supervision.get_overall_rag_display() or "not given"
        yield f"The overall RAG is {rag}, as recorded for the meeting of {say_when(supervision.held_at)}."
