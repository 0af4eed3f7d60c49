"""Group supervision: the month's meeting, what it thought, rated and agreed (A6)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework import practice
from casework.actions.models import AgreedAction
from casework.families.models import Family, FamilyRecord, Rag
from casework.passages.models import Passage
from casework.people.models import Person
from casework.practice.fields import CodeField, PracticeKeys, Words, readable
from casework.practice.schema import Section
from casework.trail.models import Permanent
from casework.trail.versions import Versioned
from supervision.group_supervisions.states import OVER, WAS_HELD, SupervisionState
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import StrategyDiscussion


class Decision(models.TextChoices):
    CONTINUE = "continue", "Continue: the next Workbook episode opens"
    CLOSE = "close", "Close the Workbook"


class GroupSupervision(Versioned, FamilyRecord):
    """Made when the episode is closed for supervision; the episode has the planned date."""

    episode = models.OneToOneField(WorkbookEpisode, models.PROTECT, related_name="supervision")
    state = models.CharField(max_length=12, choices=SupervisionState, default=SupervisionState.PREPARED)
    prepared_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    # Why it was said last that it was not held after all.
    undone_because = models.TextField(blank=True)
    others_present = models.CharField(max_length=2000, blank=True)
    overall_rag = models.CharField("overall RAG", max_length=5, choices=Rag, blank=True)
    rationale = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    no_actions_because = models.TextField(blank=True)
    # Asked of a new Red.
    strategy_discussion = models.CharField(max_length=5, choices=StrategyDiscussion, blank=True)
    no_strategy_because = models.TextField(blank=True)
    relationships_checked = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decision_because = models.TextField(blank=True)
    # Where the Workbook closes with it.
    closed_reason = CodeField(PracticeKeys("workbook_closure_reasons", readable), max_length=40, blank=True)
    get_closed_reason_display: Words
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-episode__number"]
        indexes = [models.Index(fields=["family"], condition=~Q(state__in=OVER), name="supervisions_not_over")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=WAS_HELD) | Q(held_at__isnull=False),
                name="a_held_supervision_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAS_HELD) | Q(held_at__isnull=True), name="only_a_held_supervision_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(strategy_discussion=StrategyDiscussion.NOT) | ~Q(no_strategy_because=""),
                name="supervision_without_a_strategy_discussion_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=SupervisionState.SIGNED_OFF)
                | (
                    Q(signed_off_at__isnull=False, signed_off_by__isnull=False, relationships_checked=True)
                    & ~Q(overall_rag="")
                    & ~Q(rationale="")
                    & ~Q(decision="")
                ),
                name="signed_off_whole",
            ),
        ]


class SupervisionPassage(Passage):
    owner = models.ForeignKey(GroupSupervision, models.PROTECT, related_name="passages")

    @staticmethod
    def sections_of(row: models.Model) -> Iterable[Section]:
        return practice.current().supervision_sections


class SupervisionMove(Permanent):
    """The planned date moved, and why."""

    family = models.ForeignKey(Family, models.PROTECT)
    episode = models.ForeignKey(WorkbookEpisode, models.PROTECT, related_name="moves")
    planned_before = models.DateTimeField()
    planned_for = models.DateTimeField()
    because = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]


class Came(models.TextChoices):
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Absent"


class Attendance(FamilyRecord):
    supervision = models.ForeignKey(GroupSupervision, models.PROTECT, related_name="attendance")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    came = models.CharField(max_length=10, choices=Came)
    because = models.TextField(blank=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [models.UniqueConstraint(fields=["supervision", "user"], name="attendance_once_for_each")]


class SupervisionAction(FamilyRecord):
    supervision = models.ForeignKey(GroupSupervision, models.PROTECT, related_name="action_lines")
    action = models.OneToOneField(AgreedAction, models.PROTECT, related_name="supervision_line")

    class Meta:
        ordering = ["pk"]


class ActionReview(FamilyRecord):
    """Where an action of the last meeting stands, as this one found."""

    supervision = models.ForeignKey(GroupSupervision, models.PROTECT, related_name="reviews")
    action = models.ForeignKey(AgreedAction, models.PROTECT, related_name="reviews")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "action"], name="an_action_is_reviewed_once_in_a_meeting")
        ]


class Filing(Permanent):
    """The episode and its supervision are filed on this child, or left out of the file with the reason (C2, A6.10)."""

    family = models.ForeignKey(Family, models.PROTECT)
    supervision = models.ForeignKey(GroupSupervision, models.PROTECT, related_name="filings")
    child = models.ForeignKey(Person, models.PROTECT, related_name="filings")
    left_out_because = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supervision", "child"], name="filed_once_on_each_child")]
