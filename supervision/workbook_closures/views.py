"""The page on which a manager closes the family's Workbook."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import may_take, open_family
from casework.acts.keys import key_of
from casework.acts.views import opened, saved, writing_page
from supervision.workbook_closures import services
from supervision.workbook_closures.forms import CloseWorkbookForm
from supervision.workbook_closures.presenters import closing_conditions, open_kinds
from supervision.workbook_closures.queries import open_in_workbook
from workbook.workbooks.queries import open_workbook_of


def close(request, family_id):
    family = open_family(request, family_id)
    if not may_take(family.access, "close_workbook"):
        raise PermissionDenied("Closing a Workbook needs another grade. Ask the family's team manager.")
    workbook = open_workbook_of(family)
    if workbook is None:
        return _nothing_open(request, family)
    form = _form(request, workbook)
    if request.method == "POST" and saved(request, form, lambda: _close(workbook, form, request.user)):
        messages.success(request, "The Workbook is closed. Its workers and business support have been told.")
        return redirect("workbook", family.pk)
    if form.conflict:
        form.renew(form.standing.seen)
    page = _page(family, workbook, form)
    return render(request, "supervision/workbook_closures/close.html", page, status=form.status)


def _form(request, workbook):
    key = key_of("workbook-close", workbook)
    standing = open_in_workbook(workbook, at=timezone.now(), but_key=str(key))
    form = opened(request, CloseWorkbookForm, key, standing=standing)
    # Not what an unsaved text saw: the page that opens shows how it stands now.
    form.initial["seen"] = standing.seen
    return form


def _close(workbook, form, by):
    data = form.cleaned_data
    because, at = data["decision_because"], timezone.now()
    return services.close(workbook, **form.closing(), because=because, seen=data["seen"], by=by, at=at)


def _nothing_open(request, family):
    url = reverse("workbook", args=[family.pk])
    sentence = "This family has no open Workbook, so there is none to close."
    return render(request, "409.html", {"sentence": sentence, "url": url, "link": "See the Workbook"}, status=409)


def _page(family, workbook, form):
    return writing_page(
        family,
        "workbook",
        form,
        heading=f"Close the Workbook, version {workbook.version}",
        workbook=workbook,
        kinds=open_kinds(form.standing),
        asked=list(closing_conditions(workbook)),
        submit_label="Close the Workbook",
        cancel_url=reverse("workbook", args=[family.pk]),
    )
