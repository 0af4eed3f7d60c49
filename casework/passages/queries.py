"""Whom a passage may be about, and whose names a page needs."""


def people_ids(family):
    return set(family.familymember_set.values_list("person_id", flat=True))


def people_ever(family):
    """Everybody who belongs or has belonged to the family, for the names of those whom a text is about."""
    return list(family.people_ever())


def people_to_write_about(family, passages=()):
    """Whom a passage may be about: those of the family now, and whoever a passage that stands is about already."""
    mentioned = {pk for passage in passages for pk in passage.about}
    now = family.people_now()
    return [*now, *(person for person in people_ever(family) if person.pk in mentioned and person not in now)]
