"""Two workers of one agency write one summary (A3.16, A3.17, A3.18)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord
from casework.trail.versions import Versioned
from workbook.summaries.delegation.states import TaskState
from workbook.summaries.models import InterventionSummary


class DelegatedTask(Versioned, FamilyRecord):
    """What the worker of `summary`, who finalises the whole, asks of the worker of `part`, who finalises that part.

    `due_at` lies before the episode's group supervision.
    """

    summary = models.ForeignKey(InterventionSummary, models.PROTECT, related_name="delegated")
    part = models.ForeignKey(InterventionSummary, models.PROTECT, related_name="tasks")
    what_is_needed = models.TextField()
    # Agreed for good: the next episode has it too, without its being asked anew, until somebody withdraws it.
    standing = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["part"], condition=~Q(state=TaskState.WITHDRAWN), name="a_part_is_delegated_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.WITHDRAWN) | ~Q(withdrawn_because=""), name="withdrawn_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE) | Q(done_at__isnull=False), name="a_done_task_has_its_time"
            ),
        ]
