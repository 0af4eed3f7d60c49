"""What was imported, by which run: so that an import is idempotent, and can be undone."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from casework.trail.models import Permanent
from casework.users.models import Team


class ImportKind(models.TextChoices):
    CENSUS = "census", "Census return"
    FAMILIES = "families", "File of families"


class ImportRun(Permanent):
    """One file that was brought in; `sha256` is of its content. A run without its end was cut off."""

    kind = models.CharField(max_length=10, choices=ImportKind)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ImportEnd(Permanent):
    """That a run came to its end, and the figures of its report."""

    run = models.OneToOneField(ImportRun, models.PROTECT, related_name="end")
    figures = models.JSONField(default=dict)
    at = models.DateTimeField()


class ImportUndone(Permanent):
    run = models.OneToOneField(ImportRun, models.PROTECT, related_name="undone")
    because = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Imported(Permanent):
    """`key` names the row in its source ('census:AB123:child'), `table` and `row` what it became here.

    `made`: the run made the row; otherwise it was here already.
    """

    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="imported")
    key = models.CharField(max_length=200, db_index=True)
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    made = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Permanent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="imported_once_by_a_run"),
            models.UniqueConstraint(fields=["key"], condition=Q(run=None), name="imported_once_without_a_run"),
        ]


class ImportedValue(Permanent):
    """What a run changed in a row that was here: `was` and `now` are values by the name of the column."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="values")
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    was = models.JSONField(encoder=DjangoJSONEncoder)
    now = models.JSONField(encoder=DjangoJSONEncoder)
