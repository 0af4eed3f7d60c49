"""Asking another team to take a family, and the answer of that team's manager."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, SignedInRequest, may_take, open_family
from casework.acts.views import ActView, FamilyActView
from casework.allocations.leads.queries import asked_of_lead
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.sent import LARGEST_ID
from casework.trail.models import Viewing
from casework.transfers import services as transfers
from casework.transfers.models import Transfer
from casework.transfers.queries import offered_to
from supervision.transfers import forms, presenters, queries, services


def open_offer(request: SignedInRequest, pk: int) -> Transfer:
    """The transfer that waits for this user; Http404 for everybody else. Each look is noted on the family."""
    if pk > LARGEST_ID:
        raise Http404
    asked_for = queries.family_offered(pk) or pk
    request.viewing = Viewing(user=request.user, asked_for=asked_for, method=request.method, page=request.path[:300])
    transfer = get_object_or_404(offered_to(request.user, timezone.localdate()), pk=pk)
    request.viewing.family = transfer.family
    return transfer


class TransferView(FamilyActView):
    """An act for those of the grade that transfers the family."""

    right = Can.DECIDE
    section = "people"

    def find(self, **ids: Any) -> None:
        if not may_take(self.family.access, "transfer"):
            raise PermissionDenied("Transferring a family needs a higher grade.")

    def next_url(self, transfer: Transfer) -> str:
        return reverse("transfer", args=[self.family.pk, transfer.pk])


class AskForTransfer(TransferView):
    form_class = forms.TransferForm
    service = staticmethod(services.ask)
    template_name = "supervision/transfers/ask.html"
    heading = "Transfer to another team"
    submit_label = "Ask the new team"

    def closed(self) -> HttpResponse | None:
        pending = queries.pending_transfer(self.family)
        return redirect(self.next_url(pending)) if pending else None

    def details(self) -> dict[str, Any]:
        parts = self.family.allocation_set.filter(until_date=None).select_related("worker")
        return {"team": self.family.team_now(), "parts": parts}

    def message(self, transfer: Transfer) -> str:
        return f"{transfer.to_team} is asked to take the family."

    def cancel_url(self) -> str:
        return reverse("allocations", args=[self.family.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        intro = "A manager of the new team reads what you write here, and accepts or declines. Nothing changes before."
        return {"intro": intro, "open_work": presenters.open_on_transfer(self.family)}


def transfer(request: SignedInRequest, family_id: int, transfer_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    transfer = get_object_or_404(queries.transfers_of(family), pk=transfer_id)
    page = family_page(family, "people", **presenters.transfer_page(family, transfer))
    return render(request, "supervision/transfers/transfer.html", page)


class TakeBackTransfer(TransferView):
    form_class = forms.EndTransferForm
    service = staticmethod(transfers.take_back)
    heading = "Take the transfer back"
    submit_label = "Take the transfer back"
    success = "The transfer was taken back."

    def find(self, transfer_id: int) -> None:
        super().find()
        self.row = get_object_or_404(queries.transfers_of(self.family), pk=transfer_id)

    def cancel_url(self) -> str:
        return self.next_url(self.row)

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": f"{self.row.to_team} is not asked any more. Nothing else changes."}


def offered(request: SignedInRequest, transfer_id: int) -> HttpResponse:
    transfer = open_offer(request, transfer_id)
    return render(request, "supervision/transfers/offered.html", presenters.offered_page(transfer))


class OfferView(ActView):
    """The answer of a manager of the new team, to whom the family is not open yet."""

    def find(self, transfer_id: int) -> None:
        self.row = open_offer(self.request, transfer_id)

    def cancel_url(self) -> str:
        return reverse("transfer-offered", args=[self.row.pk])


class AcceptTransfer(OfferView):
    form_class = forms.AcceptTransferForm
    service = staticmethod(services.accept)
    submit_label = "Accept the family"

    @property
    def heading(self) -> str:
        return f"Accept {self.row.family}"

    def details(self) -> dict[str, Any]:
        today = timezone.localdate()
        asked = asked_of_lead(self.row.family, self.request.user, today)
        return {"memberships": queries.possible_leads(self.row, today), "asked": asked}

    def message(self, transfer: Transfer) -> str:
        return f"{transfer.family} is with {transfer.to_team} now."

    def next_url(self, transfer: Transfer) -> str:
        return reverse("transfer", args=[transfer.family_id, transfer.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": presenters.consequences_of(self.row)}


class DeclineTransfer(OfferView):
    form_class = forms.EndTransferForm
    service = staticmethod(transfers.decline)
    submit_label = "Decline the transfer"

    @property
    def heading(self) -> str:
        return f"Decline {self.row.family}"

    def message(self, transfer: Transfer) -> str:
        return f"The transfer of {transfer.family} was declined."

    def next_url(self, transfer: Transfer) -> str:
        return reverse("my-work")

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": f"{self.row.asked_by} is told, with your reason."}
