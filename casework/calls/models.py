"""A call about a child's safety, before there is a referral (A7.20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import Family
from casework.people.contact_details.models import ContactDetail
from casework.practice.fields import CodeField, NationalCodes, Words
from casework.trail.models import Recorded
from casework.users.models import Team


class SafetyCall(Recorded):
    """The child, the address and the concern first; the caller's details only where it could not be put through.

    It belongs to the team that took it; `family` is None until it is known whose child it is. What was said of where
    the child or the caller is stands here until the person is known: then it is theirs, and the call refers to it.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="calls")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    child_name = models.CharField(max_length=120)
    child_address = models.CharField(max_length=300, blank=True)
    concern = models.TextField()
    put_through_to = models.CharField(max_length=120, blank=True)
    not_put_through_because = models.CharField(max_length=300, blank=True)
    caller_name = models.CharField(max_length=120, blank=True)
    caller_address = models.CharField(max_length=300, blank=True)
    caller_number = models.CharField(max_length=30, blank=True)
    told_to = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    # When the team's managers were told that the hour had passed.
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    outcome = CodeField(NationalCodes("contact_outcomes"), max_length=10, blank=True)
    get_outcome_display: Words
    outcome_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="calls")
    # In place of `child_address`, `caller_address` and `caller_number`, which are empty then.
    child_place = models.ForeignKey(ContactDetail, models.PROTECT, null=True, blank=True, related_name="+")
    caller_place = models.ForeignKey(ContactDetail, models.PROTECT, null=True, blank=True, related_name="+")
    caller_telephone = models.ForeignKey(ContactDetail, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-taken_at", "-pk"]
        indexes = [
            models.Index(fields=["-taken_at", "-id"], name="calls_latest_first"),
            models.Index(fields=["team", "taken_at"], condition=Q(outcome=""), name="calls_undecided"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(put_through_to="") | Q(not_put_through_because=""), name="put_through_or_not"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="a_decided_call_says_who_and_when",
            ),
        ]
