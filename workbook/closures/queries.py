"""Who is part of the running episodes of a Workbook."""

from django.db.models import QuerySet

from workbook.episodes.models import EpisodeMember
from workbook.episodes.states import OVER
from workbook.workbooks.models import Workbook


def running_members(workbook: Workbook) -> QuerySet[EpisodeMember]:
    return EpisodeMember.objects.filter(episode__workbook=workbook, until_date=None).exclude(episode__state__in=OVER)
