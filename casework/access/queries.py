"""Who may see a family, and all that one may do to it, each in one query.

May see: the team that works with the family now, those allocated to it, both for days of grace afterwards, who covers
for one of them on these days, service managers of its team, auditors, and those to whom it was granted. Everybody else
finds nothing: not in lists, not by address. A restricted family is found only by those of them who are on its list, and
by those to whom it was opened in spite of that; by nobody who has a conflict of interest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from casework.absences.models import Absence
from casework.access.grants.models import OPENING, FamilyGrant, GrantKind
from casework.access.models import ConflictOfInterest, Restriction, RestrictionReader
from casework.access.rights import GRACE, Can, rights_of, rights_of_grants
from casework.allocations.models import Allocation
from casework.families.models import Family, FamilyTeam
from casework.practice import current
from casework.prepared import Parameter, Prepared
from casework.trail.acting import note_covering
from casework.users.models import Post, TeamMembership, User


def current_covers(user: User, today: date) -> QuerySet[User]:
    """The active users who cover for `user` today."""
    absences = Absence.objects.on(today).filter(user=user, cancelled=False)
    return User.objects.filter(pk__in=absences.values("cover"), is_active=True)


ACCESS_COLUMNS = (
    "team_roles", "allocated_roles", "post_roles", "leads", "restricted", "absent", "open_to", "in_grace", "granted",
    "in_conflict", "emergency",
)  # fmt: skip


@dataclass(frozen=True)
class FamilyAccess:
    """What one user is to one family; `grants` are the kinds of what was granted to them.

    `through` is the kind of grant by which they read it, where no other right of theirs opens it. `emergency` says that
    somebody has it open in an emergency now, this user or another. `covering_for` are the ids of the users for whom
    they cover there (C31).
    """

    rights: frozenset[Can]
    roles: frozenset[str]
    leads: bool
    allocated: bool
    restricted: bool = False
    grants: frozenset[str] = frozenset()
    covering_for: tuple[int, ...] = ()
    through: str = ""
    emergency: bool = False

    def can(self, right: Can) -> bool:
        return right in self.rights

    @property
    def lasts(self) -> bool:
        """Whether they read it by more than an emergency."""
        return Can.READ in self.rights and self.through != GrantKind.BREAK_GLASS


# What somebody is to a family that they may not see.
NOTHING = FamilyAccess(frozenset(), frozenset(), leads=False, allocated=False)


def unrestricted_for(user: User | Parameter, today: date | Parameter) -> Any:
    """Of a query of families the condition that the family is not restricted, or `user` is on its list."""
    listed = RestrictionReader.objects.on(today).filter(family=OuterRef("pk"), user=user)
    return ~_restricted(today) | Exists(listed)


def restricted_families(today: date) -> QuerySet[Any]:
    """The ids of the families that are restricted on `today`, whoever is on their lists."""
    return Restriction.objects.on(today).order_by().values("family")


def _restricted(today: date | Parameter) -> Exists:
    return Exists(Restriction.objects.on(today).filter(family=OuterRef("pk")))


def in_conflict(family: Family, day: date) -> QuerySet:
    """The ids of the users who have a conflict of interest with the family."""
    return ConflictOfInterest.objects.on(day).filter(family=family).order_by().values("user")


def not_shut_out(family: Family, day: date, user: str = "pk") -> Q:
    """Of a query in which `user` leads to a user the condition that the family is not shut to them.

    They have no conflict of interest with it and, where it is restricted, are on its list.
    """
    found = ~Q(**{f"{user}__in": in_conflict(family, day)})
    if Restriction.objects.on(day).filter(family=family).exists():
        listed = RestrictionReader.objects.on(day).filter(family=family).order_by().values("user")
        found &= Q(**{f"{user}__in": listed})
    return found


def since(can: Can, today: date) -> date:
    """The earliest end that still counts: reading goes on for the days of grace."""
    return today - timedelta(days=current().settings.access_grace_days) if can in GRACE else today


def lasting(today: date | Parameter, since: date | Parameter) -> Q:
    return Q(from_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=since))


def own_or_covered(user: User | Parameter, today: date | Parameter) -> Q:
    """One's own allocations, and on the days of an absence those of whom one covers for."""
    return Q(worker=user) | (covered(user, today) & (Q(until_date=None) | Q(until_date__gte=today)))


def covered(user: User | Parameter, today: date | Parameter) -> Q:
    """The condition that an allocation is of somebody for whom `user` covers on `today`, as a colleague of their team.

    Who is none, of another agency above all, covers with the families to which they are allocated themselves.
    """
    absences = Absence.objects.covered_by(user, today)
    own = Allocation.objects.on(today).filter(worker=user).order_by().values("family")
    as_colleague = Q(worker__in=absences.among_colleagues(today).values("user"))
    return as_colleague | Q(worker__in=absences.values("user"), family__in=own)


