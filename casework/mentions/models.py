"""That something recorded elsewhere may be about somebody of a restricted family (A7.17, A7.20, A11.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.calls.models import SafetyCall
from casework.families.models import FamilyRecord
from casework.left_notes.models import LeftNote
from casework.notes.models import CaseNote
from casework.people.models import Person


class MentionOutcome(models.TextChoices):
    OURS = "ours", "It is about somebody of this family"
    NOT_OURS = "not_ours", "It is about somebody else"


class Mention(FamilyRecord):
    """A call, a left note, or a new person, found to be like `person` of the restricted `family`; None: by reference.

    It stands on that family's file alone. Whoever wrote what is found learns nothing of it.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    call = models.ForeignKey(SafetyCall, models.PROTECT, null=True, blank=True, related_name="+")
    left_note = models.ForeignKey(LeftNote, models.PROTECT, null=True, blank=True, related_name="mentions")
    newcomer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    found_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=MentionOutcome, blank=True)
    because = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    # The case note as which a call or a left note stands on this family's file.
    note = models.OneToOneField(CaseNote, models.PROTECT, null=True, blank=True, related_name="mention")

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["family", "call"], name="a_call_is_mentioned_once"),
            models.UniqueConstraint(fields=["family", "left_note"], name="a_left_note_is_mentioned_once"),
            models.UniqueConstraint(fields=["family", "newcomer"], name="a_newcomer_is_mentioned_once"),
            models.CheckConstraint(
                condition=Q(call__isnull=False, left_note=None, newcomer=None)
                | Q(call=None, left_note__isnull=False, newcomer=None)
                | Q(call=None, left_note=None, newcomer__isnull=False),
                name="a_mention_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="a_settled_mention_says_who_and_when",
            ),
        ]


class LookedThrough(models.Model):
    """Up to which rows of a table's history was looked for mentions: `through` at the last look, `before` it before.

    Each look begins at `before`: what was being written at the last one may have a lower number than what was there.
    """

    table = models.CharField(max_length=60, unique=True)
    through = models.BigIntegerField()
    before = models.BigIntegerField()
