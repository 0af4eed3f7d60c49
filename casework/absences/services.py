"""Saying that somebody is away and who covers: on those days the cover has their rights with their families."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from casework.absences.reading import may_be_away, may_cover
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from casework.users.models import Absence, User
from casework.words import say_date


@service
def add(user, *, cover, from_date, until_date, by, at, because="", form_key=None):
    """`user` is away on these days, both included, and `cover` stands in; a second submission gives the same row."""
    today = timezone.localdate(at)
    _require_may(by, user, today)
    # Both rows are held, the lower first, so that nobody covers while they are away.
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[user.pk, cover.pk]).order_by("pk"))
    if form_key and (absence := Absence.objects.filter(form_key=form_key).first()):
        return absence
    _check_days(from_date, until_date, today)
    if not may_cover(user, from_date).filter(pk=cover.pk).exists():
        raise Refusal(f"{cover} is not a practitioner of {user}'s team. Choose a colleague of the same team.", "cover")
    _check_clashes(user, cover, from_date, until_date)
    return Absence.objects.create(
        user=user, cover=cover, from_date=from_date, until_date=until_date, because=because.strip(), form_key=form_key
    )


def _require_may(by, user, today):
    if not may_be_away(by, today).filter(pk=user.pk).exists():
        raise Refusal(
            "You may tell your own absence, and those of the practitioners of a team that you manage.", "user"
        )


def _check_days(from_date, until_date, today):
    if until_date < from_date:
        raise Refusal("The last day lies before the first. Check both.", "until_date")
    if until_date < today:
        raise Refusal("These days are over. Give days that are still to come.", "until_date")
    if from_date < today:
        raise Refusal("Rights are not given for days that are over. Let it begin today or later.", "from_date")


def _check_clashes(user, cover, from_date, until_date):
    these_days = Absence.objects.filter(cancelled=False, from_date__lte=until_date, until_date__gte=from_date)
    if standing := these_days.filter(user=user).select_related("cover").first():
        raise Refusal(f"{standing.cover} covers for {user} {_days(standing)} already. Cancel that first.", "from_date")
    if away := these_days.filter(user=cover).first():
        raise Refusal(f"{cover} is away {_days(away)}. Choose somebody else.", "cover")
    if covering := these_days.filter(Q(cover=user)).select_related("user").first():
        raise Refusal(
            f"{user} covers for {covering.user} {_days(covering)}. Let somebody else cover there first.", "from_date"
        )


def _days(absence):
    return f"from {say_date(absence.from_date)} until {say_date(absence.until_date)}"


@service
def cancel(absence, *, by, at):
    """It does not take place; one that has begun ended yesterday: what the cover did on those days stays right."""
    absence = Absence.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=absence.pk)
    today = timezone.localdate(at)
    _require_may(by, absence.user, today)
    if absence.cancelled or absence.until_date < today:
        raise Conflict("This absence is over or cancelled already, and nothing more was changed.")
    if absence.from_date < today:
        change(absence, until_date=today - timedelta(days=1))
    else:
        change(absence, cancelled=True)
    return absence
