"""What is finished, as it stood when somebody finished it: names, roles, texts, ratings, actions, notes (A10.1)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.documents.models import Printed
from casework.families.models import Family
from casework.trail.models import Permanent


class Frozen(Permanent):
    """One finished record. `kind` is a key of `casework.frozen.registry`; the subject is the row that was finished.

    `contents` is made by `casework.frozen.contents`, whose schema it names; `sha256` of it is in hexadecimal. `origins`
    are the rows whose texts stand in it, 'casework.NotePassage:7'. Finished, taken back and finished again it has a
    second `number`, and the first stays.
    """

    family = models.ForeignKey(Family, models.PROTECT)
    kind = models.CharField(max_length=30)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    contents = models.JSONField("finished record")
    origins = ArrayField(models.CharField(max_length=80))
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Permanent.Meta):
        ordering = ["pk"]
        verbose_name = "finished record"
        verbose_name_plural = "finished records"
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "kind", "number"], name="frozen_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="frozen_records_are_numbered"),
        ]


class FrozenPrint(Printed):
    """The PDF of a finished record, laid out from its contents and nothing else."""

    frozen = models.OneToOneField(Frozen, models.PROTECT, related_name="print")
