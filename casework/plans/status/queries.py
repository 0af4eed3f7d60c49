"""The plans, court and care that hold now for the children of a family, and their next conferences, as rows."""


def next_conferences(family, today):
    """By the child's `one_id` the next conference or review to come."""
    coming = family.conference_set.filter(withdrawn_because="", held_on=None, not_held_because="")
    coming = coming.filter(planned_for__gte=today).select_related("child").order_by("-planned_for")
    return {one.child.one_id: one for one in coming}
