"""The one door to a family: who may see it, and all that one may do to it, in one query.

May see: the team that works with the family now, those allocated to it, both for days of grace afterwards, who covers
for one of them on these days, service managers of its team, and auditors. Everybody else finds nothing: not in lists,
not by address. A restricted family is found only by those of them who are on its list.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone

from casework.access.models import Restriction, RestrictionReader
from casework.access.rights import GRACE, Can, rights_of, roles_that
from casework.families.models import Family, FamilyTeam
from casework.practice import current
from casework.referrals.models import Allocation
from casework.refusal import Refusal
from casework.trail.models import Viewing
from casework.users.models import Absence, Post, TeamMembership

LARGEST_ID = 2**63 - 1  # of PostgreSQL's bigint: nothing beyond it can be asked for, nor noted as looked at


@dataclass(frozen=True)
class Standing:
    """What one user is to one family."""

    rights: frozenset
    roles: frozenset
    leads: bool
    allocated: bool

    def can(self, right):
        return right in self.rights


def families_for(user, can=Can.READ, *, today=None):
    """The families with which `user` may do `can` on `today` (a date; by default the present day in London)."""
    if not user.is_active:
        return Family.objects.none()
    today = today or timezone.localdate()
    open_to = Family.objects.filter(unrestricted_for(user, today))
    if Post.objects.on(today).filter(user=user, role__in=roles_that(can)).exists():
        return open_to
    ids = _by_team(user, can, today).union(_by_allocation(user, can, today))
    return open_to.filter(pk__in=ids)


def unrestricted_for(user, today):
    """The family is not restricted, or `user` is on its list."""
    here = Q(family=OuterRef("pk"))
    restricted = Exists(Restriction.objects.on(today).filter(here))
    return ~restricted | Exists(RestrictionReader.objects.on(today).filter(here, user=user))


def _since(can, today):
    """The earliest end that still counts: reading goes on for the days of grace."""
    return today - timedelta(days=current().settings.access_grace_days) if can in GRACE else today


def _lasting(can, today):
    return Q(from_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=_since(can, today)))


def _by_team(user, can, today):
    teams = TeamMembership.objects.on(today).filter(user=user, role__in=roles_that(can)).values("team")
    return FamilyTeam.objects.filter(_lasting(can, today), team__in=teams).values("family")


def _by_allocation(user, can, today):
    mine = Allocation.objects.filter(_lasting(can, today), _mine(user, today))
    return (mine.leading(today) if can is Can.LEAD else mine.filter(role__in=roles_that(can))).values("family")


def _mine(user, today):
    """One's own allocations, and on the days of an absence those of whom one covers for."""
    covered = Absence.objects.on(today).filter(cover=user, cancelled=False).values("user")
    return Q(worker=user) | (Q(worker__in=covered) & (Q(until_date=None) | Q(until_date__gte=today)))


def with_standing(families, user, *, today=None):
    """Annotate `families` with what `user` is to each."""
    today = today or timezone.localdate()
    of_family = Q(family=OuterRef("pk"))
    # Two steps out: the teams are asked for inside the memberships, and those inside the families.
    teams = FamilyTeam.objects.on(today).filter(family=OuterRef(OuterRef("pk"))).values("team")
    mine = Allocation.objects.filter(of_family, _mine(user, today))
    return families.annotate(
        team_roles=ArraySubquery(
            TeamMembership.objects.on(today).filter(user=user, team__in=Subquery(teams)).values("role")
        ),
        allocated_roles=ArraySubquery(mine.on(today).values("role")),
        post_roles=ArraySubquery(Post.objects.on(today).filter(user=user).values("role")),
        leads=Exists(mine.leading(today)),
        open_to=ExpressionWrapper(unrestricted_for(user, today), BooleanField()),
        in_grace=Exists(mine.filter(_lasting(Can.READ, today)))
        | Exists(
            FamilyTeam.objects.filter(_lasting(Can.READ, today), of_family).filter(
                team__in=TeamMembership.objects.on(today).filter(user=user).values("team")
            )
        ),
    )


def standing_of(user, family, *, today=None):
    """What `user` is to `family`, asked of the database: the check that a service makes for itself."""
    return _standing(with_standing(Family.objects.filter(pk=family.pk), user, today=today).get(), user)


def _standing(family, user):
    if not user.is_active or not family.open_to:
        return Standing(frozenset(), frozenset(), leads=False, allocated=False)
    roles = frozenset([*family.team_roles, *family.allocated_roles, *family.post_roles])
    rights = rights_of(roles, leads=family.leads) | (GRACE if family.in_grace else frozenset())
    return Standing(rights, roles, leads=family.leads, allocated=bool(family.allocated_roles))


def require(user, family, can, *, today=None):
    """Raise a Refusal unless `user` may do `can` with `family`; return the standing."""
    standing = standing_of(user, family, today=today)
    if not standing.can(can):
        raise Refusal(f"You may not {can.value}. Ask the family's team manager.")
    return standing


def open_family(request, pk, can=Can.READ):
    """Fetch the family for this request: Http404 for what one may not see, PermissionDenied for what one may not do.

    The viewing is left on the request; `ViewingMiddleware` writes it, refusals included.
    """
    if pk > LARGEST_ID:
        raise Http404
    request.viewing = Viewing(user=request.user, asked_for=pk, method=request.method, page=request.path[:300])
    family = with_standing(Family.objects.select_related("headline"), request.user).filter(pk=pk).first()
    if family is None:
        raise Http404
    family.standing = _standing(family, request.user)
    if not family.standing.can(Can.READ):
        raise Http404
    request.viewing.family = family
    if not family.standing.can(can):
        raise PermissionDenied(f"You may not {can.value}.")
    return family
