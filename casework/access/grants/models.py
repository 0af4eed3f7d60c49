"""What is granted to one person for one family: with a reason and an end, on guardian's direct foreign key (ADR 34)."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, Expression, Func, Q, Value
from guardian.models import UserObjectPermissionBase

from casework.families.models import Family
from casework.people.models import Person
from casework.trail.models import Dated, DatedQuerySet
from casework.users.models import Post, TeamMembership, User


class GrantKind(models.TextChoices):
    JOINT = "joint", "Works with the family's workers, without being allocated"
    DUTY = "duty", "On duty for the family, without being allocated"
    LINKED = "linked", "Works with a linked family, for a named child"
    AUDIT = "audit", "Named auditor of a restricted family"
    BREAK_GLASS = "break_glass", "Opened in an emergency: a child may be in danger now"


# These open a restricted family to somebody who is not on its list.
OPENING = (GrantKind.AUDIT, GrantKind.BREAK_GLASS)
# What an emergency opens is read for hours: it counts for nothing that is decided or that lasts.
LASTING = tuple(kind for kind in GrantKind if kind != GrantKind.BREAK_GLASS)


class FamilyGrantQuerySet(DatedQuerySet):
    def running(self, day: date | Expression, moment: datetime | Expression) -> Self:
        """Those that hold on `day`, were not ended before their time, and whose hours are not over at `moment`."""
        return self.on(day).filter(Q(until_at=None) | Q(until_at__gt=moment), ended_at=None)

    def emergencies(self, day: date | Expression, moment: datetime | Expression) -> Self:
        """The running ones by which somebody has the family open in an emergency."""
        return self.running(day, moment).filter(kind=GrantKind.BREAK_GLASS)

    def counting(self, user: User | Expression, day: date | Expression, moment: datetime | Expression) -> Self:
        """The running ones of `user`; none once they hold no role here any more."""
        roles = (TeamMembership.objects.on(day), Post.objects.on(day))
        in_team, by_post = (Exists(rows.filter(user=user)) for rows in roles)
        return self.running(day, moment).filter(Q(in_team) | Q(by_post), user=user)


class FamilyGrant(Dated, UserObjectPermissionBase):
    """One person may read one family, or record on its file too, as `kind` says (`casework.access.rights`).

    `permission` says the same in guardian's terms. `until_at` is the moment at which the hours of a broken glass end.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    permission = models.ForeignKey(Permission, models.PROTECT, related_name="+")
    # guardian asks for this name; the column is called as on every other row about a family.
    content_object = models.ForeignKey(Family, models.PROTECT, db_column="family_id", related_name="grants")
    kind = models.CharField(max_length=20, choices=GrantKind)
    child = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(FamilyGrantQuerySet)()

    class Meta(Dated.Meta):
        ordering = ["from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(until_date__isnull=False), name="a_grant_has_an_end"),
            models.CheckConstraint(
                condition=Q(kind=GrantKind.LINKED, child__isnull=False) | (~Q(kind=GrantKind.LINKED) & Q(child=None)),
                name="a_grant_through_a_link_names_the_child",
            ),
            models.CheckConstraint(
                condition=Q(kind=GrantKind.BREAK_GLASS, until_at__isnull=False)
                | (~Q(kind=GrantKind.BREAK_GLASS) & Q(until_at=None)),
                name="broken_glass_has_its_hours",
            ),
            # As ranges of one id, so that no extension is needed for the index.
            ExclusionConstraint(
                name="granted_once_at_a_time",
                expressions=[
                    (
                        Func("content_object", "content_object", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func("user", "user", Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func("from_date", "until_date", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None, until_at=None),
            ),
        ]

    @property
    def family(self) -> Family:
        return self.content_object

    @property
    def family_id(self) -> int:
        return self.content_object_id
