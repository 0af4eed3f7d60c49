"""What somebody has typed and not saved: private to them, deleted when they save (C16)."""

from django.conf import settings
from django.db import models

from casework.families.models import Family


class UnsavedText(models.Model):
    """One row for a person and a form; a blank form's key is made when it opens, so two tabs never share one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsaved_texts")
    form_key = models.CharField(max_length=80)
    family = models.ForeignKey(Family, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    fields = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at"]
        constraints = [models.UniqueConstraint(fields=["user", "form_key"], name="one_unsaved_text_for_a_form")]
