"""What the pages of a transfer show."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import may_take
from casework.acts.keys import blank_key
from casework.acts.views import opened, writing_page
from casework.family_page.presenters import family_page
from casework.transfers.states import TransferState
from casework.users.models import TeamMembership
from casework.users.roles import Role
from supervision.transfers.forms import AcceptForm, BecauseForm, TransferForm
from supervision.transfers.reading import all_open


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
        found=all_open(family),
        submit_label="Ask the new team",
        cancel_url=reverse("allocations", args=[family.pk]),
    )


def transfer_page(family, transfer):
    asked = transfer.state == TransferState.ASKED
    return family_page(
        family,
        "people",
        heading=f"Transfer to {transfer.to_team}",
        transfer=transfer,
        parts=parts_of(transfer),
        found=all_open(family) if asked else [],
        may_take_back=asked and may_take(family.access, "transfer"),
    )


def parts_of(transfer):
    """Each worker whom the family had when the transfer was asked for, and whether their part goes on."""
    day = timezone.localdate(transfer.asked_at)
    known = Q(from_date__lte=day) | Q(pk__in=transfer.staying)
    parts = transfer.family.allocation_set.filter(
        known & (Q(until_date=None) | Q(until_date__gte=day) | Q(ended_because="TSPROC"))
    )
    return [(part, part.pk in transfer.staying) for part in parts.select_related("worker")]


def offered_page(transfer):
    """What the transfer itself says, the names of the workers, and how much is open: the family is not open yet."""
    return {
        "heading": f"{transfer.family}: transfer from {transfer.from_team}",
        "transfer": transfer,
        "parts": parts_of(transfer),
        "counts": [(each.what, len(each.lines), each.fate) for each in all_open(transfer.family)],
    }


def accept_form(request, transfer):
    today = timezone.localdate()
    memberships = TeamMembership.objects.on(today).filter(
        team=transfer.to_team, role=Role.SOCIAL_WORKER, user__is_active=True
    )
    return AcceptForm(
        request.POST or None,
        memberships=memberships.select_related("user", "team"),
        initial={"version": transfer.version},
    )


def accept_page(transfer, form):
    return {
        "heading": f"Accept {transfer.family}",
        "form": form,
        "consequences": [
            f"From today {transfer.family} is with {transfer.to_team}. {transfer.from_team} reads on for "
            f"{practice.current().settings.access_grace_days} days.",
            "The parts of the workers who do not stay end, with the transfer summary as their summary of involvement.",
            "What is due goes to the new lead, otherwise to your team. Open actions and planned visits of those whose "
            "part ends go to the new lead, otherwise to you.",
            "The day for a decision on a Workbook runs from now, where none has been made.",
        ],
        "submit_label": "Accept the family",
        "cancel_url": reverse("transfer-offered", args=[transfer.pk]),
    }


def because_form(request, transfer):
    return BecauseForm(request.POST or None, initial={"version": transfer.version})


def decline_page(transfer, form):
    return {
        "heading": f"Decline {transfer.family}",
        "intro": f"{transfer.asked_by} is told, with your reason.",
        "form": form,
        "submit_label": "Decline the transfer",
        "cancel_url": reverse("transfer-offered", args=[transfer.pk]),
    }


def take_back_page(family, transfer, form):
    return family_page(
        family,
        "people",
        heading="Take the transfer back",
        intro=f"{transfer.to_team} is not asked any more. Nothing else changes.",
        form=form,
        submit_label="Take the transfer back",
        cancel_url=reverse("transfer", args=[family.pk, transfer.pk]),
    )
