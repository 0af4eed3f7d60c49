"""Who works here: users, their teams and the roles that they hold in them, with dates."""

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from casework.trail.acting import acting
from casework.trail.models import Dated, DatedQuerySet, Guarded, History, Recorded, RecordedQuerySet
from casework.users.roles import OUTSIDE, Role
from casework.words import isolated


class UserManager(BaseUserManager.from_queryset(RecordedQuerySet)):
    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, Guarded):
    """One who signs in, or a named robot; deactivated, never deleted."""

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_robot = models.BooleanField(default=False)

    # Django would write this column at each sign-in, in nobody's name.
    last_login = None
    # guardian reads it: nobody is one.
    is_superuser = False

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    history = History(excluded_fields=["password"])

    class Meta(Guarded.Meta):
        ordering = ["name"]

    # What tells this one from another of the same name on the page that is made; see `casework.naming`.
    apart: str = ""

    def __str__(self) -> str:
        return self.apart or isolated(self.name)

    def check_password(self, raw_password: str | None) -> bool:
        """Where Django hashes it anew, after its way of hashing has changed, it does so in the user's own name."""
        with acting(self):
            return super().check_password(raw_password)


class Team(Recorded):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMembershipQuerySet(DatedQuerySet):
    def seeing_its_families(self) -> Self:
        """Those through which one sees the families of the team: nobody of another agency does (P38)."""
        return self.exclude(role__in=OUTSIDE)


class TeamMembership(Dated):
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)

    objects = models.Manager.from_queryset(TeamMembershipQuerySet)()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "team", "role"], condition=Q(until_date=None), name="one_membership_at_a_time"
            ),
        ]


class Post(Dated):
    """A role held for the whole authority, not for a team: the auditor's."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role)
