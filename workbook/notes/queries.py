"""By which allocation somebody is the family's social worker."""

from django.utils import timezone

from casework.users.roles import Role


def leading_allocation(family, user, at):
    """The allocation by which `user` is the family's social worker at `at`, or None."""
    mine = family.allocation_set.on(timezone.localdate(at)).filter(worker=user, role=Role.SOCIAL_WORKER)
    return mine.first()
