"""Who is told of a closing, and when."""

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.notifications.services import notify
from casework.users.holders import holders_of
from casework.users.roles import TEAM_MANAGERS, grades_from
from casework.words import say_date


def asked(closure, *, by, at):
    """The managers of the family's team who may agree."""
    day = timezone.localdate(at)
    grades = grades_from(practice.current().decisions.close_case)
    nearest = [role for role in TEAM_MANAGERS if role in grades] or grades
    managers = holders_of(nearest, teams=closure.family.familyteam_set.on(day).values("team"), today=day)
    _tell({*managers} - {by}, closure, f"{by} asks you to agree", "A closing waits for you", at)


def sent_back(closure, *, by, at):
    _tell({closure.asked_by} - {by}, closure, f"{by} sent it back", "A closing was sent back", at)


def agreed(closure, *, by, at):
    done = f"{by} agreed, closed on {say_date(closure.closing_on)}"
    _tell({closure.asked_by} - {by}, closure, done, "A case was closed", at)


def _tell(users, closure, what, subject, at):
    notify(
        sorted(users, key=lambda user: user.pk),
        family=closure.family,
        text=f"{closure.family}: closing {closure.involvement.child}'s case – {what}",
        url=reverse("closure", args=[closure.family_id, closure.pk]),
        at=at,
        subject=subject,
    )
