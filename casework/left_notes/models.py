"""A note for a family whose record its author may not open (A7.17)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.in_error.models import InErrorReason
from casework.notes.models import CaseNote
from casework.trail.models import Recorded
from casework.users.models import Team


class LeftNote(Recorded):
    """What its author wrote, and for whom: a reference, or a name with or without a date of birth.

    Its author reads this row alone, whatever becomes of it. `note` is the case note as which it stands on a family's
    file. `looked_at` is None while there is something of it to file or to carry to where it is filed.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="left_notes")
    recorded_at = models.DateTimeField()
    took_place_at = models.DateTimeField()
    reference = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=120, blank=True)
    born = models.DateField(null=True, blank=True)
    text = models.TextField()
    looked_at = models.DateTimeField(null=True, blank=True)
    note = models.OneToOneField(CaseNote, models.PROTECT, null=True, blank=True, related_name="left_note")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    no_family_because = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=14, choices=InErrorReason, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [
            models.Index(fields=["author", "-recorded_at", "-id"], name="left_notes_latest_first"),
            models.Index(fields=["id"], condition=Q(looked_at=None), name="left_notes_to_look_at"),
            models.Index(
                fields=["team", "-recorded_at", "-id"],
                condition=Q(settled_at=None, withdrawn_at=None),
                name="left_notes_to_file",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reference="") | ~Q(name=""), name="a_left_note_says_for_whom"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, note=None, no_family_because="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, note__isnull=False, no_family_because="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False, note=None) & ~Q(no_family_because="")),
                name="a_settled_note_is_filed_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="", withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="") & ~Q(withdrawn_reason="")),
                name="a_withdrawn_left_note_says_why",
            ),
        ]

    @property
    def for_whom(self) -> str:
        """As its author said it."""
        return ", ".join(filter(None, (self.reference, self.name)))


class LeftNoteAddition(Recorded):
    """What its author adds: the note itself does not change (A10.2)."""

    left_note = models.ForeignKey(LeftNote, models.PROTECT, related_name="additions")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
