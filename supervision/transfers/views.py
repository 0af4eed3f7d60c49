"""Asking another team to take a family, and the answer of that team's manager."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, may_take, open_family
from casework.access.checks import LARGEST_ID
from casework.acts.keys import blank_key
from casework.acts.views import carried_out, done, opened, writing_page
from casework.trail.models import Viewing
from casework.transfers import services as transfers
from casework.transfers.models import Transfer
from casework.transfers.queries import offered_to
from casework.users.models import TeamMembership
from casework.users.roles import Role
from supervision.transfers import presenters, services
from supervision.transfers.forms import AcceptTransferForm, BecauseForm, TransferForm
from supervision.transfers.presenters import open_on_transfer


def open_offer(request, pk):
    """The transfer that waits for this user; Http404 for everybody else. Each look is noted on the family."""
    if pk > LARGEST_ID:
        raise Http404
    offered = Transfer.objects.filter(pk=pk).values_list("family_id", flat=True).first()
    request.viewing = Viewing(
        user=request.user, asked_for=offered or pk, method=request.method, page=request.path[:300]
    )
    transfer = offered_to(request.user, timezone.localdate()).filter(pk=pk).first()
    if transfer is None:
        raise Http404
    request.viewing.family = transfer.family
    return transfer


def transfer_form(request, family):
    team = family.team_now()
    parts = family.allocation_set.filter(until_date=None).select_related("worker")
    return opened(request, TransferForm, blank_key(request), team=team, parts=parts)


def ask_page(family, form):
    return writing_page(
        family,
        "people",
        form,
        heading="Transfer to another team",
        intro="A manager of the new team reads what you write here, and accepts or declines. Nothing changes before.",
        found=open_on_transfer(family),
        submit_label="Ask the new team",
        cancel_url=reverse("allocations", args=[family.pk]),
    )


def accept_form(request, transfer):
    today = timezone.localdate()
    memberships = TeamMembership.objects.on(today).filter(
        team=transfer.to_team, role=Role.SOCIAL_WORKER, user__is_active=True
    )
    return AcceptTransferForm(
        request.POST or None,
        memberships=memberships.select_related("user", "team"),
        initial={"version": transfer.version},
    )


def because_form(request, transfer):
    return BecauseForm(request.POST or None, initial={"version": transfer.version})


def _open(request, family_id):
    """The family, for those of the grade that transfers it."""
    family = open_family(request, family_id, Can.DECIDE)
    if not may_take(family.access, "transfer"):
        raise PermissionDenied("Transferring a family needs a higher grade.")
    return family


def ask(request, family_id):
    family = _open(request, family_id)
    standing = family.transfer_set.filter(state="asked").first()
    if request.method == "GET" and standing:
        return redirect("transfer", family.pk, standing.pk)
    form = transfer_form(request, family)
    if request.method == "POST" and (transfer := carried_out(request, form, partial(_ask, family, form))):
        messages.success(request, f"{transfer.to_team} is asked to take the family.")
        return redirect("transfer", family.pk, transfer.pk)
    return render(request, "supervision/transfers/ask.html", ask_page(family, form), status=form.status)


def _ask(family, form, **given):
    return services.ask(family, form_key=form.cleaned_data["form_key"], **given)


def transfer(request, family_id, transfer_id):
    family = open_family(request, family_id)
    transfer = get_object_or_404(family.transfer_set.select_related("from_team", "to_team", "asked_by"), pk=transfer_id)
    return render(request, "supervision/transfers/transfer.html", presenters.transfer_page(family, transfer))


def take_back(request, family_id, transfer_id):
    family = _open(request, family_id)
    transfer = get_object_or_404(family.transfer_set.select_related("to_team"), pk=transfer_id)
    form = because_form(request, transfer)
    if done(form, lambda: _act(request, form, transfers.take_back, transfer)):
        messages.success(request, "The transfer was taken back.")
        return redirect("transfer", family.pk, transfer.pk)
    page = presenters.take_back_page(family, transfer, form)
    return render(request, "layouts/form_page.html", page, status=form.status)


def offered(request, transfer_id):
    transfer = open_offer(request, transfer_id)
    return render(request, "supervision/transfers/offered.html", presenters.offered_page(transfer))


def accept(request, transfer_id):
    transfer = open_offer(request, transfer_id)
    form = accept_form(request, transfer)
    if done(form, lambda: _act(request, form, services.accept, transfer)):
        messages.success(request, f"{transfer.family} is with {transfer.to_team} now.")
        return redirect("transfer", transfer.family_id, transfer.pk)
    return render(
        request, "supervision/transfers/accept.html", presenters.accept_page(transfer, form), status=form.status
    )


def decline(request, transfer_id):
    transfer = open_offer(request, transfer_id)
    form = because_form(request, transfer)
    if done(form, lambda: _act(request, form, transfers.decline, transfer)):
        messages.success(request, f"The transfer of {transfer.family} was declined.")
        return redirect("my-work")
    return render(request, "layouts/form_page.html", presenters.decline_page(transfer, form), status=form.status)


def _act(request, form, act, transfer):
    given = {name: value for name, value in form.cleaned_data.items() if name != "form_key"}
    return act(transfer, by=request.user, at=timezone.now(), **given)
