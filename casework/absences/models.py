"""When workers are away, and who covers for them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, Expression, OuterRef, Q, Subquery

from casework.trail.models import Dated, DatedQuerySet
from casework.users.models import TeamMembership, User
from casework.users.roles import PRACTITIONERS


class AbsenceQuerySet(DatedQuerySet):
    def covered_by(self, user: User | Expression, day: date | Expression) -> Self:
        """Those in which `user` covers on `day`."""
        return self.on(day).filter(cover=user, cancelled=False)

    def among_colleagues(self, day: date | Expression) -> Self:
        """Those whose cover is, on `day`, a practitioner of a team of the one who is away: nobody of another agency,
        and nobody who has left that team.
        """
        teams = TeamMembership.objects.filter(user=OuterRef(OuterRef("user"))).values("team")
        held = TeamMembership.objects.on(day).seeing_its_families().filter(user=OuterRef("cover"))
        return self.filter(Exists(held.filter(role__in=PRACTITIONERS, team__in=Subquery(teams))))


class Absence(Dated):
    """A worker is away; `cover` has their rights with their families on these days, both included.

    Somebody of another agency has them only with the families to which they are allocated themselves.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    cover = models.ForeignKey(User, models.PROTECT, related_name="covering")
    because = models.CharField(max_length=200, blank=True)
    cancelled = models.BooleanField(default=False)

    objects = models.Manager.from_queryset(AbsenceQuerySet)()

    class Meta(Dated.Meta):
        ordering = ["from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(user=models.F("cover")), name="nobody_covers_oneself"),
            models.CheckConstraint(condition=Q(until_date__isnull=False), name="an_absence_has_an_end"),
        ]

    @property
    def last_day(self) -> date:
        """`until_date`, which an absence always has."""
        return self.until_date or self.from_date
