"""Who works here: users, their teams and the roles that they hold in them, with dates."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from casework.trail.models import Guarded, History, Recorded, RecordedQuerySet
from casework.users.roles import Role


class UserManager(BaseUserManager.from_queryset(RecordedQuerySet)):
    def get_by_natural_key(self, email):
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

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    history = History(excluded_fields=["password"])

    class Meta(Guarded.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def unread_count(self):
        return self.notifications.filter(read_at=None).count()


class Team(Recorded):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class DatedQuerySet(RecordedQuerySet):
    def on(self, day):
        """Those that hold on `day`."""
        return self.filter(Q(from_date__lte=day), Q(until_date=None) | Q(until_date__gte=day))


class Dated(Recorded):
    """Holds from a day, until a day or without an end; both days belong to it."""

    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    objects = models.Manager.from_queryset(DatedQuerySet)()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=models.F("from_date")),
                name="%(app_label)s_%(class)s_dates_in_order",
            )
        ]


class TeamMembership(Dated):
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "team", "role"], condition=Q(until_date=None), name="one_membership_at_a_time"
            ),
        ]


class Absence(Dated):
    """A worker is away; `cover` stands in for them with their families on these days, both included."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    cover = models.ForeignKey(User, models.PROTECT, related_name="covering")
    because = models.CharField(max_length=200, blank=True)
    cancelled = models.BooleanField(default=False)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta(Dated.Meta):
        ordering = ["from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(user=models.F("cover")), name="nobody_covers_oneself"),
            models.CheckConstraint(condition=Q(until_date__isnull=False), name="an_absence_has_an_end"),
        ]


class Post(Dated):
    """A role held for the whole authority, not for a team: the auditor's."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role)
