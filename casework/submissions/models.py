"""What was sent by which opened page, so that the same page sent again changes nothing twice."""

from django.conf import settings
from django.db import models

from casework.trail.models import Permanent


class Submission(Permanent):
    """One for each opened page that was saved. It holds a digest of the words and never the words.

    `subject_type` and `subject_id` name the row with which the page was answered, where it was one row.
    `saved_passages` are hashes of the passages that it saved (`casework.acts.merging`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions")
    form_key = models.UUIDField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    url = models.CharField(max_length=500)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    saved_passages = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form_key"], name="one_submission_of_an_opened_page")]
