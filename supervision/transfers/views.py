"""Asking another team to take a family, and the answer of that team's manager."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import Can, may_take, open_family
from casework.acts.views import carried_out, done
from casework.transfers import services as transfers
from casework.transfers.door import open_offer
from supervision.transfers import pages, services


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
    form = pages.transfer_form(request, family)
    if request.method == "POST" and (transfer := carried_out(request, form, partial(_ask, family, form))):
        messages.success(request, f"{transfer.to_team} is asked to take the family.")
        return redirect("transfer", family.pk, transfer.pk)
    return render(request, "supervision/transfers/ask.html", pages.ask_page(family, form), status=form.status)


def _ask(family, form, **given):
    return services.ask(family, form_key=form.cleaned_data["form_key"], **given)


def transfer(request, family_id, transfer_id):
    family = open_family(request, family_id)
    transfer = get_object_or_404(family.transfer_set.select_related("from_team", "to_team", "asked_by"), pk=transfer_id)
    return render(request, "supervision/transfers/transfer.html", pages.transfer_page(family, transfer))


def take_back(request, family_id, transfer_id):
    family = _open(request, family_id)
    transfer = get_object_or_404(family.transfer_set.select_related("to_team"), pk=transfer_id)
    form = pages.because_form(request, transfer)
    if done(form, lambda: _act(request, form, transfers.take_back, transfer)):
        messages.success(request, "The transfer was taken back.")
        return redirect("transfer", family.pk, transfer.pk)
    page = pages.take_back_page(family, transfer, form)
    return render(request, "layouts/form_page.html", page, status=form.status)


def offered(request, transfer_id):
    transfer = open_offer(request, transfer_id)
    return render(request, "supervision/transfers/offered.html", pages.offered_page(transfer))


def accept(request, transfer_id):
    transfer = open_offer(request, transfer_id)
    form = pages.accept_form(request, transfer)
    if done(form, lambda: _act(request, form, services.accept, transfer)):
        messages.success(request, f"{transfer.family} is with {transfer.to_team} now.")
        return redirect("transfer", transfer.family_id, transfer.pk)
    return render(request, "supervision/transfers/accept.html", pages.accept_page(transfer, form), status=form.status)


def decline(request, transfer_id):
    transfer = open_offer(request, transfer_id)
    form = pages.because_form(request, transfer)
    if done(form, lambda: _act(request, form, transfers.decline, transfer)):
        messages.success(request, f"The transfer of {transfer.family} was declined.")
        return redirect("my-work")
    return render(request, "layouts/form_page.html", pages.decline_page(transfer, form), status=form.status)


def _act(request, form, act, transfer):
    given = {name: value for name, value in form.cleaned_data.items() if name != "form_key"}
    return act(transfer, by=request.user, at=timezone.now(), **given)
