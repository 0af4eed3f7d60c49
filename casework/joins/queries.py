"""The families that a user may join to one."""

from casework.access import Can, families_for


def joinable_family(user, family, pk):
    """The other family, if `user` decides on it; None otherwise."""
    return families_for(user, Can.DECIDE).exclude(pk=family.pk).filter(pk=pk).first()
