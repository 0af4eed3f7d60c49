"""Who may be the mother of a child that was born."""

from casework.people.queries import people_in


def mothers_of(family):
    return people_in(family).filter(is_child=False, died=None)
