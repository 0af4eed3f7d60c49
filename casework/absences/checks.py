"""Who may record an absence, for which days, and with whom as cover."""

from datetime import date

from django.db.models import Q

from casework.absences.models import Absence
from casework.absences.queries import recordable_users
from casework.allocations.leads.queries import lead_needed, led_between, rule_for
from casework.allocations.models import Allocation
from casework.lives.checks import AWAY, check_day
from casework.refusal import Refusal
from casework.users.models import TeamMembership, User
from casework.users.roles import PRACTITIONERS
from casework.words import say_date


def check_may_record(by: User, user: User, today: date) -> None:
    if not recordable_users(by, today).filter(pk=user.pk).exists():
        raise Refusal(
            "You may tell your own absence, and those of the practitioners of a team that you manage.", "user"
        )


def check_days(from_date: date, until_date: date, today: date) -> None:
    if until_date < from_date:
        raise Refusal("The last day lies before the first. Check both.", "until_date")
    if until_date < today:
        raise Refusal("These days are over. Give days that are still to come.", "until_date")
    if from_date < today:
        raise Refusal("Rights are not given for days that are over. Let it begin today or later.", "from_date")
    check_day(AWAY, from_date, today, "from_date")
    check_day(AWAY, until_date, today, "until_date")


def check_clashes(user: User, cover: User, from_date: date, until_date: date) -> None:
    """Refuse where on these days `user` is away already or covers for somebody, or `cover` is away."""
    these_days = Absence.objects.filter(cancelled=False, from_date__lte=until_date, until_date__gte=from_date)
    if before := these_days.filter(user=user).select_related("cover").first():
        raise Refusal(f"{before.cover} covers for {user} {_days(before)} already. Cancel that first.", "from_date")
    if away := these_days.filter(user=cover).first():
        raise Refusal(f"{cover} is away {_days(away)}. Choose somebody else.", "cover")
    if covering := these_days.filter(Q(cover=user)).select_related("user").first():
        raise Refusal(
            f"{user} covers for {covering.user} {_days(covering)}. Let somebody else cover there first.", "from_date"
        )


def check_may_lead_meanwhile(user: User, cover: User, from_date: date, until_date: date) -> None:
    """Refuse a cover who may not lead a family that `user` leads on these days (A11.1). No family is named: whoever
    records the absence may not know of each.
    """
    roles = set(TeamMembership.objects.on(from_date).filter(user=cover).values_list("role", flat=True))
    for part in led_between(user, from_date, until_date):
        if not roles.intersection(rule_for(part.family, from_date).may_lead):
            needed = lead_needed(part.family, from_date)
            raise Refusal(
                f"{cover} may not lead a family that {user} leads. {needed} Choose somebody who may.", "cover"
            )


def check_opens_only_what_is_theirs(user: User, cover: User, from_date: date, until_date: date) -> None:
    """Refuse somebody of another agency as cover with families to which they are not allocated; none is named."""
    held = TeamMembership.objects.on(from_date).seeing_its_families().filter(user=cover, role__in=PRACTITIONERS)
    if held.exists():
        return
    parts = Allocation.objects.filter(Q(until_date=None) | Q(until_date__gte=from_date), worker=user)
    theirs = Allocation.objects.on(from_date).filter(worker=cover).values("family")
    if parts.filter(from_date__lte=until_date).exclude(family__in=theirs).exists():
        raise Refusal(
            f"{cover} works for another agency, and covers only with families to which they are allocated. {user} "
            "works with others too. Choose somebody of the team.",
            "cover",
        )


def _days(absence: Absence) -> str:
    return f"from {say_date(absence.from_date)} until {say_date(absence.last_day)}"
