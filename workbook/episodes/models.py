"""The Workbook episode: the period between two group supervisions (C25)."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.families.models import ADULTS, RANK, FamilyRecord, FamilyRole, InRole
from casework.people.models import Person
from workbook.episodes.states import BEFORE_SUPERVISION, EpisodeState
from workbook.workbooks.models import Workbook


class WorkbookEpisode(FamilyRecord):
    """Carries the date for which its supervision is planned from its first day (C11)."""

    workbook = models.ForeignKey(Workbook, models.PROTECT, related_name="episodes")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=30, choices=EpisodeState)
    begun_at = models.DateTimeField()
    supervision_planned_for = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_because = models.TextField(blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(
                fields=["supervision_planned_for", "id"],
                condition=Q(state__in=list(BEFORE_SUPERVISION)),
                name="supervisions_to_come",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["workbook", "number"], name="episodes_are_numbered"),
            models.UniqueConstraint(
                fields=["workbook"],
                condition=Q(state__in=list(BEFORE_SUPERVISION)),
                name="one_episode_before_supervision",
            ),
            models.UniqueConstraint(
                fields=["workbook"], condition=Q(state=EpisodeState.BEGUN), name="one_episode_begun_ahead"
            ),
        ]


class EpisodeMember(InRole):
    """Who of the family was part of the episode, from when and in which role, as it stood for that episode.

    The supervision is filed on its children (C2).
    """

    episode = models.ForeignKey(WorkbookEpisode, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="episode_memberships")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [RANK, "person__born"]
        constraints = [models.UniqueConstraint(fields=["episode", "person"], name="a_person_once_in_an_episode")]


def is_whole(roles: Collection[str]) -> bool:
    """Whether people in these roles make a Workbook: a child with whom one works, and an adult (A1.14)."""
    return FamilyRole.CHILD in roles and not ADULTS.isdisjoint(roles)
