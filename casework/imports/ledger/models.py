"""What was imported already, so that an import is idempotent."""

from django.conf import settings
from django.db import models

from casework.trail.models import Permanent


class Imported(Permanent):
    """`key` names the row in its source ('census:AB123:child'), `table` and `row` what it became here."""

    key = models.CharField(max_length=200, unique=True)
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
