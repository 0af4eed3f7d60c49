"""A relationship ends on a day, or it never was and was recorded wrongly."""

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Relationship
from casework.families.services import lock
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.models import change
from casework.words import say_date


@service
def end(relationship, *, ended_on, because, by, at):
    """From the day after, it is not so any more; what was remains on the page as what was."""
    relationship = _held(relationship, by)
    if relationship.until_date == ended_on:
        return relationship
    _check_standing(relationship)
    if ended_on > timezone.localdate(at):
        raise Refusal("This day lies in the future. Record it when it has come.", "ended_on")
    if relationship.from_date and ended_on < relationship.from_date:
        raise Refusal(f"It began on {say_date(relationship.from_date)}. Give a later day.", "ended_on")
    change(relationship, until_date=ended_on, ended_because=because.strip())
    return relationship


@service
def withdraw(relationship, *, because, by, at):
    """It never was so: gone from every page, and kept in the history with the reason."""
    relationship = _held(relationship, by)
    if relationship.recorded_wrongly:
        return relationship
    if not because.strip():
        raise Refusal("Say what was wrong.", "because")
    today = timezone.localdate(at)
    until = relationship.until_date or max(today, relationship.from_date or today)
    change(relationship, recorded_wrongly=True, until_date=until, ended_because=because.strip())
    return relationship


def _held(relationship, by):
    require(by, relationship.family, Can.LEAD)
    lock(relationship.family)
    return Relationship.objects.select_related("family", "person", "other").get(pk=relationship.pk)


def _check_standing(relationship):
    if relationship.until_date:
        raise Refusal(f"It ended on {say_date(relationship.until_date)} already.")
