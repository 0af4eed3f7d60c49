"""What somebody has typed and not saved: private to them, deleted when they save (C16)."""

from django.conf import settings
from django.db import models

from casework.families.models import Family
from casework.unsaved.fields import OwnTitle, OwnWords


class UnsavedText(models.Model):
    """One row for a person and a page that was opened, so two windows never share one.

    `form_key` is the page's key; a page that goes on with what another had kept has the same. `family` is None where
    the page is about none; `subject` says which record is written in, where one address may stand for several.
    `private` is what may be a protected detail: it is offered on its own page alone, and its discarding is final. Any
    other is kept for a day after `discarded_at`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsaved_texts")
    page = models.UUIDField()
    form_key = models.UUIDField()
    family = models.ForeignKey(Family, models.PROTECT, null=True, related_name="+")
    title = OwnTitle(max_length=200)
    url = OwnTitle(max_length=300)
    subject = models.CharField(max_length=60, blank=True)
    fields = OwnWords(default=dict)
    digest = models.CharField(max_length=64)
    private = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-kept_at"]
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="one_unsaved_text_for_an_opened_page")]
        indexes = [models.Index(fields=["user", "form_key"])]
