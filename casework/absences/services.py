"""Saying that somebody is away and who covers: on those days the cover has their rights with their families."""

from datetime import timedelta

from django.utils import timezone

from casework.absences.checks import check_clashes, check_days, check_may_record
from casework.absences.models import Absence
from casework.absences.queries import covers_for
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from casework.users.models import User


@service
def add(user, *, cover, from_date, until_date, by, at, because="", form_key=None):
    """`user` is away on these days, both included, and `cover` stands in; a second submission gives the same row."""
    today = timezone.localdate(at)
    check_may_record(by, user, today)
    # Both rows are held, the lower first, so that nobody covers while they are away.
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[user.pk, cover.pk]).order_by("pk"))
    if form_key and (absence := Absence.objects.filter(form_key=form_key).first()):
        return absence
    check_days(from_date, until_date, today)
    if not covers_for(user, from_date).filter(pk=cover.pk).exists():
        raise Refusal(f"{cover} is not a practitioner of {user}'s team. Choose a colleague of the same team.", "cover")
    check_clashes(user, cover, from_date, until_date)
    return Absence.objects.create(
        user=user, cover=cover, from_date=from_date, until_date=until_date, because=because.strip(), form_key=form_key
    )


@service
def cancel(absence, *, by, at):
    """It does not take place; one that has begun ended yesterday: what the cover did on those days stays right."""
    absence = Absence.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=absence.pk)
    today = timezone.localdate(at)
    check_may_record(by, absence.user, today)
    if absence.cancelled or absence.until_date < today:
        raise Conflict("This absence is over or cancelled already, and nothing more was changed.")
    if absence.from_date < today:
        change(absence, until_date=today - timedelta(days=1))
    else:
        change(absence, cancelled=True)
    return absence
