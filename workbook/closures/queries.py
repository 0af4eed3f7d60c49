"""Who is part of the running episodes of a Workbook."""

from workbook.episodes.models import EpisodeMember
from workbook.episodes.states import OVER


def running_members(workbook):
    return EpisodeMember.objects.filter(episode__workbook=workbook, until_date=None).exclude(episode__state__in=OVER)
