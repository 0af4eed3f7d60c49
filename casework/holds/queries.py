"""What may not be done with a family just now, as the apps to the right have said by rows."""


def holds_against(family, what):
    """The holds that stand against `what` (one of `Held`): each says because of what, and leads there."""
    return list(family.holds.filter(what=what).order_by("pk"))
