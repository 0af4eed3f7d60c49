"""What the manager of the new team may see before the family is theirs: the transfer, and nothing behind it."""

from django.http import Http404
from django.utils import timezone

from casework.access.families import LARGEST_ID
from casework.trail.models import Viewing
from casework.transfers.models import Transfer
from casework.transfers.reading import waiting_for


def open_offer(request, pk):
    """The transfer that waits for this user; Http404 for everybody else. Each look is noted on the family."""
    if pk > LARGEST_ID:
        raise Http404
    offered = Transfer.objects.filter(pk=pk).values_list("family_id", flat=True).first()
    request.viewing = Viewing(
        user=request.user, asked_for=offered or pk, method=request.method, page=request.path[:300]
    )
    transfer = waiting_for(request.user, timezone.localdate()).filter(pk=pk).first()
    if transfer is None:
        raise Http404
    request.viewing.family = transfer.family
    return transfer
