"""What pages say of a referral."""

from casework.practice import codes


def involvements_of(referral):
    """Each child's part in the referral, with the words for the need."""
    return [
        (involvement, codes.label("needs", involvement.need))
        for involvement in referral.involvements.select_related("child")
    ]


def children_free_for_referral(family):
    """The children who may be part of a new referral, and those who are open on another already."""
    open_now = set(family.involvement_set.filter(closed_on=None).values_list("child_id", flat=True))
    children = [person for person in family.people_now() if person.is_child]
    free = [child for child in children if child.pk not in open_now]
    return free, [child for child in children if child.pk in open_now]