@cache
def _access_query() -> Prepared:
    """What a user is to a family on a day, where what ended `since` then still counts for reading."""
    family, user = (Parameter(name, output_field=BigIntegerField()) for name in ("family", "user"))
    today, since = (Parameter(name, output_field=DateField()) for name in ("today", "since"))
    now = Parameter("now", output_field=DateTimeField())
    return Prepared(with_access(Family.objects.filter(pk=family), user, today, since, now), *ACCESS_COLUMNS)


def with_access(
    families: QuerySet[Family], user: Parameter, today: Parameter, since: Parameter, now: Parameter
) -> QuerySet[Family]:
    """Annotate `families` with what `user` is to each."""
    of_family = Q(family=OuterRef("pk"))
    # Two steps out: the teams are asked for inside the memberships, and those inside the families.
    teams = FamilyTeam.objects.on(today).filter(family=OuterRef(OuterRef("pk"))).values("team")
    mine = Allocation.objects.filter(of_family, own_or_covered(user, today))
    return families.annotate(
        team_roles=ArraySubquery(
            TeamMembership.objects.on(today)
            .seeing_its_families()
            .filter(user=user, team__in=Subquery(teams))
            .values("role")
        ),
        allocated_roles=ArraySubquery(mine.on(today).values("role")),
        post_roles=ArraySubquery(Post.objects.on(today).filter(user=user).values("role")),
        leads=Exists(mine.leading(today)),
        absent=ArraySubquery(mine.on(today).exclude(worker=user).order_by().values("worker")),
        restricted=_restricted(today),
        open_to=ExpressionWrapper(unrestricted_for(user, today), BooleanField()),
        in_grace=Exists(mine.filter(lasting(today, since)))
        | Exists(
            FamilyTeam.objects.filter(lasting(today, since), of_family).filter(
                team__in=TeamMembership.objects.on(today).seeing_its_families().filter(user=user).values("team")
            )
        ),
        granted=ArraySubquery(
            FamilyGrant.objects.counting(user, today, now)
            .filter(content_object=OuterRef("pk"))
            .order_by()
            .values("kind")
        ),
        in_conflict=Exists(ConflictOfInterest.objects.on(today).filter(of_family, user=user)),
        emergency=Exists(FamilyGrant.objects.emergencies(today, now).filter(content_object=OuterRef("pk"))),
    )


def access_of(user: User, family: Family, *, today: date | None = None) -> FamilyAccess:
    """What `user` is to `family`, asked of the database: the check that a service makes for itself.

    Where `user` is who acts, what they write from now on bears for whom they cover with this family.
    """
    present = timezone.localdate()
    today = today or present
    if not user.is_active:
        return NOTHING
    days: dict[str, date | datetime] = {"today": today, "since": since(Can.READ, today), "now": timezone.now()}
    found = _access_query().one(family=family.pk, user=user.pk, **days)
    access = access_from(**found) if found else NOTHING
    if today == present:
        note_covering(user, family.pk, access.covering_for)
    return access


def access_from(
    team_roles: Sequence[str], allocated_roles: Sequence[str], post_roles: Sequence[str], leads: bool, restricted: bool,
    absent: Sequence[int], open_to: bool, in_grace: bool, granted: Sequence[str], in_conflict: bool, emergency: bool,
) -> FamilyAccess:  # fmt: skip
    """What the columns ACCESS_COLUMNS of one family say."""
    if in_conflict:
        return NOTHING
    if not open_to:
        return _opened([kind for kind in granted if kind in OPENING], emergency)
    roles = frozenset([*team_roles, *allocated_roles, *post_roles])
    own = rights_of(roles, leads=leads) | (GRACE if in_grace else frozenset())
    return FamilyAccess(
        own | rights_of_grants(granted), roles, leads, bool(allocated_roles), restricted, frozenset(granted),
        tuple(sorted(set(absent))), "" if Can.READ in own else _through(granted), emergency,
    )  # fmt: skip


def _opened(kinds: Sequence[str], emergency: bool) -> FamilyAccess:
    """What somebody is to a restricted family who is not on its list: no role of theirs counts."""
    if not kinds:
        return NOTHING
    return FamilyAccess(
        rights_of_grants(kinds), frozenset(), leads=False, allocated=False, restricted=True, grants=frozenset(kinds),
        through=_through(kinds), emergency=emergency,
    )  # fmt: skip


def _through(kinds: Sequence[str]) -> str:
    """The kind of grant that says why they read it: an emergency only where no other does."""
    return min(kinds, key=lambda kind: (kind == GrantKind.BREAK_GLASS, kind), default="")
