"""Who decides on a family's Workbook, and who may record the decision (C3, C27)."""

from django.utils import timezone

from casework import practice
from casework.access import Can, access_of, may_take, require, require_grade
from casework.refusal import Refusal
from casework.users.holders import holders_of
from casework.users.models import Post, User
from casework.users.roles import Role, grades_from


def opened_by(who):
    """Whether the practice file names `who` among those who open a Workbook."""
    return who in practice.current().settings.workbook_opened_by


def may_decide(access):
    """Whether somebody of this standing decides on the family's Workbook: as the practice file says."""
    return (opened_by("social_worker") and access.can(Can.LEAD)) or may_take(access, "open_workbook")


def may_record(standing):
    """Whether somebody of this standing records the decision: their own, or a manager's."""
    return may_decide(standing) or opens_for_another(standing)


def opens_for_another(access):
    """Whether somebody of this standing opens what a manager decided, and only that."""
    return opened_by("business_support") and Role.BUSINESS_SUPPORT in access.roles and not may_decide(access)


def deciders_of(family, today):
    """Those who may decide on this family's Workbook on `today`, by name; for whom somebody else may open it."""
    may = [user.pk for user in _candidates(family, today) if may_decide(access_of(user, family, today=today))]
    return User.objects.filter(pk__in=may).order_by("name", "pk")


def _candidates(family, today):
    """Some may not open the family, where it is restricted: `deciders_of` leaves them out."""
    grades = grades_from(practice.current().decisions.open_workbook)
    of_the_team = holders_of(grades, teams=family.familyteam_set.on(today).values("team"), today=today)
    by_post = Post.objects.on(today).filter(role__in=grades).values("user")
    leading = family.allocation_set.leading(today).values("worker")
    ids = of_the_team.values("pk").union(User.objects.filter(pk__in=by_post, is_active=True).values("pk"))
    ids = ids.union(User.objects.filter(pk__in=leading, is_active=True).values("pk"))
    return User.objects.filter(pk__in=ids)


def require_decider(by, family):
    """Refuse unless `by` decides on the Workbook of this family."""
    if opened_by("social_worker"):
        return require(by, family, Can.LEAD)
    return require_grade(by, family, "open_workbook")


def require_opener(by, family, decided_by, *, at):
    """Refuse unless `by` decides, or opens what `decided_by` decided; return whose decision it is."""
    if not opens_for_another(access_of(by, family)):
        require_decider(by, family)
        if decided_by not in (None, by):
            raise Refusal("The decision is your own. Nobody else is named for it.", "decided_by")
        return by
    if decided_by is None:
        raise Refusal("Say whose decision it is.", "decided_by")
    if decided_by not in deciders_of(family, timezone.localdate(at)):
        raise Refusal(f"{decided_by} does not decide on this family's Workbook. Choose a manager of it.", "decided_by")
    return decided_by
