"""What is due from somebody."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from casework.duedates.models import DueDate
from casework.families.models import Family
from casework.users.models import User
from supervision.my_work.queries import teams_managed_by


def dues_of(user: User, families: QuerySet[Family], now: datetime) -> QuerySet[DueDate]:
    """What is due from `user` in `families`: their own, and what no worker of a team that they manage owns yet."""
    mine = Q(owner=user) | Q(owner=None, team__in=teams_managed_by(user, timezone.localdate(now)))
    return DueDate.objects.running().filter(mine, family__in=families).shown()
