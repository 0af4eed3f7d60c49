"""What becomes of the work with a child who turns 18: asked half a year before, answered by somebody."""

from django.conf import settings
from django.db import models

from casework.families.models import Family
from casework.referrals.models import Involvement
from casework.trail.models import Permanent


class ComingOfAge(Permanent):
    """The latest one of a child's part in a referral holds; each text says what is to be, and with whom."""

    family = models.ForeignKey(Family, models.PROTECT)
    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="+")
    the_case = models.TextField()
    the_summary = models.TextField()
    direct_work = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
