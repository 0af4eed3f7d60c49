"""Whom a line of the chronology may concern."""


def children_of(family):
    """All children who are or were of the family, oldest first."""
    members = family.familymember_set.filter(person__is_child=True).select_related("person")
    return list({member.person_id: member.person for member in members}.values())
