"""Closing a child's case: its record, the letters about it, and the manager's agreement (A9.8)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import practice
from casework.closures.states import WAS_AGREED, ClosureState
from casework.families.models import FamilyRecord
from casework.passages.models import Passage
from casework.people.contact_details.models import ContactDetail
from casework.practice.fields import CodeField, NationalCodes, Words
from casework.practice.schema import Section
from casework.referrals.models import Involvement
from casework.trail.versions import Versioned


class Closure(Versioned, FamilyRecord):
    """Of one child's involvement. Written by the lead worker, agreed by a manager with comments (A2.8, A9.8)."""

    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="closures")
    state = models.CharField(max_length=10, choices=ClosureState, default=ClosureState.DRAFT)
    reason = CodeField(NationalCodes("closure_reasons"), max_length=3, blank=True)
    get_reason_display: Words
    closing_on = models.DateField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)
    to_authority = models.CharField(max_length=120, blank=True)
    confirmed_in_writing_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    begun_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    managers_comments = models.TextField(blank=True)
    # What the manager wants put right first, and why the case goes on after all: the latest of each.
    sent_back_because = models.TextField(blank=True)
    dropped_because = models.TextField(blank=True)
    # Closed in error: who took that back, when and why. What the closing ended goes on.
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["involvement"],
                condition=Q(state__in=[ClosureState.DRAFT, ClosureState.ASKED]),
                name="one_closure_is_written_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WAS_AGREED)
                | (Q(agreed_by__isnull=False, agreed_at__isnull=False, closing_on__isnull=False) & ~Q(reason="")),
                name="an_agreed_closure_says_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClosureState.DROPPED) | ~Q(dropped_because=""), name="a_dropped_closure_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=ClosureState.REOPENED)
                | (Q(reopened_by__isnull=False, reopened_at__isnull=False) & ~Q(reopened_because="")),
                name="a_reopened_closure_says_who_when_and_why",
            ),
        ]


class ClosurePassage(Passage):
    owner = models.ForeignKey(Closure, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: models.Model) -> Iterable[Section]:
        return practice.current().closure_sections


class EndedByClosure(FamilyRecord):
    """A row that ended since the case closed: a clock, the lead's part, a place in the Workbook (`casework.subjects`).

    So the closing can be taken back with exactly what it ended, and nothing that ended beside it.
    """

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="ended")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["closure", "subject_type", "subject_id"], name="ended_by_a_closure_once")
        ]


class ClosureLetter(FamilyRecord):
    """Who is informed by letter that the case closes, and the evidence that it was sent (A9.8).

    Where it goes to an address that is recorded of somebody, `place` refers to it and `address` is empty.
    """

    closure = models.ForeignKey(Closure, models.PROTECT, related_name="letters")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(ContactDetail, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(address="") | Q(place__isnull=False), name="a_letter_goes_somewhere")
        ]
