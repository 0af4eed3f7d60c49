"""Who works with a family, who leads, and who could be allocated, on a day."""

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from casework.access.models import Restriction, RestrictionReader
from casework.families.services import teams_managed_by
from casework.referrals.models import Allocation
from casework.users.holders import holders_of
from casework.users.models import TeamMembership
from casework.users.roles import PRACTITIONERS, TEAM_MANAGERS


def family_lead(family, today=None):
    """The allocation that leads the work with the family on `today` (by default the present day), or None (A11.1)."""
    return family.allocation_set.leading(today or timezone.localdate()).select_related("worker").first()


def managers_of(family, today):
    """The active managers of the team that works with the family on `today`."""
    return holders_of(TEAM_MANAGERS, teams=family.familyteam_set.on(today).values("team"), today=today)


def answering_for(family, today):
    """Those who are told of what concerns the family: whoever leads the work, and the managers of its team."""
    lead = family_lead(family, today)
    return {*managers_of(family, today), *([lead.worker] if lead else [])}


def teams_that_may_work(family, by, today):
    """The ids of the teams whose workers `by` may allocate: the family's, and those that `by` manages."""
    return family.familyteam_set.on(today).values("team").union(teams_managed_by(by, today).values("pk"))


def role_holders(family, by, today):
    """Memberships of practitioners of those teams; of a restricted family only of those on its list (B6)."""
    restricted = Restriction.objects.on(today).filter(family=family)
    listed = RestrictionReader.objects.on(today).filter(family=family, user=OuterRef("user"))
    return (
        TeamMembership.objects.on(today)
        .filter(team__in=teams_that_may_work(family, by, today), role__in=PRACTITIONERS, user__is_active=True)
        .filter(~Exists(restricted) | Exists(listed))
        .select_related("user", "team")
        .order_by("user__name", "role")
    )


def who_may_be_allocated(family, by, today):
    """Those role holders who are not allocated already."""
    return role_holders(family, by, today).exclude(
        user__in=family.allocation_set.filter(until_date=None).values("worker")
    )


def allocations_on(day):
    """All of them, ended ones too; each knows whether it leads on `day`."""
    return Prefetch("allocation_set", Allocation.objects.with_lead(day).select_related("worker"))
