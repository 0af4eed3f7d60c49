"""Who may record an absence, for which days, and with whom as cover."""

from datetime import date, timedelta

from django.db.models import Q

from casework import practice
from casework.absences.models import Absence
from casework.absences.queries import going_on, recordable_users
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


def check_length(user: User, from_date: date, until_date: date, *, by: User, today: date) -> None:
    """Refuse cover for longer at once than the practice has it, unless a manager says again what goes on (C31)."""
    most = practice.current().settings.cover_days
    if (until_date - from_date).days >= most:
        last = say_date(from_date + timedelta(days=most - 1))
        raise Refusal(
            f"Somebody covers for {most} days at most at once. Let it end on {last} or before; a manager says it again "
            "then.",
            "until_date",
        )
    others = going_on(user, from_date, until_date)
    days = [day for each in others for day in (each.from_date, each.last_day)]
    if (max([until_date, *days]) - min([from_date, *days])).days >= most:
        _check_said_again(user, others, by, today)


def _check_said_again(user: User, others: list[Absence], by: User, today: date) -> None:
    """Refuse who says of themselves that it goes on, and whoever says so before the days before have begun."""
    if by == user:
        raise Refusal(
            f"With the days {_days(others[0])} somebody would cover for you for longer than "
            f"{practice.current().settings.cover_days} days. Ask your manager to say it again.",
            "until_date",
        )
    if to_come := [each for each in others if each.from_date > today]:
        raise Refusal(
            f"{to_come[0].cover} covers for {user} {_days(to_come[0])}, which is still to come. For longer than "
            f"{practice.current().settings.cover_days} days it is said again once the days before have begun.",
            "from_date",
        )


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
