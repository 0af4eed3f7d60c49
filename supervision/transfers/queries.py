"""The workers of a transfer, and whether a supervision is under way."""

from django.db.models import Q
from django.utils import timezone

from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.states import EpisodeState


def parts_of(transfer):
    """Each worker whom the family had when the transfer was asked for, and whether their part goes on."""
    day = timezone.localdate(transfer.asked_at)
    known = Q(from_date__lte=day) | Q(pk__in=transfer.staying)
    parts = transfer.family.allocation_set.filter(
        known & (Q(until_date=None) | Q(until_date__gte=day) | Q(ended_because="TSPROC"))
    )
    return [(part, part.pk in transfer.staying) for part in parts.select_related("worker")]


def supervision_under_way(family):
    """Whether the family's supervision is under way: from the closing of the episode until the sign-off (A9.7)."""
    under_way = GroupSupervision.objects.exclude(state=SupervisionState.SIGNED_OFF)
    return under_way.filter(family=family, episode__state__in=[EpisodeState.CLOSED, EpisodeState.SUPERVISED]).exists()
